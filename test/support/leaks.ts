import { readFileSync } from 'node:fs';
import path from 'node:path';

const list = path.join(import.meta.dirname, '../fixtures/threads/private.txt');

/** People, phones, mailboxes, logins and hosts of the threads under test/fixtures. */
export const privateWords: readonly string[] = readFileSync(list, 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));

const mobile = /(?<![\w.-])1[3-9]\d{9}(?!\w)/gu;
const mailbox = /[\w.+-]{1,60}@[\w-]{1,60}\.[a-z]{2,10}/giu;
const outer = /^.{4}|.{4}=*$/gu;
const byte = /../gu;

/** As it is, escaped in URLs and in JSON, and in base64 wherever in a text it begins. */
function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const shifted = [0, 1, 2].map((count) =>
    Buffer.concat([Buffer.alloc(count, 0x20), bytes, Buffer.alloc(2, 0x20)])
      .toString('base64')
      .replace(outer, ''),
  );
  const percent = bytes.toString('hex').replace(byte, '%$&');
  const escaped = [...secret].map((one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return [secret, encodeURIComponent(secret), percent, escaped.join('')]
    .map((form) => form.toLowerCase())
    .concat(shifted.filter((form) => form.length >= 8));
}

/** The secrets that stand in a text in any form. */
export function findLeaks(text: string, secrets: readonly string[] = privateWords): string[] {
  const lower = text.toLowerCase();
  return secrets.filter((secret) =>
    formsOf(secret).some((form) => lower.includes(form) || text.includes(form)),
  );
}

/** The same for what no test means to send: phones and mailboxes of any form, too. */
export function findAnyLeak(text: string): string[] {
  return [...findLeaks(text), ...(text.match(mobile) ?? []), ...(text.match(mailbox) ?? [])];
}
