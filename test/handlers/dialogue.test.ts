import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Answered, answer } from '../../handlers/answer.ts';
import { uploadOfBytes } from '../support/answering.ts';
import {
  hour,
  icbcBranch,
  openDesk,
  otherBranch,
  textsOf,
  wordsOf,
} from '../support/conversation.ts';
import { findings } from '../support/findings.ts';

const desk = await openDesk();
const { say, saySeveral } = desk;

const psfx = findings.find(({ name }) => name === 'PSFX reverse delta');
const lines = psfx?.lines.join('\r\n') ?? '';
const cbsLog = uploadOfBytes('CBS.log', Buffer.from(lines));
const first = '补丁装不上怎么办';
const second = 'KB5014692 0x800f0985';
const third = '离线';

/** The sentence that says what an addition changed; the first answer of an inquiry has none. */
function changeOf(answered: Answered): string | undefined {
  return textsOf(answered, 'notice')[0];
}

describe('补丁装不上怎么办', () => {
  it('is answered with questions and how to collect logs, and no cause', async () => {
    const answered = await say(first);

    expect(answered.diagnosis).toMatchObject({
      verdict: 'unknown',
      causes: [],
      similarCases: [],
      inputs: [{ status: 'read' }],
    });
    expect(answered.diagnosis?.ask).toHaveLength(4);
    expect(wordsOf(answered)).toContain('CMGELogCollector.exe');
    expect(wordsOf(answered)).toContain('CbsPersist_*.cab');
    expect(answered.reply.blocks[0]).toMatchObject({ kind: 'verdict', certainty: 'unknown' });
    expect(changeOf(answered)).toBeUndefined();
  });

  it('asks less once KB and code are told, and explains the code', async () => {
    const answered = await saySeveral(first, second);

    expect(answered.diagnosis?.verdict).toBe('unknown');
    expect(answered.diagnosis?.ask).toHaveLength(3);
    expect(answered.diagnosis?.ask.join()).not.toContain('KB');
    expect(answered.diagnosis?.codes).toMatchObject([
      { code: '0x800f0985', meaning: expect.stringMatching(/\p{Script=Han}/u) },
    ]);
    expect(changeOf(answered)).toMatch(/相近的案例|还差 3 项/u);
  });

  it('asks neither for the channel once 离线 is said', async () => {
    const answered = await saySeveral(first, second, third);

    expect(answered.diagnosis?.ask).toHaveLength(2);
    expect(changeOf(answered)).toBe('已记下补充的信息，还差 2 项。');
  });

  it('is identified as soon as the log is sent, and says that this is new', async () => {
    const answered = await saySeveral(first, second, third, cbsLog);

    expect(answered.diagnosis).toMatchObject({
      verdict: 'identified',
      causes: [{ causeClass: 'psfx-delta-mismatch' }],
    });
    expect(changeOf(answered)).toMatch(/判断已变化：由未识别变为“.+”/u);
    expect(answered.reply.blocks[0]?.kind).toBe('notice');
    expect(answered.diagnosis?.ask).toEqual([]);
  });

  it('is said to be the same when the same log comes again', async () => {
    const answered = await saySeveral(first, second, third, cbsLog, cbsLog);

    expect(changeOf(answered)).toBe('与上次相比：仍相同，没有新的依据。');
    expect(answered.diagnosis?.inputs.map(({ name }) => name)).toContain('CBS.log (2)');
  });
});

describe('an addition', () => {
  it('completes the question in whatever order it comes', async () => {
    const answered = await saySeveral(cbsLog, first);

    expect(answered.diagnosis).toMatchObject({
      verdict: 'identified',
      causes: [{ causeClass: 'psfx-delta-mismatch' }],
    });
    expect(changeOf(answered)).toBe('与上次相比：仍相同，没有新的依据。');
  });

  it.each([
    ['completes the question for a day', 24 * hour - 60_000, ['0x800f0985']],
    ['is a new question after a day', 24 * hour + 1000, []],
  ])('%s', async (_, later, codes) => {
    const conversation = randomUUID();
    await say(second, { conversation });
    desk.pass(later);

    const answered = await say(third, { conversation });

    expect(answered.diagnosis?.codes.map(({ code }) => code)).toEqual(codes);
    expect(changeOf(answered) !== undefined).toBe(codes.length > 0);
  });

  it('counts its day from the last thing that was said', async () => {
    const conversation = randomUUID();
    await say(second, { conversation });
    desk.pass(20 * hour);
    await say('离线', { conversation });
    desk.pass(20 * hour);

    const answered = await say('共 3 台', { conversation });

    expect(answered.diagnosis?.codes).toMatchObject([{ code: '0x800f0985' }]);
  });

  it.each([
    ['another conversation', { conversation: 'c-2' }],
    ['another customer in the same conversation', { asker: otherBranch }],
    ['the same person on another face', { asker: { ...icbcBranch, face: 'other' } }],
  ])('of %s is a question of its own', async (_, more) => {
    const conversation = randomUUID();
    await say(second, { conversation, asker: icbcBranch });

    const answered = await say(third, { conversation, asker: icbcBranch, ...more });

    expect(answered.diagnosis?.codes).toEqual([]);
    expect(changeOf(answered)).toBeUndefined();
  });

  it('of a colleague of the same customer completes the question', async () => {
    const conversation = randomUUID();
    await say(second, { conversation, asker: icbcBranch });

    const answered = await say(third, { conversation, asker: { ...icbcBranch, id: 'branch-9' } });

    expect(answered.diagnosis?.codes).toMatchObject([{ code: '0x800f0985' }]);
  });

  it('is no command that was called in between', async () => {
    const conversation = randomUUID();
    await say(first, { conversation });
    await say('帮助', { conversation });

    const answered = await say(second, { conversation });

    expect(answered.diagnosis?.ask).toHaveLength(3);
    expect(changeOf(answered)).toBeDefined();
  });

  it('is answered though what was sent before is already forgotten', async () => {
    const conversation = randomUUID();
    await say(first, { conversation });
    await desk.deps.inbox.forget(Date.now() + hour);

    const answered = await say(second, { conversation });

    expect(answered.diagnosis?.codes).toMatchObject([{ code: '0x800f0985' }]);
  });
});

describe('a file with a word that says nothing', () => {
  it.each(['', '麻烦看一下', '请看附件'])(
    '(%j) is a request for help: what to send instead is told',
    async (text) => {
      const picture = uploadOfBytes('截图.log', Buffer.from('89504e470d0a1a0a00000000', 'hex'));

      const answered = await say(text, { files: [picture] });

      expect(answered.diagnosis?.verdict).toBe('unknown');
      expect(wordsOf(answered)).not.toContain('没有看到 Windows');
      expect(wordsOf(answered)).toContain('CMGELogCollector.exe');
    },
  );
});

describe('an inquiry', () => {
  it('is stored with its answer, redacted', async () => {
    const { id, reply } = await say('电脑 13800000001 的 KB5014692 装不上，密码：Abc12345', {
      asker: icbcBranch,
      conversation: 'c-stored',
    });

    const stored = await desk.deps.store.findInquiry(id);

    expect(stored).toMatchObject({
      conversation: 'c-stored',
      asker: 'branch-1',
      customer: '工商银行',
      reply: JSON.stringify(reply),
    });
    expect(stored?.question).toContain('KB5014692');
    expect(JSON.stringify(stored)).not.toMatch(/13800000001|Abc12345/u);
  });

  it('is named by its files when nothing was written', async () => {
    const { id } = await say('', { files: [cbsLog] });

    expect((await desk.deps.store.findInquiry(id))?.question).toBe('CBS.log');
  });

  it('tells while a file is read', async () => {
    const told: unknown[] = [];

    await answer(
      { asker: icbcBranch, conversation: randomUUID(), text: '', files: [cbsLog], language: 'zh' },
      desk.deps,
      (progress) => told.push(progress),
    );

    expect(told).toContainEqual({
      stage: 'reading',
      input: 'CBS.log',
      bytes: expect.any(Number),
      read: expect.any(Number),
      expected: expect.any(Number),
      files: 0,
    });
  });

  it('has buttons that name it', async () => {
    const { id, reply } = await say(first);

    expect(reply.actions).toEqual([
      { id: 'helpful', label: '有用', value: id },
      { id: 'wrong', label: '判断不对', value: id },
      { id: 'draft-reply', label: '起草回复', value: id },
      { id: 'ask-opening', label: '开案例', value: id },
      { id: 'ask-link', label: '关联 CAS', value: id },
      { id: 'collect', label: '收集步骤', value: id },
      { id: 'whole-analysis', label: '完整分析', value: id },
    ]);
  });
});
