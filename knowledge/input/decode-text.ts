import { LineDecoder } from './line-decoder.ts';

/** A whole text, its encoding decided line by line; `undefined` when it is larger than `most` bytes. */
export async function decodeText(
  bytes: AsyncIterable<Uint8Array>,
  most: number,
): Promise<string | undefined> {
  const lines: string[] = [];
  const decoder = new LineDecoder((line) => lines.push(line));
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > most) {
      return undefined;
    }
    decoder.push(chunk);
  }
  decoder.end();
  return lines.join('\n');
}
