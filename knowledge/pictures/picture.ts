import type { Pixels } from './flatten.ts';

/** A line of text in a picture, in pixels of what was recognised. */
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export interface PictureLine extends Box {
  text: string;
}

/** `zh` is the model that knows Chinese; `en` knows Latin letters and digits only, and these better. */
export type Model = 'zh' | 'en';

/** What one model read. */
export interface Reading {
  model: Model;
  lines: PictureLine[];
}

export type PictureType = 'png' | 'jpeg';

export interface PictureHead {
  type: PictureType;
  /** In pixels, as they are stored. */
  width: number;
  height: number;
  /** Exif orientation, 1 to 8; cameras store how they were held. */
  orientation: number;
}

/** What has to be read. */
export interface Job {
  bytes: Uint8Array;
  head: PictureHead;
}

/** One step of the work, on its way to the worker. */
export type Step = { kind: 'decode'; job: Job } | { kind: 'read'; model: Model; pixels: Pixels };

/** What the worker says of it. */
export type Said =
  | { kind: 'pixels'; pixels: Pixels }
  | { kind: 'reading'; reading: Reading }
  | { kind: 'failed' };
