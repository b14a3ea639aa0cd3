import { deflateSync, inflateSync } from 'node:zlib';
import type { Attachment } from '../../../handlers/reply.ts';
import { type Png, parsePng, writePalettePng } from './png.ts';

const mostColors = 256;

/**
 * The same picture in fewer bytes, where it has few colours: a chart then fits into a card. What is no PNG of ours
 * stays as it is.
 */
export function compactPicture(picture: Attachment): Attachment {
  const png = picture.mediaType === 'image/png' ? parsePng(picture.bytes, inflateSync) : undefined;
  const indexed = png && indexColors(png);
  if (!(png && indexed)) {
    return picture;
  }
  const bytes = writePalettePng({ ...png, ...indexed }, (rows) => deflateSync(rows, { level: 9 }));
  return bytes.length < picture.bytes.length ? { ...picture, bytes } : picture;
}

/** Undefined when there are too many colours, or one can be seen through. */
function indexColors({ pixels }: Png): { palette: number[]; indexes: Uint8Array } | undefined {
  const known = new Map<number, number>();
  const indexes = new Uint8Array(pixels.length / 4);
  for (let at = 0; at < pixels.length; at += 4) {
    const color = pixels.readUInt32BE(at);
    const index = known.get(color) ?? known.size;
    if ((color & 0xff) !== 0xff || index === mostColors) {
      return undefined;
    }
    known.set(color, index);
    indexes[at / 4] = index;
  }
  return { palette: [...known.keys()].map((color) => color >>> 8), indexes };
}
