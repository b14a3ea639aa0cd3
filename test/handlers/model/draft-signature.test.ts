import { beforeAll, describe, expect, it } from 'vitest';
import { draftSignature } from '../../../handlers/model/draft-signature.ts';
import type { DraftedSignature } from '../../../handlers/model/outputs.ts';
import { type Knowledge, loadKnowledge } from '../../../knowledge/knowledge.ts';
import { operator } from '../../support/answering.ts';
import { caseNumber, caseOf } from '../../support/cases.ts';
import { scriptedDesk } from '../../support/model-desk.ts';

let knowledge: Knowledge;

beforeAll(async () => {
  knowledge = await loadKnowledge();
});

const failed =
  'Failed to open gadget vault of package Package_for_KB5099001~31bf3856ad364e35~amd64~~10.0.1.2. [HRESULT = 0x800f0999 - CBS_E_GADGET]';
const header = '2026-03-02 18:04:05, Error                 CBS    ';
const one = caseOf({
  case: caseNumber(7),
  title: '部件库打不开，补丁没有装上',
  symptom: '补丁安装失败，谭工查看日志',
  findings: [
    {
      where: '苏州分行',
      seen: '日志写明部件库打不开',
      causeClasses: ['component-store-corrupt'],
      done: '修复部件库后成功',
      helped: true,
    },
  ],
  resolution: '修复部件库后安装成功',
  logs: [`${header}${failed}`],
});

const good: DraftedSignature = {
  title: '部件库打不开',
  explanation: '日志写明部件库打不开，补丁没有装上。',
  patterns: [
    {
      name: 'open',
      text: 'Failed to open gadget vault of package {package}. [HRESULT = 0x800f0999 - CBS_E_GADGET]',
    },
  ],
  examples: [
    '2026-05-01 10:00:00, Error                 CBS    Failed to open gadget vault of package Package_for_KB5099777~31bf3856ad364e35~amd64~~10.0.9.9. [HRESULT = 0x800f0999 - CBS_E_GADGET]',
  ],
  nearMisses: [
    '2026-05-01 10:00:00, Error                 CBS    Failed to open gadget view of package Package_for_KB5099777~31bf3856ad364e35~amd64~~10.0.9.9. [HRESULT = 0x800f0999 - CBS_E_GADGET]',
  ],
};

async function draft(says: Partial<DraftedSignature> | undefined, lines: readonly string[] = []) {
  const { desk, sent } = scriptedDesk(says && { ...good, ...says });
  const drafted = await draftSignature(
    {
      one,
      lines,
      id: 'gadget-vault',
      causeClass: 'component-store-corrupt',
      today: '2026-03-02',
      asker: operator,
      unsaid: ['谭工'],
    },
    knowledge,
    desk,
  );
  return { drafted, sent };
}

describe('a signature drafted by a model', () => {
  it('has patterns that we make of its literal text, near misses, and the steps of its class', async () => {
    const { drafted } = await draft({});

    expect(drafted?.problems).toEqual([]);
    expect(drafted?.text).toContain('(?<package>');
    expect(drafted?.text).toMatch(/status: draft/u);
    expect(drafted?.text).toMatch(/steps:\n {2}- playbook: /u);
  });

  it('is made of the case and the log redacted, without its number and the names of staff', async () => {
    const { sent } = await draft({}, [
      `${header}Gadget vault is sealed by C:\\Users\\zhangwei\\vault.bin on DESKTOP-AB12CD3`,
    ]);

    expect(sent[0]?.data).toContain('Gadget vault is sealed');
    expect(sent[0]?.data).not.toMatch(/zhangwei|DESKTOP-AB12CD3|谭工|CAS-00007/u);
    expect(sent[0]?.case).toBe(caseNumber(7));
  });

  it.each([
    [
      'a pattern that stands nowhere in the log',
      { patterns: [{ name: 'x', text: 'Everything is on fire in {file} today' }] },
      '日志里找不到',
    ],
    [
      'a pattern with hardly anything fixed',
      { patterns: [{ name: 'x', text: '{a} vault {b}' }] },
      '固定的文字太少',
    ],
    [
      'a regular expression',
      { patterns: [{ name: 'x', text: '(?:Failed to open gadget vault.*)+' }] },
      '日志里找不到',
    ],
    ['near misses that it would hit', { nearMisses: good.examples }, '没有可用的反例'],
    ['a variable that no pattern has', { title: '部件 {gadget} 打不开' }, '{gadget}'],
    ['a file that nobody spoke of', { title: 'unicorn.dll 使部件库打不开' }, '没有的内容'],
    ['a code that nobody spoke of', { explanation: '日志写明 0x80070005。' }, '没有的内容'],
    ['no title', { title: '' }, '标题、说明或例子是空的'],
    ['no example', { examples: ['  '] }, '标题、说明或例子是空的'],
  ] satisfies [string, Partial<DraftedSignature>, string][])(
    'is told to be wrong with %s',
    async (_, parts, complaint) => {
      const { drafted } = await draft(parts);

      expect(drafted?.problems.join('\n')).toContain(complaint);
    },
  );

  it('is none when there is no answer', async () => {
    expect((await draft(undefined)).drafted).toBeUndefined();
  });
});
