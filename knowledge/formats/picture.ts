import { type FileFormat, pictureFormat } from '../format.ts';
import { isPicture } from '../pictures/head.ts';
import { scanPicture } from '../pictures/scan.ts';

/** Screenshots and photographs of a screen. What is read of one is a clue and never a proof. */
export const picture: FileFormat = {
  name: pictureFormat,
  recognises: isPicture,
  scan: scanPicture,
};
