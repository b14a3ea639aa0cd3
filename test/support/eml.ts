import { createHash } from 'node:crypto';

/** What a test writes of a mail on the wire. */
export interface EmlSpec {
  subject: string;
  from: string;
  /** As it stands in the header; left out when undefined. */
  date?: string | undefined;
  text?: string;
  html?: string;
  /** More header lines. */
  headers?: readonly string[];
  attachments?: readonly { name: string; content: Uint8Array | string; type?: string }[];
}

const lines76 = /.{1,76}/g;

/** A mail as servers hand it on: encoded words, base64, one level of parts. */
export function buildEml(spec: EmlSpec): Buffer {
  const { subject, from, date, text, html, headers = [], attachments = [] } = spec;
  const bodies = [
    ...(text === undefined ? [] : [part('text/plain; charset=utf-8', text)]),
    ...(html === undefined ? [] : [part('text/html; charset=utf-8', html)]),
  ];
  const files = attachments.map(({ name, content, type = 'application/octet-stream' }) =>
    part(type, content, name),
  );
  const mark = createHash('sha256')
    .update([...bodies, ...files].join(''))
    .digest('hex');
  const boundary = `=_${mark.slice(0, 24)}`;
  return Buffer.from(
    [
      `From: ${from}`,
      'To: desk@example.com',
      `Subject: ${word(subject)}`,
      ...(date === undefined ? [] : [`Date: ${date}`]),
      ...headers,
      'MIME-Version: 1.0',
      `Content-Type: multipart/mixed; boundary="${boundary}"`,
      '',
      ...[...bodies, ...files].flatMap((one) => [`--${boundary}`, one]),
      `--${boundary}--`,
      '',
    ].join('\r\n'),
  );
}

/** An encoded word, RFC 2047. */
export function word(text: string): string {
  return `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;
}

function part(type: string, content: Uint8Array | string, name?: string): string {
  const isMail = type === 'message/rfc822';
  const bytes = Buffer.from(content);
  return [
    `Content-Type: ${type}${name === undefined ? '' : `; name="${word(name)}"`}`,
    ...(name === undefined ? [] : [`Content-Disposition: attachment; filename="${word(name)}"`]),
    ...(isMail ? [] : ['Content-Transfer-Encoding: base64']),
    '',
    isMail ? bytes.toString() : (bytes.toString('base64').match(lines76) ?? []).join('\r\n'),
  ].join('\r\n');
}
