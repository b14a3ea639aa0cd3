import { copyForward } from './copy-forward.ts';

/** What was unpacked last, in a ring, and what of it has not been handed out. */
export class LzmaWindow {
  /** Over the whole stream. */
  total = 0;
  /** How far back it may be referred to. */
  private readonly reach: number;
  private readonly ring: Uint8Array;
  private at = 0;
  private pending = 0;
  private known = 0;

  /** `room`: how much may be put in before it is taken. */
  constructor(reach: number, room: number) {
    this.reach = reach;
    this.ring = new Uint8Array(reach + room);
  }

  /** Nothing before is referred to any more. */
  forget(): void {
    this.known = 0;
  }

  reaches(distance: number): boolean {
    return distance <= this.known && distance <= this.reach;
  }

  put(byte: number): void {
    this.ring[this.at] = byte;
    this.at = this.at + 1 === this.ring.length ? 0 : this.at + 1;
    this.grow(1);
  }

  /** The byte so far back, from 1; 0 before the first. */
  back(distance: number): number {
    const at = this.at - distance;
    return this.known === 0 ? 0 : (this.ring[at < 0 ? at + this.ring.length : at] ?? 0);
  }

  repeat(distance: number, length: number): void {
    const { ring } = this;
    let to = this.at;
    let from = to - distance < 0 ? to - distance + ring.length : to - distance;
    if (Math.max(to, from) + length < ring.length) {
      copyForward(ring, from, to, length);
      to += length;
    } else {
      for (let index = 0; index < length; index += 1) {
        ring[to] = ring[from] ?? 0;
        to = to + 1 === ring.length ? 0 : to + 1;
        from = from + 1 === ring.length ? 0 : from + 1;
      }
    }
    this.at = to;
    this.grow(length);
  }

  write(bytes: Uint8Array): void {
    const first = bytes.subarray(0, this.ring.length - this.at);
    this.ring.set(first, this.at);
    this.ring.set(bytes.subarray(first.length), 0);
    this.at = (this.at + bytes.length) % this.ring.length;
    this.grow(bytes.length);
  }

  /** A copy of what has not been handed out. */
  take(): Buffer {
    const start = this.at - this.pending;
    const parts =
      start < 0
        ? [this.ring.subarray(start), this.ring.subarray(0, this.at)]
        : [this.ring.subarray(start, this.at)];
    this.pending = 0;
    return Buffer.concat(parts);
  }

  private grow(length: number): void {
    this.total += length;
    this.known += length;
    this.pending += length;
  }
}
