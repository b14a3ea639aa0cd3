import { checkCompoundFile, isCompoundFile } from '../../cases/compound-file.ts';
import { looksLikeEml, type OpenedMail, openEml } from '../../cases/mail-eml.ts';
import { encryptedReason, largestMail, type RawAttachment } from '../../cases/mail-file.ts';
import { openMsg } from '../../cases/mail-msg.ts';
import type { Container, Flaw, Found } from '../container.ts';
import { makeSafe } from '../zip-name.ts';

/** What somebody typed off a mail begins with the same fields as a mail; these only servers write. */
const wireField = /^(?:MIME-Version|Received|Message-ID|Return-Path)[ \t]{0,4}:/im;
const headerEnd = /\r?\n\r?\n/;
const longestHeader = 32_768;
/** Stands in every signed mail and in every invitation, and is no log. */
const nobodysFile =
  /^application\/(?:x-)?pkcs7-signature$|^application\/pgp-signature$|^text\/(?:calendar|x-vcard)$/;
/** What the text of a mail is called among its attachments. */
const bodyName = '邮件正文';
const messageStream = '__properties_version1.0';

/** `.eml` and Outlook's `.msg`: the text and each attachment. Who wrote to whom stays out. */
export const mail: Container = {
  format: 'mail',
  recognises: (head) => isCompoundFile(head) || isWireMail(head),
  async *list(source, budget) {
    const bytes = await collect(source.stream, largestMail);
    const opened = bytes ? await openMail(bytes) : ({ kind: 'large-mail' } as const);
    if (opened.kind !== 'opened') {
      yield { kind: 'flaw', flaw: opened };
      return;
    }
    const parts = partsOf(opened);
    if (parts.length === 0) {
      yield { kind: 'flaw', flaw: { kind: 'empty' } };
    }
    for (const part of parts) {
      if (budget.entries <= 0) {
        yield { kind: 'flaw', flaw: { kind: 'first-entries', limit: budget.allowed.entries } };
        return;
      }
      budget.entries -= 1;
      yield part;
    }
  },
};

function isWireMail(head: Uint8Array): boolean {
  const text = Buffer.from(head.subarray(0, longestHeader)).toString('latin1').trimStart();
  const [header = ''] = text.split(headerEnd, 1);
  return wireField.test(header) && looksLikeEml(header);
}

async function openMail(bytes: Uint8Array): Promise<OpenedMail | Flaw> {
  if (isCompoundFile(bytes)) {
    const names = checkCompoundFile(bytes)?.names;
    if (names && !names.includes(messageStream)) {
      return { kind: 'office' };
    }
  }
  const opened = isCompoundFile(bytes) ? openMsg(bytes) : await openEml(bytes);
  if (opened.kind === 'opened') {
    return opened;
  }
  return { kind: opened.reason === encryptedReason ? 'encrypted-mail' : 'damaged-mail' };
}

function partsOf({ subject, text, attachments }: OpenedMail): Found[] {
  const body = [subject.trim(), text.trim()].filter(Boolean).join('\n\n');
  const files = attachments.filter(({ type }) => !nobodysFile.test(type));
  return [
    ...(body ? [fileOf({ name: bodyName, type: 'text/plain', content: Buffer.from(body) })] : []),
    ...files.map(fileOf),
  ];
}

function fileOf({ name, content }: RawAttachment): Found {
  async function* open() {
    yield content;
  }
  return { kind: 'file', ...makeSafe(name), size: content.length, open };
}

/** `undefined` when there is more than `most`. */
async function collect(stream: AsyncIterable<Uint8Array>, most: number) {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > most) {
      return undefined;
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
