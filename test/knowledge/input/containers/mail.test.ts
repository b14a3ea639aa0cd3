import { describe, expect, it } from 'vitest';
import { findContainer } from '../../../../knowledge/input/containers.ts';
import { unpack } from '../../../support/containers.ts';
import { buildEml } from '../../../support/eml.ts';
import { buildCompoundFile, buildMsg } from '../../../support/msg.ts';

const subject = '补丁安装失败 KB5035849';
const text = '领导好，安装报错 0x80070005，日志见附件。';
const attachments = [
  { name: 'CBS.log', content: Buffer.from('log') },
  { name: '..\\..\\无线.txt', content: Buffer.from('two') },
];
const person = '"Fang Lin" <fanglin@example.com>';

describe('a mail', () => {
  it.each<[string, Uint8Array]>([
    ['eml', buildEml({ subject, from: person, text, attachments })],
    ['eml in HTML', buildEml({ subject, from: person, html: `<p>${text}</p>`, attachments })],
    ['msg', buildMsg({ subject, sender: 'Fang Lin', body: text, attachments })],
  ])('gives its subject, its text and its attachments: %s', async (_, bytes) => {
    const { files, flaws } = await unpack(bytes, { step: 1000 });

    expect(flaws).toEqual([]);
    expect(files).toEqual([
      ['邮件正文', `${subject}\n\n${text}`, 'whole'],
      ['CBS.log', 'log', 'whole'],
      ['无线.txt', 'two', 'whole'],
    ]);
  });

  it('keeps to itself what every signed mail and invitation carries', async () => {
    const { files } = await unpack(
      buildEml({
        subject,
        from: person,
        attachments: [
          { name: 'smime.p7s', content: 'x', type: 'application/pkcs7-signature' },
          { name: 'invite.ics', content: 'BEGIN:VCALENDAR', type: 'text/calendar' },
        ],
      }),
    );

    expect(files.map(([name]) => name)).toEqual(['邮件正文']);
  });

  it.each<[string, Uint8Array, string]>([
    [
      'encrypted',
      buildEml({
        subject,
        from: person,
        headers: ['Content-Type: application/pkcs7-mime; smime-type=enveloped-data'],
      }),
      'encrypted-mail',
    ],
    [
      'encrypted by Outlook',
      buildMsg({ subject, sender: 'x', messageClass: 'IPM.Note.SMIME' }),
      'encrypted-mail',
    ],
    [
      'cut',
      buildMsg({ subject, sender: 'x', body: text.repeat(999) }).subarray(0, 1500),
      'damaged-mail',
    ],
    ['a spreadsheet', buildCompoundFile({ Workbook: Buffer.alloc(5000) }), 'office'],
    [
      'too large',
      Buffer.concat([
        buildEml({ subject, from: person, text }),
        Buffer.alloc(65 * 2 ** 20, '\r\n'),
      ]),
      'large-mail',
    ],
  ])('that cannot be read says why: %s', async (_, bytes, flaw) => {
    expect(await unpack(bytes)).toEqual({ files: [], flaws: [{ kind: flaw }] });
  });

  it('has no more attachments than are allowed', async () => {
    const { files, flaws } = await unpack(buildEml({ subject, from: person, attachments }), {
      entries: 2,
    });

    expect(files.map(([name]) => name)).toEqual(['邮件正文', 'CBS.log']);
    expect(flaws).toEqual([{ kind: 'first-entries', limit: 2 }]);
  });
});

describe('what is no mail', () => {
  it.each([
    'From: Fang Lin\nSent: Monday, March 2, 2026\nTo: desk\nSubject: 补丁\n\n2026-03-02 10:00:00, Info CBS',
    '发件人: Fang Lin\n发送时间: 2026年3月2日\n\n0x80070005',
    'Date: 2026-03-02\nTime: 10:00\n',
    '2026-03-02 10:00:00, Info CBS\nMessage-ID: stands in a log',
    'MIME-Version of the agent is 1.0',
  ])('is text and keeps its lines: %j', (typed) => {
    expect(findContainer(Buffer.from(typed))).toBeUndefined();
  });
});
