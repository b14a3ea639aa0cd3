import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { uploadOfFile } from '../../../knowledge/input/read.ts';
import type { Upload } from '../../../knowledge/input/upload.ts';
import { createInbox } from '../../../knowledge/store/inbox.ts';
import { temporaryFolder, uploadOfBytes } from '../../support/answering.ts';

const home = temporaryFolder();
let count = 0;

function newInbox() {
  count += 1;
  const folder = path.join(home, `inbox-${count}`);
  return { folder, inbox: createInbox(folder) };
}

async function bytesOf(upload: Upload): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of upload.open()) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

describe('an inbox', () => {
  it('gives back what was kept, byte for byte', async () => {
    const { inbox } = newInbox();

    const items = await inbox.keep(
      'i1',
      ['第一句', '第二句'],
      [uploadOfBytes('CBS.log', Buffer.from('a\r\nb'))],
    );

    expect(await Promise.all(items.map((item) => bytesOf(inbox.open(item))))).toEqual([
      '第一句',
      '第二句',
      'a\r\nb',
    ]);
    expect(items.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'text ',
      'text ',
      'file CBS.log',
    ]);
  });

  it('names files itself, whatever the user called them', async () => {
    const { folder, inbox } = newInbox();

    const [item] = await inbox.keep('i1', [], [uploadOfBytes('../../evil.sh', Buffer.from('x'))]);

    expect(item?.file).toBe(path.join('i1', 'file-0'));
    expect(readdirSync(folder, { recursive: true }).map(String).sort()).toEqual([
      'i1',
      path.join('i1', 'file-0'),
    ]);
  });

  it('does not copy a file that a face has already put there', async () => {
    const { folder, inbox } = newInbox();
    mkdirSync(path.join(folder, 'up'), { recursive: true });
    const file = path.join(folder, 'up', 'upload.tmp');
    writeFileSync(file, 'content');

    const [item] = await inbox.keep('i1', [], [uploadOfFile('CBS.log', file, 7)]);

    expect(item).toEqual({
      name: 'CBS.log',
      file: path.join('up', 'upload.tmp'),
      kind: 'file',
      bytes: 7,
    });
    expect(readdirSync(path.join(folder, 'i1'))).toEqual([]);
  });

  it('copies a file that lies beside it, not in it', async () => {
    const { folder, inbox } = newInbox();
    mkdirSync(`${folder}-other`, { recursive: true });
    const file = path.join(`${folder}-other`, 'CBS.log');
    writeFileSync(file, 'content');

    const [item] = await inbox.keep('i1', [], [uploadOfFile('CBS.log', file, 7)]);

    expect(readFileSync(path.join(folder, item?.file ?? ''), 'utf8')).toBe('content');
  });

  it('tells how large a file is, though the platform did not say', async () => {
    const { inbox } = newInbox();
    const { size: _, ...upload } = uploadOfBytes('CBS.log', Buffer.from('content'));

    const [item] = await inbox.keep('i1', [], [upload]);

    expect(item?.bytes).toBe(7);
  });

  it('forgets what is older than asked, and only that', async () => {
    const { folder, inbox } = newInbox();
    await inbox.keep('old', ['a'], []);
    await inbox.keep('new', ['b'], []);
    utimesSync(path.join(folder, 'old'), 1, 1);

    await inbox.forget(Date.now() - 60_000);

    expect(readdirSync(folder)).toEqual(['new']);
  });

  it('has nothing to forget before anybody asked', async () => {
    const { folder, inbox } = newInbox();

    await inbox.forget(Date.now());

    expect(existsSync(folder)).toBe(false);
  });
});
