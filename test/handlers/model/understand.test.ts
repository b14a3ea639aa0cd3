import { beforeAll, describe, expect, it } from 'vitest';
import type { AnswerDeps } from '../../../handlers/answer.ts';
import type { Asker } from '../../../handlers/inquiry.ts';
import type { DropReason } from '../../../handlers/model/ground.ts';
import type { Understood } from '../../../handlers/model/outputs.ts';
import type { Posed } from '../../../handlers/model/pose.ts';
import { isVague, understand } from '../../../handlers/model/understand.ts';
import type { Block } from '../../../handlers/reply.ts';
import { createAnswering, diagnoseText, operator } from '../../support/answering.ts';
import { caseNumber, caseOf } from '../../support/cases.ts';
import { diagnosisOf, inputOf } from '../../support/diagnosis.ts';
import { scriptedDesk } from '../../support/model-desk.ts';

let deps: AnswerDeps;

beforeAll(async () => {
  deps = await createAnswering();
  await deps.store.importCase(
    caseOf({
      case: caseNumber(1),
      title: '人脸识别柜员终端补丁失败',
      symptom: '柜员终端装 KB5098888 报错 0x80070005，文件 zhiwenyi.dll 被拒绝',
      resolution: `脱管后成功，参见 ${caseNumber(2)}`,
      customer: '工商银行',
    }),
  );
  await deps.store.importCase(
    caseOf({
      case: caseNumber(2),
      title: '独角兽程序冲突',
      symptom: '独角兽程序拦截了 unicornblock.sys',
      customer: '农业银行',
    }),
  );
});

interface Asked {
  question?: string;
  asker?: Asker;
  says?: Partial<Understood> | undefined;
}

async function ask({
  question = '柜员那个终端更心不上，弹框没权限',
  asker = operator,
  says,
}: Asked) {
  const nothing: Understood = {
    codes: [],
    kbs: [],
    words: [],
    products: [],
    phase: null,
    meaning: null,
  };
  const { desk, sent, counted } = scriptedDesk(says && { ...nothing, ...says });
  const posed: Posed = {
    material: {
      question,
      causes: [],
      lines: [],
      steps: [],
      checks: [],
      cases: [],
      codes: [],
      facts: [],
    },
    restore: (text) => text,
    asker,
    conversation: 'c',
    id: 'i',
  };
  const looking = {
    knowledge: deps.knowledge,
    cases: await deps.library.refresh(),
    diagnosis: diagnosisOf(),
  };
  const blocks = await understand(posed, looking, desk);
  return { blocks, counted, sent };
}

const branch = (customer: string): Asker => ({ face: 'slack', id: 'U1', role: 'branch', customer });

function headingOf(blocks: readonly Block[] | undefined): string {
  const [first] = blocks ?? [];
  return first?.kind === 'heading' ? first.text : '';
}

describe('a vague question', () => {
  it('is looked for again by what the model understood, with the cases that are found', async () => {
    const { blocks } = await ask({
      says: {
        codes: ['0x80070005'],
        words: ['zhiwenyi.dll', '柜员'],
        meaning: '一定是安全软件拦截',
      },
    });

    expect(headingOf(blocks)).toBe('AI 生成 · 按这样理解查找：0x80070005、zhiwenyi.dll、柜员');
    expect(blocks?.find(({ kind }) => kind === 'cases')).toMatchObject({
      cases: [{ case: caseNumber(1) }],
    });
    expect(JSON.stringify(blocks)).toMatch(/拒绝访问/u);
    expect(JSON.stringify(blocks)).not.toContain('安全软件拦截');
  });

  it('gets the questions back that were not asked yet', async () => {
    const { blocks } = await ask({ says: { words: ['柜员'] } });

    const list = blocks?.find((block) => block.kind === 'list' && block.ordered);
    expect(list).toMatchObject({ items: expect.arrayContaining([expect.stringMatching(/KB/u)]) });
  });

  it.each([
    ['a code that the table does not have', { codes: ['0x8badf00d'] }, 'code'],
    ['what is no code', { codes: ['管理员'] }, 'code'],
    ['a KB that nobody wrote', { kbs: ['KB5012345'] }, 'kb'],
    ['a word that neither a case nor a signature has', { words: ['zzqqxx.dll'] }, 'name'],
    ['a product that nobody knows', { products: ['紫微星卫士'] }, 'name'],
    ['a case number', { words: [caseNumber(1)] }, 'name'],
    ['a sentence', { words: ['柜员 终端，需要重装'] }, 'name'],
    ['a link', { words: ['https://example.com/柜员'] }, 'name'],
  ] satisfies [string, Partial<Understood>, DropReason][])(
    'is not looked for by %s',
    async (_, says, reason) => {
      const { blocks, counted } = await ask({ says });

      expect(blocks).toBeUndefined();
      expect(counted).toEqual([{ kept: 0, dropped: [reason] }]);
    },
  );

  it('keeps the KB that stands in it, however it is written', async () => {
    const { blocks } = await ask({
      question: 'kb 5098888 装不上去，柜员机',
      says: { kbs: ['5098888', 'KB5098888'] },
    });

    expect(headingOf(blocks)).toContain('查找：KB5098888');
    expect(headingOf(blocks)).not.toContain('KB5098888、KB5098888');
  });

  it('is not looked for by a word of cases that the asker may not read, nor told of them', async () => {
    const says = { words: ['unicornblock.sys', '柜员'] };

    const theirs = await ask({ asker: branch('工商银行'), says });
    const own = await ask({ asker: branch('农业银行'), says });

    expect(headingOf(theirs.blocks)).not.toContain('unicornblock');
    expect(JSON.stringify(theirs.blocks)).not.toContain(caseNumber(2));
    expect(headingOf(own.blocks)).toContain('unicornblock');
  });

  it('hides the numbers of other customers in what it finds', async () => {
    const { blocks } = await ask({
      asker: branch('工商银行'),
      says: { words: ['zhiwenyi.dll', '柜员'] },
    });

    expect(JSON.stringify(blocks)).toContain('另一案例');
    expect(JSON.stringify(blocks)).not.toContain(caseNumber(2));
  });

  it('gets nothing when there is no answer, or nothing in it', async () => {
    expect((await ask({ says: undefined })).blocks).toBeUndefined();
    expect((await ask({ says: {} })).blocks).toBeUndefined();
  });

  it.each([
    ['where no words may be sent', ''],
    ['when it is thanks', '谢谢！辛苦了'],
    ['when it is hardly a word', '嗯？'],
  ])('is not sent %s', async (_, question) => {
    const { blocks, sent } = await ask({ question, says: { words: ['柜员'] } });

    expect(blocks).toBeUndefined();
    expect(sent).toEqual([]);
  });
});

describe('what is vague', () => {
  it('is a question in words that nothing answers', async () => {
    expect(isVague(await diagnoseText('那个东西怎么都弄不上去', deps))).toBe(true);
  });

  it.each([
    ['a log', diagnosisOf({ inputs: [inputOf()] })],
    ['a clue', diagnosisOf({ verdict: 'clue' })],
    [
      'an event log',
      diagnosisOf({ inputs: [inputOf({ format: 'evtx' }), inputOf({ format: 'text' })] }),
    ],
  ])('is not %s', (_, diagnosis) => {
    expect(isVague(diagnosis)).toBe(false);
  });
});
