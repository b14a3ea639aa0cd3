import { describe, expect, it } from 'vitest';
import { createAnswering, diagnoseText } from '../../support/answering.ts';

const deps = await createAnswering();

describe('what commands print', () => {
  it('is no log: what is missing is asked for, and what it tells is not', async () => {
    const { ask, facts, inputs } = await diagnoseText(
      '补丁装不上\n主机名:           PC-0001\nOS 版本:          10.0.17763 暂缺 Build 17763\n注册的所有人:     张三',
      deps,
    );

    expect(facts).toMatchObject({ build: '17763' });
    expect(inputs[0]?.format).toBe('console');
    expect(ask.join()).toContain('补丁编号');
    expect(ask.join()).not.toContain('winver');
  });

  it('still has its codes explained', async () => {
    const { codes, causes } = await diagnoseText('错误: 0x800f0954', deps);

    expect(codes.map(({ code }) => code)).toContain('0x800f0954');
    expect(causes.every(({ certainty }) => certainty === 'clue')).toBe(true);
  });

  it('quotes no owner and no host', async () => {
    const diagnosis = await diagnoseText(
      [
        '主机名:           PC-0001',
        '注册的所有人:     zhangsan',
        '登录服务器:       \\\\DC-0001',
        'Windows 资源保护找到了损坏文件，但其中有一些文件无法修复。',
      ].join('\n'),
      deps,
    );

    expect(JSON.stringify(diagnosis)).not.toMatch(/PC-0001|zhangsan|DC-0001/u);
  });
});
