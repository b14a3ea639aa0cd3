import { describe, expect, it } from 'vitest';
import { redactConversation } from '../../../../handlers/model/material/redaction.ts';

const said = [
  { asker: 'a', text: '你好，我是孟小舟，电话 13800000007，电脑 DESKTOP-K7Q2W9E 装不上补丁。' },
  { asker: 'b', text: '邓立新经理的电脑 PC-0002\\dengxinli 也装不上，密码：Blue-Kettle-42' },
];

describe('what is said in one conversation', () => {
  it('gives one value one token, wherever it stands', () => {
    const redactor = redactConversation(said);
    const [person] = /\[人员\d\]/u.exec(redactor.redact('孟小舟')) ?? [];

    expect(person).toBeDefined();
    expect(redactor.redact('请孟小舟看 DESKTOP-K7Q2W9E')).toBe(`请${person}看 [主机1]`);
    expect(redactor.redact('desktop-k7q2w9e')).toBe('[主机1]');
  });

  it('gives the same tokens after a restart', () => {
    const text = '孟小舟 邓立新 DESKTOP-K7Q2W9E PC-0002 13800000007';

    expect(redactConversation(said).redact(text)).toBe(redactConversation(said).redact(text));
    expect(redactConversation(said).redact(text)).not.toMatch(/孟|邓|DESKTOP|PC-|139/u);
  });

  it('keeps the tokens when more is said later', () => {
    const earlier = redactConversation(said.slice(0, 1)).redact('孟小舟 DESKTOP-K7Q2W9E');

    expect(redactConversation(said).redact('孟小舟 DESKTOP-K7Q2W9E')).toBe(earlier);
  });

  it('gives nobody of another conversation a token', () => {
    const text = redactConversation([{ asker: 'a', text: 'KB5014692 装不上' }]).redact('孟小舟');

    expect(text).toBe('孟小舟');
  });

  it('restores only what the asker typed himself', () => {
    const redactor = redactConversation(said);
    const [mine, theirs] = ['孟小舟', '邓立新'].map(redactor.redact);

    expect(redactor.restore(`${mine} ${theirs} [主机1]`, 'a')).toBe(
      `孟小舟 ${theirs} DESKTOP-K7Q2W9E`,
    );
    expect(redactor.restore(`${mine} ${theirs} [主机1]`, 'b')).toBe(`${mine} 邓立新 [主机1]`);
    expect(redactor.restore(`${mine} ${theirs}`, 'c')).toBe(`${mine} ${theirs}`);
  });

  it('restores no password and no token that nobody has', () => {
    const redactor = redactConversation(said);
    const text = '[已删除] [人员9] [主机] L1';

    expect(redactor.redact('Blue-Kettle-42')).toBe('[已删除]');
    expect(redactor.restore(text, 'a')).toBe(text);
    expect(redactor.restore(text, 'b')).toBe(text);
  });

  it('tells no name of staff', () => {
    expect(redactConversation([], ['谭工']).redact('谭工说过')).toBe('[人员]说过');
  });

  it('leaves what names nobody', () => {
    const text = '蓝屏后连不上，华为电脑 KB5014692 返回 0x80070005，C:\\Windows\\WinSxS\\x.dll';

    expect(redactConversation(said).redact(text)).toBe(text);
  });

  it('learns from the beginning and the end of what is endless', () => {
    const text = `我是孟小舟。\n${'日志 '.repeat(200_000)}\n我是邓立新。`;
    const redactor = redactConversation([{ asker: 'a', text }]);

    expect(redactor.redact('孟小舟 邓立新')).toMatch(/^\[人员\d\] \[人员\d\]$/u);
  });
});
