import { describe, expect, it } from 'vitest';
import type { ChatWorld } from '../../support/chat-world.ts';
import { ask, corrupt, denied, lastShown } from './talk.ts';

export function describeContinuing(world: ChatWorld): void {
  describe('what is added in a thread', () => {
    it('completes the question piece by piece, without another mention', async () => {
      const first = await world.say({ where: 'asked', mention: true, text: '补丁装不上怎么办' });
      const [asking] = await world.shown(first);
      const add = (text: string) =>
        lastShown(world, { where: 'asked', text, after: first, later: true });

      const withUpdate = await add('KB5034441');
      const withCode = await add('报错 0x80070643');
      const withManner = await add('离线安装，重启前失败');

      expect(asking?.text).toContain('请先告诉我');
      expect(asking?.text).toContain('补丁编号');
      expect(withUpdate.text).toContain('报错代码');
      expect(withUpdate.text).not.toContain('补丁编号');
      expect(withUpdate.text).toMatch(/^已记下补充的信息，还差 4 项/);
      expect(withCode.text).toContain('0x80070643（');
      for (const { text } of [withCode, withManner]) {
        expect(text).toContain('很可能 · 恢复分区空间不足');
      }
      expect(await world.shown(first)).toHaveLength(4);
    });

    it('is what belongs to the question; talk among colleagues is left alone', async () => {
      const first = await world.say({ where: 'asked', mention: true, text: denied });

      await world.shown(first);

      await world.say({ where: 'asked', text: '中午吃什么', after: first, later: true });
      await world.say({ where: 'asked', text: '我去看看', after: first, by: 'colleague' });

      expect(await world.shown(first)).toHaveLength(1);
    });

    it('is the same log: that nothing has changed is said first', async () => {
      const first = await world.say({ where: 'listening', text: denied });
      await world.shown(first);

      const again = await lastShown(world, {
        where: 'listening',
        text: denied,
        after: first,
        later: true,
      });

      expect(await world.shown(first)).toHaveLength(2);
      expect(again.text).toMatch(/^与上次相比：仍相同/);
    });

    it('is another log: that the verdict has changed is said first', async () => {
      const first = await world.say({ where: 'listening', text: denied });
      await world.shown(first);

      const other = await lastShown(world, {
        where: 'listening',
        text: corrupt,
        after: first,
        later: true,
      });

      expect(await world.shown(first)).toHaveLength(2);
      expect(other.text).toMatch(/^与上次相比，判断已变化/);
    });

    it('by a colleague is answered on its own', async () => {
      const first = await world.say({ where: 'listening', text: denied });
      await world.shown(first);

      await world.say({ where: 'listening', text: denied, after: first, by: 'colleague' });

      expect(await world.shown(first)).toHaveLength(2);
    });
  });

  describe('several messages of one person within a minute', () => {
    it.each(['direct', 'listening'] as const)(
      'are one question with one answer: %s',
      async (where) => {
        const first = await world.say({ where, text: where === 'direct' ? '升级失败' : denied });
        const [before] = await world.shown(first);

        await world.say({ where, text: 'KB5034441', after: first });
        await world.say({ where, text: denied, after: first });

        const shown = await world.shown(first);
        expect(shown.map(({ id }) => id)).toEqual([before?.id]);
        expect(shown[0]?.text).toContain('WpdMtp.dll');
      },
    );

    it('are several when a minute has passed between them', async () => {
      const first = await world.say({ where: 'direct', text: '升级失败', by: 'colleague' });
      await world.shown(first);

      await world.say({
        where: 'direct',
        text: denied,
        after: first,
        by: 'colleague',
        later: true,
      });

      expect(await world.shown(first)).toHaveLength(2);
    });

    it('are answered one after the other when they are commands, in their order', async () => {
      const first = await world.say({ where: 'asked', mention: true, text: '帮助' });
      const said = ['错误码 0x80070005', '收集 升级', '错误码 0x80240022'];

      for (const text of said) {
        await world.say({ where: 'asked', mention: true, text, after: first });
      }

      const [help, ...answers] = await world.shown(first);
      expect(help?.text).toContain('能做的事');
      expect(answers.map(({ text }) => /0x8\w+|Panther/.exec(text)?.[0])).toEqual([
        '0x80070005',
        'Panther',
        '0x80240022',
      ]);
    });
  });

  describe('conversations', () => {
    it('know nothing of each other', async () => {
      await ask(world, { where: 'listening', text: denied });

      const other = await ask(world, { where: 'listening', text: corrupt });

      expect(other.text).not.toContain('与上次相比');
    });
  });
}
