import type { PictureHead } from './picture.ts';

const pngMagic = '89504e470d0a1a0a';
const jpegMagic = 'ffd8ff';

/** Looks at the first bytes. */
export function isPicture(head: Uint8Array): boolean {
  const hex = Buffer.from(head.subarray(0, 8)).toString('hex');
  return hex === pngMagic || hex.startsWith(jpegMagic);
}

/** Size by the header, before anything is decoded. `undefined` when there is none. */
export function readHead(bytes: Buffer): PictureHead | undefined {
  const head = bytes.toString('hex', 0, 8) === pngMagic ? readPng(bytes) : readJpeg(bytes);
  return head && head.width > 0 && head.height > 0 ? head : undefined;
}

/** https://www.w3.org/TR/png-3/#11IHDR: IHDR comes first. */
function readPng(bytes: Buffer): PictureHead | undefined {
  return bytes.length >= 33 && bytes.toString('latin1', 12, 16) === 'IHDR'
    ? {
        type: 'png',
        width: bytes.readUInt32BE(16),
        height: bytes.readUInt32BE(20),
        orientation: 1,
      }
    : undefined;
}

const startOfScan = 0xda;
const app1 = 0xe1;
/** SOF0 to SOF15 without DHT, JPG and DAC. */
const isFrame = (marker: number) =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** https://www.w3.org/Graphics/JPEG/itu-t81.pdf, annex B: segments up to the frame header. */
function readJpeg(bytes: Buffer): PictureHead | undefined {
  let orientation = 1;
  let at = 2;
  while (at + 9 < bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const length = bytes.readUInt16BE(at + 2);
    if (isFrame(marker)) {
      const height = bytes.readUInt16BE(at + 5);
      return { type: 'jpeg', width: bytes.readUInt16BE(at + 7), height, orientation };
    }
    if (marker === startOfScan || length < 2) {
      return undefined;
    }
    if (marker === app1) {
      orientation = orientationOf(bytes.subarray(at + 4, at + 2 + length)) ?? orientation;
    }
    at += 2 + length;
  }
  return undefined;
}

const orientationTag = 0x0112;
const mostTags = 200;

/** https://www.cipa.jp/std/documents/e/DC-008-2012_E.pdf: the first directory of the TIFF in APP1. */
function orientationOf(segment: Buffer): number | undefined {
  if (segment.length < 20 || segment.toString('latin1', 0, 6) !== 'Exif\0\0') {
    return undefined;
  }
  const tiff = segment.subarray(6);
  const isLittle = tiff.toString('latin1', 0, 2) === 'II';
  const u16 = (at: number) => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const first = isLittle ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  if (first + 2 > tiff.length) {
    return undefined;
  }
  const count = Math.min(u16(first), mostTags);
  for (let index = 0; index < count; index += 1) {
    const entry = first + 2 + index * 12;
    if (entry + 12 > tiff.length) {
      return undefined;
    }
    if (u16(entry) === orientationTag) {
      const value = u16(entry + 8);
      return value >= 1 && value <= 8 ? value : undefined;
    }
  }
  return undefined;
}
