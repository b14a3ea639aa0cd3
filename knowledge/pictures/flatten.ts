export interface Pixels {
  width: number;
  height: number;
  /** Red, green, blue, alpha for each. */
  data: Uint8Array;
}

/** In pixels: about two lines of text. */
const tile = 48;
/** A tile's background is looked for this far beyond it. */
const reach = 24;
/** Faint text is made darker by this. */
const gain = 1.6;

/**
 * Dark text on white, in place, whatever the picture had: each pixel becomes darker the more any of its colours differs
 * from what is most of its surroundings. Dark mode, white on blue and windows of both kinds beside each other come out
 * alike, which a threshold over the whole picture cannot do.
 */
export function flatten(pixels: Pixels): void {
  const { data, width, height } = pixels;
  const across = Math.ceil(width / tile);
  const grounds = backgrounds(pixels, across);
  for (let y = 0; y < height; y += 1) {
    const row = Math.floor(y / tile) * across;
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 4;
      const ground = (row + Math.floor(x / tile)) * 3;
      const difference = Math.max(
        Math.abs((data[at] ?? 0) - (grounds[ground] ?? 0)),
        Math.abs((data[at + 1] ?? 0) - (grounds[ground + 1] ?? 0)),
        Math.abs((data[at + 2] ?? 0) - (grounds[ground + 2] ?? 0)),
      );
      const value = 255 - Math.min(255, difference * gain);
      data[at] = value;
      data[at + 1] = value;
      data[at + 2] = value;
      data[at + 3] = 255;
    }
  }
}

/** The median of each colour in and around each tile. */
function backgrounds(pixels: Pixels, across: number): Uint8Array {
  const down = Math.ceil(pixels.height / tile);
  const grounds = new Uint8Array(across * down * 3);
  const counts = new Uint32Array(256);
  for (let index = 0; index < grounds.length; index += 1) {
    const place = Math.floor(index / 3);
    const x = (place % across) * tile;
    const y = Math.floor(place / across) * tile;
    grounds[index] = medianOf(pixels, x, y, index % 3, counts);
  }
  return grounds;
}

/** Every other pixel is enough. */
const stride = 2;

function medianOf(
  { data, width, height }: Pixels,
  x: number,
  y: number,
  colour: number,
  counts: Uint32Array,
): number {
  counts.fill(0);
  let total = 0;
  const bottom = Math.min(height, y + tile + reach);
  const right = Math.min(width, x + tile + reach);
  for (let j = Math.max(0, y - reach); j < bottom; j += stride) {
    for (let i = Math.max(0, x - reach); i < right; i += stride) {
      const value = data[(j * width + i) * 4 + colour] ?? 0;
      counts[value] = (counts[value] ?? 0) + 1;
      total += 1;
    }
  }
  let passed = 0;
  return Math.max(
    0,
    counts.findIndex((count) => {
      passed += count;
      return passed * 2 >= total;
    }),
  );
}
