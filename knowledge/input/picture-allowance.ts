import type { ReadRequest } from './read.ts';
import type { PictureAllowance } from './scan.ts';

const usualPictures = 6;

export function allowPictures({ limits, signal }: ReadRequest, deadline: number): PictureAllowance {
  const most = limits.pictures ?? usualPictures;
  let taken = 0;
  const take = () => {
    taken += 1;
    return taken <= most;
  };
  return { most, take, deadline, signal };
}
