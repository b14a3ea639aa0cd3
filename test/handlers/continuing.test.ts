import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Answered } from '../../handlers/answer.ts';
import { uploadOfBytes } from '../support/answering.ts';
import { hour, icbcBranch, openDesk, textsOf, wordsOf } from '../support/conversation.ts';
import { findings } from '../support/findings.ts';

const desk = await openDesk();

function linesOf(name: string): string {
  const found = findings.find((finding) => finding.name === name);
  if (!found) {
    throw new Error(`no finding is called ${name}`);
  }
  return found.lines.join('\r\n');
}

const denied = linesOf('image apply denied, setuperr');
const psfx = linesOf('PSFX reverse delta');

function noticeOf(answered: Answered): string | undefined {
  return textsOf(answered, 'notice')[0];
}

function signatureOf({ diagnosis }: Answered): string | undefined {
  return diagnosis?.causes[0]?.signature;
}

/** Where a conversation can take place; the last answer of one is judged. */
const places = [
  ['a direct message', { face: 'slack', id: 'U1' }, 'D1'],
  ['a thread of a channel', { face: 'slack', id: 'U2' }, 'C1:17.1'],
  ['the console', { face: 'web', id: 'console' }, 'page-1'],
] as const;

describe.each(places)('in %s', (_, who, where) => {
  const asker = { ...icbcBranch, ...who };
  const begin = () => `${where}-${randomUUID()}`;

  it('a KB, a code, the channel and a file complete the question one after the other', async () => {
    const conversation = begin();
    const say = (text: string, files = {}) => desk.say(text, { asker, conversation, ...files });

    const told = [await say('补丁装不上怎么办'), await say('KB5014692'), await say('0x800f0985')];
    const offline = await say('离线');
    const named = await say('', { files: [uploadOfBytes('CBS.log', Buffer.from(psfx))] });

    expect(told.map(({ diagnosis }) => diagnosis?.ask.length)).toEqual([4, 4, 3]);
    expect(offline.diagnosis?.ask).toHaveLength(2);
    expect(named.diagnosis?.verdict).toBe('identified');
    expect(noticeOf(named)).toContain('判断已变化');
  });

  it('a KB and its code, typed one after the other, are read as one', async () => {
    const conversation = begin();
    const say = (text: string) => desk.say(text, { asker, conversation });
    await say('补丁装不上怎么办');

    const kb = await say('KB5034441');
    const both = await say('报错 0x80070643');
    const at = await desk.say('KB5034441 报错 0x80070643', { asker });

    expect(noticeOf(kb)).toBe('已记下补充的信息，还差 4 项。');
    expect(signatureOf(both)).toBe(signatureOf(at));
    expect(both.diagnosis?.verdict).toBe(at.diagnosis?.verdict);
    expect(at.diagnosis?.verdict).toBe('likely');
  });

  it('the same log again changes nothing, one of another failure is answered by itself', async () => {
    const conversation = begin();
    const say = (text: string) => desk.say(text, { asker, conversation });

    const first = await say(denied);
    const same = await say(denied);
    const other = await say(psfx);

    expect(noticeOf(first)).toBeUndefined();
    expect(noticeOf(same)).toBe('与上次相比：仍相同，没有新的依据。');
    expect(signatureOf(same)).toBe(signatureOf(first));
    expect(noticeOf(other)).toContain('判断已变化');
    expect(signatureOf(other)).not.toBe(signatureOf(first));
    expect(wordsOf(other)).not.toContain('SPWIMCallback');
  });

  it('a question about another update is not answered with the cause of the last', async () => {
    const conversation = begin();
    await desk.say(`KB4561621 装不上\n${denied}`, { asker, conversation });

    const other = await desk.say('KB5034441 报 0x80070643 装不上', { asker, conversation });

    expect(wordsOf(other)).not.toContain('WpdMtp');
    expect(noticeOf(other)).toContain('按新的问题回答');
  });

  it('another machine is another question when people say so', async () => {
    const conversation = begin();
    await desk.say(denied, { asker, conversation });

    const other = await desk.say('另一台机器补丁装不上，没有日志', { asker, conversation });

    expect(other.diagnosis?.causes).toEqual([]);
    expect(noticeOf(other)).toContain('按新的问题回答');
  });

  it('an outcome is noted beside the steps it is about', async () => {
    const conversation = begin();
    await desk.say(denied, { asker, conversation });

    const answered = await desk.say('脱管以后装好了', { asker, conversation });

    expect(noticeOf(answered)).toContain('问题已解决');
  });

  it('what is said after a day begins anew without a word about it', async () => {
    const conversation = begin();
    await desk.say(denied, { asker, conversation });
    desk.pass(25 * hour);

    const answered = await desk.say('离线', { asker, conversation });

    expect(answered.diagnosis?.causes).toEqual([]);
    expect(noticeOf(answered)).toBeUndefined();
  });
});

describe('an inquiry that is answered again', () => {
  it('replaces its answer and is no addition to itself', async () => {
    const conversation = randomUUID();
    const id = randomUUID();
    const first = await desk.say(denied, { conversation, id });

    const again = await desk.say(denied, { conversation, id });

    expect(again.reply).toEqual(first.reply);
    expect(await desk.deps.store.listInquiries(conversation, 0)).toHaveLength(1);
  });
});
