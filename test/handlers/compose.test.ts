import { describe, expect, it } from 'vitest';
import { compose } from '../../handlers/compose.ts';
import type { Block } from '../../handlers/reply.ts';
import type { Certainty, Diagnosis } from '../../knowledge/diagnosis.ts';
import {
  causeOf,
  diagnosisOf,
  evidenceOf,
  inputOf,
  similarOf,
  stepOf,
} from '../support/diagnosis.ts';

/** What a reader meets, one word for each part of an answer. */
function outline(diagnosis: Diagnosis): string[] {
  return compose(diagnosis).blocks.map((block) =>
    block.kind === 'heading' || block.kind === 'details' ? titleOf(block) : block.kind,
  );
}

function titleOf(block: Extract<Block, { kind: 'heading' | 'details' }>): string {
  return block.kind === 'heading' ? block.text : `[${block.title}]`;
}

const full = (certainty: Certainty): Diagnosis =>
  diagnosisOf({
    causes: [
      causeOf({
        certainty,
        inference: { certainty: 'likely', title: '由管控拦截', explanation: '推定。', because: [] },
      }),
    ],
    lastFailure: { time: '2026-03-02T10:00:00', what: 'KB5014692', code: '0x80070005' },
    codes: [{ code: '0x80070005', name: 'E_ACCESSDENIED', meaning: '拒绝访问' }],
    similarCases: [similarOf()],
    elsewhere: 2,
    nextSteps: ['一', '二', '三', '四', '五', '六'].map(stepOf),
    collect: [{ what: 'CBS.log', how: '压缩发来' }],
    inputs: [inputOf()],
  });

const otherwise = '[以上都无效时（另 2 步）]';

describe('the order of an answer', () => {
  it.each(['identified', 'likely'] as const)(
    'is that of the order of an answer when it is %s',
    (certainty) => {
      expect(outline(full(certainty))).toEqual([
        'verdict',
        'verdict',
        'paragraph',
        '依据',
        'proof',
        'list',
        '相似案例',
        'cases',
        'paragraph',
        '下一步',
        'steps',
        otherwise,
        '仍失败请补充',
        'list',
        'coverage',
      ]);
    },
  );

  it('tells the last failure and calls the records suspicious when it is a clue', () => {
    const blocks = outline(full('clue'));

    expect(blocks.slice(0, 5)).toEqual([
      'verdict',
      'verdict',
      'paragraph',
      'paragraph',
      '可疑记录',
    ]);
    expect(blocks.slice(-3)).toEqual(['请补充', 'list', 'coverage']);
  });

  it('begins with questions when nothing is known', () => {
    const diagnosis = diagnosisOf({
      ask: ['补丁编号', '系统版本'],
      collect: [{ what: 'CBS.log', how: '压缩发来' }],
      codes: [{ code: '0x800f0985', name: '', meaning: '补丁基线不符' }],
      inputs: [inputOf({ format: 'text' })],
    });

    expect(outline(diagnosis)).toEqual([
      'verdict',
      '代码含义',
      'list',
      'list',
      '相似案例',
      'paragraph',
      '直接发日志更快',
      'list',
      'coverage',
    ]);
    expect(compose(diagnosis).blocks).toContainEqual({
      kind: 'list',
      ordered: true,
      items: ['补丁编号', '系统版本'],
    });
  });

  it('begins with what has changed when the question was asked before', () => {
    const { blocks } = compose(full('identified'), { before: diagnosisOf() });

    expect(blocks[0]).toMatchObject({ kind: 'notice', tone: 'info' });
    expect(blocks[1]).toMatchObject({ kind: 'verdict' });
  });
});

describe('the verdict', () => {
  it('keeps what is inferred apart from what the log proves', () => {
    const [proved, inferred, explained] = compose(full('identified')).blocks;

    expect(proved).toEqual({ kind: 'verdict', certainty: 'identified', title: '文件被拒绝访问' });
    expect(inferred).toEqual({
      kind: 'verdict',
      certainty: 'likely',
      title: '由管控拦截',
      detail: '推定。',
    });
    expect(explained).toEqual({ kind: 'paragraph', text: '日志证实拒绝访问。' });
  });

  const send = [{ what: 'CBS.log', how: '压缩发来' }];
  const cut = inputOf({ status: 'partial', reason: '被截断。' });
  const picture = inputOf({ format: 'png', status: 'skipped', lines: 0 });

  it.each([
    ['logs without a failure', { inputs: [inputOf()] }, /没有已知的失败记录/u, /滚动/u],
    ['a log that was read in part', { inputs: [cut] }, /没有已知的失败记录/u, /没有读到/u],
    ['nothing readable', { inputs: [picture], ask: ['补丁编号'] }, /没有一个能读/u, undefined],
    ['a question', { ask: ['补丁编号'], collect: send }, /请先告诉我/u, undefined],
    ['a question that tells all', { collect: send }, /请把日志发来/u, undefined],
    ['small talk', {}, /没有看到 Windows 升级或补丁/u, /帮助/u],
  ])('says of %s what is missing and nothing more', (_, parts, title, detail) => {
    const [verdict] = compose(diagnosisOf(parts)).blocks;

    expect(verdict).toMatchObject({
      kind: 'verdict',
      certainty: 'unknown',
      title: expect.stringMatching(title),
    });
    expect(verdict && 'detail' in verdict ? verdict.detail : undefined).toEqual(
      detail ? expect.stringMatching(detail) : undefined,
    );
  });
});

describe('other causes', () => {
  const second = causeOf({ signature: 'disk', title: '磁盘已满', certainty: 'likely' });
  const clue = causeOf({ signature: 'clue', title: '有失败记录', certainty: 'clue' });

  it('that are named stand beside a named one, clues do not', () => {
    const blocks = outline(diagnosisOf({ causes: [causeOf(), second, clue] }));

    expect(blocks.filter((one) => one === '同时发现')).toHaveLength(1);
    expect(blocks.join()).not.toContain('另一条线索');
  });

  it('are folded away beside a clue, two at most', () => {
    const blocks = outline(diagnosisOf({ causes: [clue, clue, clue, clue] }));

    expect(blocks.filter((one) => one === '[另一条线索：有失败记录]')).toHaveLength(2);
  });
});

describe('like cases', () => {
  const textOf = (diagnosis: Diagnosis) => JSON.stringify(compose(diagnosis).blocks);

  it('are said to be none where there are none', () => {
    expect(compose(diagnosisOf()).blocks).toContainEqual({
      kind: 'paragraph',
      text: '没有相似的历史案例。',
    });
  });

  it('of other customers are counted, and not mentioned when there are none', () => {
    expect(textOf(diagnosisOf({ elsewhere: 3 }))).toContain('同类问题曾在其他客户出现 3 次。');
    expect(textOf(diagnosisOf())).not.toContain('其他客户');
  });

  it.each([
    [{ count: 4, last: '2022-10-28' }, '相似案例（同类 4 例，列出 1 例，最近一次 2022-10）'],
    [{ count: 1, last: '2022-10-28' }, '相似案例'],
    [null, '相似案例'],
  ])('seen %j before are headed %s', (seen, heading) => {
    const diagnosis = diagnosisOf({ causes: [causeOf({ seen })], similarCases: [similarOf()] });

    expect(outline(diagnosis)).toContain(heading);
  });
});

describe('proof', () => {
  it('has the code with its name and meaning', () => {
    expect(compose(full('identified')).blocks).toContainEqual({
      kind: 'list',
      ordered: false,
      items: ['0x80070005（E_ACCESSDENIED）：拒绝访问'],
    });
  });

  it('is the evidence as it stands', () => {
    const evidence = [evidenceOf('<!channel> *粗体* `x`', 3), evidenceOf('b', 7)];

    expect(compose(diagnosisOf({ causes: [causeOf({ evidence })] })).blocks).toContainEqual({
      kind: 'proof',
      evidence,
    });
  });

  it('names time and code of the last failure of a clue', () => {
    const texts = compose(full('clue')).blocks.flatMap((block) =>
      block.kind === 'paragraph' ? [block.text] : [],
    );

    expect(texts.join()).toMatch(/2026-03-02 10:00:00.*KB5014692.*0x80070005.*拒绝访问/u);
  });
});

describe('the summary', () => {
  it.each([
    ['identified', '确定 · 文件被拒绝访问'],
    ['likely', '很可能 · 文件被拒绝访问'],
    ['clue', '线索 · 文件被拒绝访问'],
  ] as const)('of %s is %s', (certainty, expected) => {
    expect(compose(full(certainty)).summary).toBe(expected);
  });

  it('says that nothing was identified', () => {
    expect(compose(diagnosisOf()).summary).toBe('未识别 · 还不能判断原因');
  });

  it('has at most 150 characters', () => {
    const { summary } = compose(diagnosisOf({ causes: [causeOf({ title: '长'.repeat(300) })] }));

    expect(summary).toHaveLength(150);
  });
});

describe('the buttons', () => {
  it('are there only where there is an inquiry to speak of', () => {
    expect(compose(diagnosisOf()).actions).toEqual([]);
    expect(compose(diagnosisOf(), { inquiry: 'i-7' }).actions.map(({ value }) => value)).toEqual([
      'i-7',
      'i-7',
    ]);
  });
});

describe('a failure later than the proved cause', () => {
  const proved = { ...evidenceOf('denied'), time: '2026-03-02T10:00:00' };
  const told = (time: string) =>
    JSON.stringify(
      compose(
        diagnosisOf({
          causes: [causeOf({ certainty: 'identified', evidence: [proved] })],
          lastFailure: { time, what: 'KB5014692', code: '0x80073712' },
        }),
      ).blocks,
    );

  it('is told when it is another day', () => {
    expect(told('2026-03-09T10:00:00')).toContain(
      '以上是 2026-03-02 的失败。最后一次失败在 2026-03-09',
    );
  });

  it('is not told when it is the end of the same story', () => {
    expect(told('2026-03-02T10:31:00')).not.toContain('以上是');
  });
});
