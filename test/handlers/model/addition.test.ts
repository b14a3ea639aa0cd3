import { describe, expect, it } from 'vitest';
import { shrink } from '../../../bot/shrink.ts';
import { replyOf } from '../../../handlers/command.ts';
import { additionOf, labelled, withAddition } from '../../../handlers/model/addition.ts';
import type { Block } from '../../../handlers/reply.ts';
import { inputOf } from '../../support/diagnosis.ts';

const analysis: Block[] = [
  { kind: 'verdict', certainty: 'clue', title: '补丁安装失败' },
  { kind: 'heading', text: '下一步' },
  { kind: 'paragraph', text: '收集日志' },
  { kind: 'details', title: '另一条线索', blocks: [{ kind: 'paragraph', text: '细节' }] },
];
const coverage: Block = { kind: 'coverage', inputs: [inputOf()] };
const guesses = labelled('推测', [
  { kind: 'heading', text: '推测 1：甲' },
  { kind: 'paragraph', text: '甲的依据' },
  { kind: 'heading', text: '推测 2：乙' },
  { kind: 'paragraph', text: '乙的依据' },
]);
const alike = labelled('意思相近的案例', [{ kind: 'paragraph', text: '案例' }]);

describe('an addition', () => {
  it('stands behind everything but what was read', () => {
    const reply = replyOf([...analysis, coverage], '');

    expect(withAddition(reply, guesses).blocks).toEqual([...analysis, ...guesses, coverage]);
    expect(withAddition(replyOf(analysis, ''), guesses).blocks).toEqual([...analysis, ...guesses]);
  });

  it('is found again, label and all', () => {
    const reply = replyOf([...analysis, coverage], '');

    expect(additionOf(withAddition(reply, guesses))).toEqual(guesses);
    expect(additionOf(reply)).toBeUndefined();
  });

  it('goes before anything of the analysis does, and never without its label', () => {
    const plain = replyOf([...analysis, coverage], '');
    const whole = withAddition(plain, [...guesses, ...alike]);

    const steps = [...shrink(whole)].map(({ reply }) => reply.blocks);
    const from = steps.findIndex((blocks) => blocks.length === plain.blocks.length);

    expect(steps.slice(0, from + 1).map((blocks) => blocks.slice(4, -1))).toEqual([
      [...guesses, ...alike],
      guesses,
      guesses.slice(0, 4),
      [],
    ]);
    expect(steps[from]).toEqual(plain.blocks);
    expect(steps.slice(from)).toEqual([...shrink(plain)].map(({ reply }) => reply.blocks));
  });

  it('is counted among what was left out', () => {
    const whole = withAddition(replyOf([...analysis, coverage], ''), guesses);

    const omitted = [...shrink(whole)].map((one) => one.omitted);

    expect(omitted.slice(0, 4)).toEqual([0, 1, 2, 3]);
  });
});
