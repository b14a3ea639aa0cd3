import { describe, expect, it } from 'vitest';
import { flatten } from '../../../knowledge/pictures/flatten.ts';

/** A stripe of `ink` on `ground`. */
function stripe(ground: readonly number[], ink: readonly number[], width = 96) {
  const data = new Uint8Array(width * 40 * 4);
  for (let at = 0; at < data.length / 4; at += 1) {
    const row = Math.floor(at / width);
    data.set([...(row >= 18 && row < 22 ? ink : ground), 255], at * 4);
  }
  return { width, height: 40, data };
}

describe('flattening', () => {
  it.each([
    ['black on white', [255, 255, 255], [0, 0, 0]],
    ['white on blue', [0, 120, 215], [255, 255, 255]],
    ['red on dark blue', [1, 36, 86], [255, 85, 85]],
    ['grey on black', [12, 12, 12], [204, 204, 204]],
  ])('makes %s dark on white', (_, ground, ink) => {
    const pixels = stripe(ground, ink);

    flatten(pixels);

    expect([...pixels.data.subarray(0, 4)]).toEqual([255, 255, 255, 255]);
    expect(pixels.data[20 * 96 * 4]).toBeLessThan(64);
  });
});
