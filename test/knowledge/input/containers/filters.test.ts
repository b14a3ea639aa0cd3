import { describe, expect, it } from 'vitest';
import { createX86 } from '../../../../knowledge/input/containers/filter-x86.ts';
import {
  createArm64,
  createDelta,
  createSwap,
  type Filter,
  unfilter,
} from '../../../../knowledge/input/containers/filters.ts';
import { packed } from '../../../support/packed-samples.ts';

async function* inSteps(bytes: Buffer, step: number) {
  for (let at = 0; at < bytes.length; at += step) {
    yield bytes.subarray(at, at + step);
  }
}

async function undo(bytes: Buffer, filter: Filter, step: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of unfilter(inSteps(bytes, step), filter)) {
    parts.push(Buffer.from(part));
  }
  return Buffer.concat(parts);
}

describe('a filter', () => {
  it.each<[string, () => Filter, Buffer, Buffer]>([
    ['x86', () => createX86(), packed.x86, packed.x86Plain],
    ['ARM64', () => createArm64(16_384), packed.arm64, packed.arm64Plain],
    ['delta', () => createDelta(2), Buffer.from([1, 2, 3, 4, 255]), Buffer.from([1, 2, 4, 6, 3])],
    ['swap of two', () => createSwap(2), Buffer.from('badce'), Buffer.from('abcde')],
    ['swap of four', () => createSwap(4), Buffer.from('dcbahgfexy'), Buffer.from('abcdefghxy')],
  ])('is undone as it was made, in steps of any length: %s', async (_, create, bytes, plain) => {
    for (const step of [1, 3, 64, 1000]) {
      expect(await undo(bytes, create(), step)).toEqual(plain);
    }
  });
});
