import { expect, it } from 'vitest';
import { fillTemplate } from '../../../knowledge/match/template.ts';

it.each([
  ['{file} 被拒绝（{code}）', { file: 'a.dll', code: '0x5' }, 'a.dll 被拒绝（0x5）'],
  ['{file} 与 {file}', { file: ' a.dll ' }, 'a.dll 与 a.dll'],
  ['{file} 被拒绝', {}, '该文件 被拒绝'],
  ['{file} 被拒绝', { file: '  ' }, '该文件 被拒绝'],
  ['装到 {step}', {}, '装到 '],
  ['{file}', { file: '{code}', code: 'x' }, '{code}'],
  ['{File} {} {a b}', { File: 'x' }, '{File} {} {a b}'],
])('fills %s', (template, variables, expected) => {
  expect(fillTemplate(template, variables)).toBe(expected);
});

it('keeps the end of a long value, where the file name stands', () => {
  const filled = fillTemplate('{path}', { path: `C:\\${'folder\\'.repeat(100)}a.dll` });

  expect(filled).toHaveLength(121);
  expect(filled).toMatch(/^….*\\a\.dll$/u);
});
