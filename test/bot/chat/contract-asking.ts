import { describe, expect, it } from 'vitest';
import type { ChatWorld } from '../../support/chat-world.ts';
import { findings } from '../../support/findings.ts';
import { ask, denied } from './talk.ts';

const caseNumber = /CAS-\d{5}-[A-Z0-9]{6}/;
const proofPlace = /粘贴文本:\d+/;

export function describeAsking(world: ChatWorld): void {
  describe('lines of a past case', () => {
    it.each(findings)('are answered with a mention: $name', async ({ lines, atLeast }) => {
      const said = { where: 'asked', mention: true, text: lines.join('\n') } as const;

      const answer = await ask(world, said);

      expect(answer.text).toMatch(atLeast === 'identified' ? /^确定 · / : /^(?:确定|很可能) · /);
      expect(answer.text).toMatch(proofPlace);
      expect(answer.text).toMatch(caseNumber);
      expect(lines.some((line) => answer.text.includes(line.trim().slice(-20)))).toBe(true);
      expect(answer.buttons).toEqual(expect.arrayContaining(['有用', '判断不对']));
    });
  });

  describe('a log', () => {
    it.each(['code', 'quote'] as const)('is read line by line as %s', async (style) => {
      const answer = await ask(world, { where: 'asked', mention: true, text: denied, style });

      expect(answer.text).toMatch(/^确定/);
      expect(answer.text).toContain(`全部 ${denied.split('\n').length} 行`);
    });
  });

  describe('a channel', () => {
    const talk = '大家早上好，今天谁值班';

    it.each([
      { where: 'listening', mention: false, text: denied, answers: 1 },
      { where: 'listening', mention: false, text: talk, answers: 0 },
      { where: 'listening', mention: true, text: '补丁装不上怎么办', answers: 1 },
      { where: 'asked', mention: false, text: denied, answers: 0 },
      { where: 'asked', mention: true, text: denied, answers: 1 },
      { where: 'unknown', mention: false, text: denied, answers: 0 },
      { where: 'unknown', mention: true, text: denied, answers: 1 },
      { where: 'silent', mention: false, text: denied, answers: 0 },
      { where: 'silent', mention: true, text: denied, answers: 0 },
    ] as const)('$where, mention $mention: $answers answers to $text', async (said) => {
      const spoken = await world.say(said);

      const shown = await world.shown(spoken);

      expect(shown).toHaveLength(said.answers);
    });
  });

  describe('a direct question without a log', () => {
    it('is answered by what has to be known first', async () => {
      const answer = await ask(world, { where: 'direct', text: '补丁装不上怎么办' });

      expect(answer.text).toContain('请先告诉我');
      expect(answer.text).toContain('KB');
      expect(answer.text).toContain('winver');
    });
  });

  describe('a mention', () => {
    it('in a thread of others is answered there', async () => {
      const spoken = await world.say({ where: 'asked', text: '这台电脑升级失败', by: 'colleague' });
      expect(await world.shown(spoken)).toEqual([]);

      const called = await world.say({
        where: 'asked',
        text: denied,
        mention: true,
        after: spoken,
      });

      const [answer, ...more] = await world.shown(called);
      expect(more).toEqual([]);
      expect(answer?.text).toMatch(/^确定/);
    });
  });
}
