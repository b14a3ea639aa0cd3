export interface Near {
  key: string;
  /** Cosine, -1 to 1. */
  score: number;
}

const firstRows = 64;

/**
 * Vectors by key, compared by their cosine, all of them each time: ten thousand of a thousand numbers take some
 * milliseconds, and nothing is missed.
 */
export class VectorIndex {
  private length = 0;
  private rows = new Float32Array();
  private readonly keys: string[] = [];
  private readonly places = new Map<string, number>();

  get size(): number {
    return this.keys.length;
  }

  /** 0 while there is no vector. */
  get dimension(): number {
    return this.length;
  }

  /** False for what cannot be compared: another dimension than the rest, a number that is none, nothing but zeros. */
  put(key: string, vector: Float32Array): boolean {
    const unit = normalise(vector);
    if (!unit || (this.dimension !== 0 && unit.length !== this.dimension)) {
      this.remove(key);
      return false;
    }
    this.length = unit.length;
    const place = this.placeOf(key);
    this.rows.set(unit, place * this.dimension);
    return true;
  }

  remove(key: string): void {
    const place = this.places.get(key);
    if (place === undefined) {
      return;
    }
    const last = this.keys.length - 1;
    const moved = this.keys[last] as string;
    this.rows.copyWithin(
      place * this.dimension,
      last * this.dimension,
      (last + 1) * this.dimension,
    );
    this.keys[place] = moved;
    this.places.set(moved, place);
    this.keys.pop();
    this.places.delete(key);
    if (this.keys.length === 0) {
      // Whatever comes next may be another model's.
      this.length = 0;
      this.rows = new Float32Array();
    }
  }

  clear(): void {
    this.keys.length = 0;
    this.places.clear();
    this.length = 0;
    this.rows = new Float32Array();
  }

  /** All there are, most alike first; by key where they are equally so. None for what cannot be compared. */
  rank(vector: Float32Array): Near[] {
    const unit = normalise(vector);
    if (!unit || unit.length !== this.dimension) {
      return [];
    }
    return this.keys
      .map((key, place) => ({ key, score: product(unit, this.rows, place * this.dimension) }))
      .sort((left, right) => right.score - left.score || (left.key < right.key ? -1 : 1));
  }

  private placeOf(key: string): number {
    const known = this.places.get(key);
    if (known !== undefined) {
      return known;
    }
    const place = this.keys.length;
    const needed = (place + 1) * this.dimension;
    if (needed > this.rows.length) {
      const larger = new Float32Array(Math.max(needed * 2, firstRows * this.dimension));
      larger.set(this.rows);
      this.rows = larger;
    }
    this.keys.push(key);
    this.places.set(key, place);
    return place;
  }
}

/** Four sums at once: each would else wait for the one before. */
function product(unit: Float32Array, rows: Float32Array, from: number): number {
  const { length } = unit;
  const whole = length - (length % 4);
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let at = 0; at < whole; at += 4) {
    const place = from + at;
    a += (unit[at] as number) * (rows[place] as number);
    b += (unit[at + 1] as number) * (rows[place + 1] as number);
    c += (unit[at + 2] as number) * (rows[place + 2] as number);
    d += (unit[at + 3] as number) * (rows[place + 3] as number);
  }
  for (let at = whole; at < length; at += 1) {
    a += (unit[at] as number) * (rows[from + at] as number);
  }
  return a + b + c + d;
}

/** Of length 1; undefined for what has no direction. */
function normalise(vector: Float32Array): Float32Array | undefined {
  const length = Math.sqrt(product(vector, vector, 0));
  if (!(Number.isFinite(length) && length > 0)) {
    return undefined;
  }
  const unit = new Float32Array(vector.length);
  for (let at = 0; at < vector.length; at += 1) {
    unit[at] = (vector[at] as number) / length;
  }
  return unit;
}
