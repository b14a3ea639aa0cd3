import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { chunkSize, giveBack } from '../../../knowledge/input/chunks.ts';
import { fileChunks } from '../../../knowledge/input/file-chunks.ts';
import { temporaryFolder } from '../../support/answering.ts';

const folder = temporaryFolder();

describe('fileChunks', () => {
  it.each([0, 1, chunkSize - 1, chunkSize, chunkSize + 1, chunkSize * 3])(
    'reads %i bytes as they are, also when what was read is given back',
    async (length) => {
      const bytes = randomBytes(length);
      const file = path.join(folder, `${length}.log`);
      writeFileSync(file, bytes);

      const read: Uint8Array[] = [];
      for await (const chunk of fileChunks(file)) {
        read.push(Buffer.from(chunk));
        giveBack(chunk);
      }

      expect(Buffer.concat(read).equals(bytes)).toBe(true);
    },
  );

  it('throws for a file that is not there', async () => {
    const chunks = fileChunks(path.join(folder, 'nowhere.log'));

    await expect(chunks.next()).rejects.toThrow('ENOENT');
  });
});
