import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import type { Pixels } from './flatten.ts';
import type { Job, PictureHead } from './picture.ts';

/** Text of a screen is small for a recogniser that was taught on print at 300 dots an inch. */
const enlargement = 2;
/** Of what is recognised: a screen of 1920 × 1080 still comes out 1.7 times as large. More takes longer and finds no more. */
const mostPixels = 6_000_000;
/** The recogniser knows no longer side than 32,767. */
const longestSide = 16_000;

/** Once in each thread. */
export async function startDecoder(): Promise<void> {
  const module = createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm');
  await initWasm(await readFile(module));
}

/** Decoded, upright and in the size that is recognised best. Throws for what cannot be decoded. */
export function decode({ bytes, head }: Job): Pixels {
  const drawing = new Resvg(svgOf(head), { background: '#fff', font: { loadSystemFonts: false } });
  try {
    drawing.resolveImage(reference, bytes);
    const rendered = drawing.render();
    try {
      // What is handed out lies in the memory that `free` gives back.
      return {
        width: rendered.width,
        height: rendered.height,
        data: share(rendered.pixels),
      };
    } finally {
      rendered.free();
    }
  } finally {
    drawing.free();
  }
}

/** So that it goes from thread to thread without a copy. */
function share(bytes: Uint8Array): Uint8Array {
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);
  return shared;
}

/** A name for the bytes that are handed over; nothing is fetched. */
const reference = 'https://example.com/picture';

function svgOf({ width, height, orientation }: PictureHead): string {
  const isTurned = orientation > 4;
  const [across, down] = isTurned ? [height, width] : [width, height];
  const scale = Math.min(
    enlargement,
    Math.sqrt(mostPixels / (width * height)),
    longestSide / Math.max(width, height),
  );
  const size = `width="${sized(across, scale)}" height="${sized(down, scale)}"`;
  const turn = turns(width, height)[orientation] ?? '';
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} viewBox="0 0 ${across} ${down}" preserveAspectRatio="none"><image width="${width}" height="${height}" transform="${turn}" href="${reference}"/></svg>`;
}

function sized(length: number, scale: number): number {
  return Math.max(1, Math.round(length * scale));
}

/** By Exif orientation: what brings the stored picture upright. */
function turns(width: number, height: number): Readonly<Record<number, string>> {
  return {
    2: `translate(${width} 0) scale(-1 1)`,
    3: `translate(${width} ${height}) rotate(180)`,
    4: `translate(0 ${height}) scale(1 -1)`,
    5: 'matrix(0 1 1 0 0 0)',
    6: `translate(${height} 0) rotate(90)`,
    7: `matrix(0 -1 -1 0 ${height} ${width})`,
    8: `translate(0 ${width}) rotate(-90)`,
  };
}
