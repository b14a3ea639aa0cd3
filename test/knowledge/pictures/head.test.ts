import { describe, expect, it } from 'vitest';
import { sniff } from '../../../knowledge/input/sniff.ts';
import { readHead } from '../../../knowledge/pictures/head.ts';
import { greyPng, jpegHead, pictureOf } from '../../support/pictures.ts';

describe('the head of a picture', () => {
  it('tells the size of a PNG, which nobody has checked yet', () => {
    expect(readHead(greyPng(30, 20, [70_000, 60_000]))).toEqual({
      type: 'png',
      width: 70_000,
      height: 60_000,
      orientation: 1,
    });
  });

  it.each([true, false])('tells size and orientation of a JPEG (little-endian: %s)', (isLittle) => {
    expect(readHead(jpegHead(4000, 3000, 6, isLittle))).toEqual({
      type: 'jpeg',
      width: 4000,
      height: 3000,
      orientation: 6,
    });
  });

  it.each([0, 9, 300])('takes orientation %s, which there is not, for upright', (orientation) => {
    expect(readHead(jpegHead(4000, 3000, orientation, true))?.orientation).toBe(1);
  });

  it('is not there in what is cut off before the size', () => {
    expect(readHead(greyPng(30, 20).subarray(0, 20))).toBeUndefined();
    expect(readHead(jpegHead(40, 30, 1, true).subarray(0, 50))).toBeUndefined();
    expect(readHead(greyPng(30, 20, [0, 20]))).toBeUndefined();
  });

  it('is read without an error wherever a byte is wrong', () => {
    const source = jpegHead(4000, 3000, 6, false);
    for (let at = 2; at < source.length; at += 1) {
      for (const value of [0, 1, 0x7f, 0xda, 0xff]) {
        const broken = Buffer.from(source);
        broken[at] = value;
        expect(() => readHead(broken)).not.toThrow();
      }
    }
  });

  it.each(['settings-q60.jpg', 'setup-100.png'])(
    'makes %s a picture, whatever its name',
    (name) => {
      const head = pictureOf(name).subarray(0, 64);

      expect(sniff(head)).toMatchObject({ kind: 'file', format: { name: 'picture' } });
    },
  );
});
