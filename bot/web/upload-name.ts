import { plainLine } from '../plain.ts';

const slashes = /[\\/]+/;
const longest = 200;

/** What a sender calls a file, fit to be shown: folders stay, ways up and drives do not. */
export function cleanName(name: string, fallback: string): string {
  const parts = plainLine(name)
    .split(slashes)
    .filter((part) => part !== '' && part !== '.' && part !== '..' && !part.endsWith(':'));
  return parts.join('/').slice(-longest) || fallback;
}
