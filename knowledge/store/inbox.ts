import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { redactName } from '../cases/redact-name.ts';
import { uploadOfFile } from '../input/read.ts';
import type { Upload } from '../input/upload.ts';
import type { SentItem } from './store.ts';

/**
 * What people sent, as they sent it, under names of our own. Kept until its retention ends so that a later
 * message can complete the question; never searched, never quoted but through the reader.
 */
export interface Inbox {
  /** Keeps what belongs to one inquiry; a file that already lies in the inbox is not copied. */
  keep(id: string, texts: readonly string[], files: readonly Upload[]): Promise<SentItem[]>;
  /** A kept item as an upload again. */
  open(item: SentItem): Upload;
  /** Deletes what was kept for one inquiry, the files that lay in the inbox before included. */
  discard(id: string, items: readonly SentItem[]): Promise<void>;
  /** Deletes what came in before a time (milliseconds since the epoch), also what a crash left behind. */
  forget(before: number): Promise<void>;
}

export function createInbox(folder: string): Inbox {
  const root = path.resolve(folder);
  return {
    async keep(id, texts, files) {
      const own = path.join(root, id);
      await mkdir(own, { recursive: true });
      const keptTexts = texts.map(async (text, index): Promise<SentItem> => {
        const file = path.join(id, `text-${index}`);
        await writeFile(path.join(root, file), text);
        return { name: '', file, kind: 'text', bytes: Buffer.byteLength(text) };
      });
      const keptFiles = files.map((upload, index) => keepFile(root, id, upload, index));
      return Promise.all([...keptTexts, ...keptFiles]);
    },
    open: (item) => uploadOfFile(item.name, path.join(root, item.file), item.bytes),
    async discard(id, items) {
      await Promise.all(items.map(({ file }) => rm(path.join(root, file), { force: true })));
      const folders = new Set([id, ...items.map(({ file }) => path.dirname(file))]);
      for (const folder of folders) {
        // One that still holds something belongs to another inquiry as well.
        await rmdir(path.join(root, folder)).catch(() => undefined);
      }
    },
    forget: (before) => forgetFolders(root, before),
  };
}

async function keepFile(
  root: string,
  id: string,
  upload: Upload,
  index: number,
): Promise<SentItem> {
  const inside = upload.path && path.relative(root, path.resolve(upload.path));
  const there = inside && !inside.startsWith('..') && !path.isAbsolute(inside);
  const file = there ? inside : path.join(id, `file-${index}`);
  if (!there) {
    await pipeline(Readable.from(upload.open()), createWriteStream(path.join(root, file)));
  }
  const bytes = upload.size ?? (await stat(path.join(root, file))).size;
  return { name: redactName(upload.name), file, kind: 'file', bytes };
}

/** Every question has a folder of its own, so a folder's age is the question's. */
async function forgetFolders(root: string, before: number): Promise<void> {
  const entries = await readdir(root).catch(() => []);
  for (const entry of entries) {
    const folder = path.join(root, entry);
    const info = await stat(folder).catch(() => undefined);
    if (info && info.mtimeMs < before) {
      await rm(folder, { recursive: true, force: true });
    }
  }
}
