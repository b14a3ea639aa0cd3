import { describe, expect, it } from 'vitest';
import { commands } from '../../../handlers/commands.ts';
import type { ChatWorld } from '../../support/chat-world.ts';
import { ask } from './talk.ts';

/** What is said behind the name of each, and a word of its answer. */
const said: Readonly<Record<string, readonly [text: string, answer: string]>> = {
  错误码: ['0x80070005', '拒绝访问'],
  查案例: ['WpdMtp.dll 拒绝访问', 'CAS-'],
  案例: ['CAS-02713-B6R8B4', 'CAS-02713-B6R8B4'],
  对比: ['CAS-02713-B6R8B4 CAS-02564-J6C0B1', 'CAS-02564-J6C0B1'],
  未结案例: ['', '未结案例'],
  我的案例: ['', '我的案例'],
  开案例: ['湖北分行补丁安装失败', '请写明客户'],
  更新案例: ['CAS-99999-X0X0X0 已联系', '没有找到案例 CAS-99999-X0X0X0'],
  关联: ['CAS-99999-X0X0X0', '还没有案例'],
  归档案例: ['CAS-99999-X0X0X0', '没有找到案例 CAS-99999-X0X0X0'],
  初次响应: ['CAS-99999-X0X0X0', '没有找到案例 CAS-99999-X0X0X0'],
  起草回复: ['', '还没有可以起草的回答'],
  放行申请: ['升级', '放行申请'],
  日报: ['', '案例日报'],
  收集: ['升级', 'Panther'],
  取消: ['', '没有正在进行的分析'],
  帮助: ['', '能做的事'],
};

export function describeCommands(world: ChatWorld): void {
  describe('a command', () => {
    it('stands in the table of these tests, whichever it is', () => {
      expect(Object.keys(said).toSorted()).toEqual(commands.map(({ name }) => name).toSorted());
    });

    it.each(commands.map(({ name }) => name))('%s is answered once', async (name) => {
      const [text = '', expected = ''] = said[name] ?? [];

      const answer = await ask(world, {
        where: 'asked',
        mention: true,
        text: `${name} ${text}`.trim(),
      });

      expect(answer.text).toContain(expected);
      expect(answer.text).not.toMatch(/正在分析|处理时出错/);
    });

    it('has its aliases in English', async () => {
      for (const { name, aliases } of commands) {
        const [text = '', expected = ''] = said[name] ?? [];

        const answer = await ask(world, {
          where: 'asked',
          mention: true,
          text: `${aliases[0]} ${text}`.trim(),
        });

        expect(answer.text).toContain(expected);
      }
    });

    it('is listed by 帮助, if it is for the one who asks', async () => {
      const engineer = await ask(world, { where: 'asked', mention: true, text: '帮助' });
      const customer = await ask(world, { where: 'direct', by: 'customer', text: '帮助' });

      for (const { name, audience = 'customers' } of commands) {
        expect(engineer.text).toContain(name);
        expect(customer.text.includes(`\n${name}`)).toBe(audience !== 'desk');
      }
    });
  });
}
