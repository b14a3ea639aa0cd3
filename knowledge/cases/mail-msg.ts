import { createRequire } from 'node:module';
import type * as outlook from '@kenjiuno/msgreader';
import { wallTime } from '../wall-time.ts';
import { checkCompoundFile } from './compound-file.ts';
import { textOfHtml } from './html-text.ts';
import type { OpenedMail } from './mail-eml.ts';
import { encryptedReason, type MailReading, type RawAttachment } from './mail-file.ts';

// What a package of this kind exports by default depends on who imports it; what it requires does not.
const { default: MsgReader } = createRequire(import.meta.url)(
  '@kenjiuno/msgreader',
) as typeof outlook.default;
type Fields = outlook.FieldsData;

type Unreadable = Extract<MailReading, { kind: 'unreadable' }>;

const damaged = '邮件文件（.msg）已损坏或不完整，读不出来。请在 Outlook 中重新另存后导入。';
const ENCRYPTED = /^IPM\.Note\.SMIME$/i;
const MEETING = /^IPM\.(?:Schedule|Appointment)/i;
/** Mail programs without Unicode write the code page of the system. */
const ansi = 'gb18030';

/** Outlook's own format, https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxmsg. */
export function openMsg(bytes: Uint8Array): OpenedMail | Unreadable {
  const file = checkCompoundFile(bytes);
  const other = file && describeOther(file.names);
  if (!file || other) {
    return { kind: 'unreadable', reason: other ?? damaged };
  }
  try {
    // The reader takes the whole buffer, whatever part of it a view shows.
    const reader = new MsgReader(Uint8Array.from(bytes).buffer);
    reader.parserConfig = { ansiEncoding: ansi };
    return readFields(reader.getFileData(), reader);
  } catch {
    return { kind: 'unreadable', reason: damaged };
  }
}

function describeOther(names: readonly string[]): string | undefined {
  if (names.includes('__properties_version1.0')) {
    return undefined;
  }
  if (names.includes('EncryptedPackage')) {
    return '文件设有打开密码。请去掉密码后重新导入。';
  }
  return names.includes('Workbook') || names.includes('Book')
    ? '是旧版 Excel 文件（.xls）。请另存为 .xlsx 或 CSV 后导入。'
    : '是 Office 文件，不是邮件也不是案例导出。请导入邮件（.msg、.eml）或 CRM 导出的 .xlsx、CSV。';
}

function readFields(
  fields: Fields,
  reader: InstanceType<typeof MsgReader>,
): OpenedMail | Unreadable {
  const kind = fields.messageClass ?? '';
  if (ENCRYPTED.test(kind)) {
    return { kind: 'unreadable', reason: encryptedReason };
  }
  if (MEETING.test(kind)) {
    return { kind: 'unreadable', reason: '是会议邀请，不是案例邮件，没有导入。' };
  }
  return {
    kind: 'opened',
    subject: fields.subject ?? '',
    sender: fields.senderName || fields.senderSmtpAddress || fields.senderEmail || '',
    at: momentOf(fields.clientSubmitTime ?? fields.messageDeliveryTime),
    text: bodyOf(fields),
    attachments: (fields.attachments ?? []).flatMap((one) => attachmentOf(one, reader)),
  };
}

function bodyOf({ body, bodyHtml, html }: Fields): string {
  if (body?.trim()) {
    return body;
  }
  return textOfHtml(bodyHtml ?? (html ? new TextDecoder().decode(html) : ''));
}

/** Written as UTC. */
function momentOf(time: string | undefined): string | undefined {
  const at = time === undefined ? Number.NaN : Date.parse(time);
  return Number.isNaN(at) ? undefined : wallTime(at);
}

/** One that cannot be read leaves the others alone. */
function attachmentOf(fields: Fields, reader: InstanceType<typeof MsgReader>): RawAttachment[] {
  try {
    const { content } = reader.getAttachment(fields);
    const name = fields.fileName ?? fields.name ?? fields.fileNameShort ?? '未命名附件';
    const type = fields.innerMsgContent ? 'application/vnd.ms-outlook' : fields.attachMimeTag;
    return [{ name, type: type?.toLowerCase() ?? '', content }];
  } catch {
    return [];
  }
}
