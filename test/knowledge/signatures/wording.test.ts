import { describe, expect, it } from 'vitest';
import { checkPlaybookWording, checkWording } from '../../../knowledge/check/wording.ts';
import type { Step } from '../../../knowledge/diagnosis.ts';
import { loadKnowledge } from '../../../knowledge/knowledge.ts';
import { signatureOf } from '../../support/engine.ts';

const { engine, playbooks } = await loadKnowledge();

const parts = {
  id: 'one',
  title: '安装被中止',
  explanation: '安装被调用方中止。',
  find: { abort: 'Client aborted' },
  when: { likely: [{ all: ['abort'] }] },
};

const step: Step = {
  title: '修复组件存储',
  detail: '管理员 cmd 运行，约 20 分钟。',
  commands: ['DISM /Online /Cleanup-Image /RestoreHealth'],
  who: 'branch',
  risk: 'none',
  success: '显示“还原操作已成功完成”',
  undo: '无需撤销',
};

function complaintsOf(more: Partial<typeof parts>, steps: Step[] = [step]): string[] {
  return checkWording(signatureOf({ ...parts, ...more, steps })).map(({ message }) => message);
}

it('has nothing to say about what the product carries', () => {
  const problems = [
    ...engine.signatures.flatMap(checkWording),
    ...[...playbooks.values()].flatMap(checkPlaybookWording),
  ];

  expect(problems).toEqual([]);
});

it('has nothing to say about plain Chinese with commands, paths, codes and quotations', () => {
  const explanation =
    'CBS.log 在 C:\\Windows\\Logs\\CBS 下；运行 dism /online /get-packages，“Failed to stage”之后的 0x800f0831（CBS_E_STORE_CORRUPTION）说明清单缺失，通用化（generalize）也会失败。';

  expect(complaintsOf({ explanation })).toEqual([]);
});

describe('complains about', () => {
  it.each([
    ['English that nobody explains', { explanation: '组件的 payload 缺失。' }, /payload/u],
    ['a title with a full stop', { title: '安装被中止。' }, /句号/u],
    ['an explanation without one', { explanation: '安装被调用方中止' }, /句号/u],
    ['no Chinese at all', { title: 'Aborted by the client' }, /没有中文/u],
    ['half-width marks', { explanation: '安装中止,请重试。' }, /全角/u],
    ['an exclamation', { explanation: '安装中止！请重试。' }, /感叹号/u],
    ['the wrong word for lifting control', { explanation: '请先关掉杀毒再试。' }, /脱管/u],
  ])('%s', (_, more, message) => {
    expect(complaintsOf(more).join('\n')).toMatch(message);
  });

  it.each<[string, Partial<Step>, RegExp]>([
    ['a step without a sign of success', { success: '好' }, /success/u],
    ['a risky step without a way back', { risk: 'backup' }, /undo/u],
    [
      'an irreversible step without a warning',
      { risk: 'destructive', undo: '恢复整盘数据' },
      /审批/u,
    ],
    ['a command that does not exist', { commands: ['dsim /online'] }, /dsim/u],
    ['a command with wide marks', { commands: ['sfc ／scannow，'] }, /全角/u],
    ['a command behind a prompt', { commands: ['C:\\> sfc /scannow'] }, /提示符/u],
    ['a quotation mark that is not closed', { commands: ['dir "C:\\Windows'] }, /双引号/u],
  ])('%s', (_, more, message) => {
    expect(complaintsOf({}, [{ ...step, ...more }]).join('\n')).toMatch(message);
  });
});
