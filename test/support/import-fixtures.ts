import { writeFileSync } from 'node:fs';
import path from 'node:path';
import writeXlsxFile from 'write-excel-file/node';
import { buildEml } from './eml.ts';
import { buildMsg } from './msg.ts';
import { gbk } from './zip.ts';

/** One invented case in every form that an import understands. Run this file to write them again. */
export const fixtureNumber = 'CAS-08001-M1N2P3';
export const fixtureFolder = path.join(import.meta.dirname, '../fixtures');

const subject = `回复: [案例号: ${fixtureNumber} ] % |P2|ICBC|南京分行补丁KB5016623安装失败 % 初次响应 CMIT:0001999`;

const report = `老师您好，
南京分行3台电脑安装KB5016623失败，报错0x80070005，CBS日志已上传附件，请查收。
________________________________
方立新
中国工商银行南京分行
电话：13800000001
fanglx@nj.example.com`;

const request = `方立新先生，您好：
案例分析：
从您上传的日志看，安装补丁时写入C:\\Windows\\SoftwareDistribution\\Download下的wpdmtp.dll被拒绝访问（0x80070005），与TMS策略有关。
请您协调脱管TMS后重新安装补丁，并将测试结果反馈给我。
服务电话： 400-818-0055`;

const log = [
  '2026-03-02 08:41:17, Info                  CBS    Exec: Processing started.  Client: WindowsUpdateAgent, Session: 30981423_1, Package: Package_for_RollupFix~31bf3856ad364e35~amd64~~17763.3287.1.5',
  "2026-03-02 08:41:22, Error                 CSI    00000012 (F) STATUS_ACCESS_DENIED #1037475# from Windows::Rtl::SystemImplementation::DirectFileSystemProvider::SysCreateFile(flags = (AllowSharingViolation), handle = {provider=NULL, handle=0}, da = (DELETE|SYNCHRONIZE), oa = @0x8c2d0fe7d8->OBJECT_ATTRIBUTES {s:48; rd:NULL; on:[117]'\\??\\C:\\Windows\\SoftwareDistribution\\Download\\126a776ddc6e3f4a95f92e499e810bce\\inst\\amd64_dual_wpdmtp.inf_31bf3856ad364e35_10.0.17763.1_none_9744e57515d245dc\\WpdMtp.dll'; a:(OBJ_CASE_INSENSITIVE)}, iosb = @0x8c2d0fe7a0, as = (null), fa = 0, sa = (FILE_SHARE_READ|FILE_SHARE_DELETE), cd = FILE_OPEN, co = (FILE_NON_DIRECTORY_FILE))",
  '[gle=0xd0000022]',
  '2026-03-02 08:41:23, Error                 CBS    Failed to extract C:\\Users\\fanglx\\Desktop\\windows10.0-kb5016623-x64.cab [HRESULT = 0x80070005 - E_ACCESSDENIED]',
  '2026-03-02 08:41:24, Error                 CBS    Exec: Failed to install package Package_for_RollupFix~31bf3856ad364e35~amd64~~17763.3287.1.5 [HRESULT = 0x80070005 - E_ACCESSDENIED]',
].join('\r\n');

const quotedHeader = (mark: string) =>
  `${mark}发件人: 方立新 <fanglx@nj.example.com>\n${mark}发送时间: 2026年3月2日 9:05\n${mark}收件人: Qiao Wen <qiaowen@desk.example.com>\n${mark}主题: 南京分行补丁KB5016623安装失败\n`;

const exported = `邮件主题：${subject}

====第1封邮件====

发件人：方立新
发送时间：2026-03-02 09:05:12.401000+00:00
邮件内容:
${report}

====第2封邮件====

发件人：Qiao Wen
发送时间：2026-03-03 14:20:45.118000+00:00
邮件内容:
${request}
`;

export const firstMail = buildEml({
  subject: '|P2|ICBC|南京分行补丁KB5016623安装失败 [案例号: CAS-08001-M1N2P3 ]',
  from: '"=?utf-8?B?5pa556uL5paw?=" <fanglx@nj.example.com>',
  date: 'Mon, 02 Mar 2026 09:05:12 +0800',
  text: report,
  headers: ['Message-ID: <first@nj.example.com>'],
  attachments: [
    { name: 'CBS.log', content: log, type: 'text/plain' },
    { name: 'image001.png', content: Buffer.from('89504e470d0a1a0a', 'hex'), type: 'image/png' },
    { name: 'meeting.ics', content: 'BEGIN:VCALENDAR', type: 'text/calendar' },
  ],
});

const paragraph = (line: string) => `<p class="MsoNormal">${line.replaceAll('<', '&lt;')}</p>`;

export const secondMail = buildEml({
  subject,
  from: 'Qiao Wen <qiaowen@desk.example.com>',
  date: 'Tue, 3 Mar 2026 06:20:45 +0000',
  html: `<html><head><style>p { margin: 0 }</style></head><body>${request
    .split('\n')
    .map(paragraph)
    .join('')}<div style="border-top:solid #E1E1E1 1.0pt">${quotedHeader('')
    .trim()
    .split('\n')
    .map((line) => line.replace('<', '&lt;').replace('>', '&gt;'))
    .join('<br>')}</div>${report.split('\n').map(paragraph).join('')}</body></html>`,
  headers: ['In-Reply-To: <first@nj.example.com>', 'References: <first@nj.example.com>'],
});

const message = buildMsg({
  subject,
  sender: 'Qiao Wen',
  sent: '2026-03-03T06:20:45Z',
  body: `${request}\r\n\r\n${quotedHeader('')}\r\n${report}`.replaceAll('\n', '\r\n'),
  attachments: [{ name: 'CBS.log', content: Buffer.from(log), type: 'text/plain' }],
});

const commas = /[,"\n]/;
const chineseHeading =
  '案例编号,案例标题,客户,优先级,状态,状态描述,负责人,创建时间,修改时间,解决时间,描述,解决方案,影响台数';
const chineseRows = [
  [
    fixtureNumber,
    '|P2|ICBC|南京分行补丁KB5016623安装失败',
    '方立新',
    '高',
    '可用',
    '等待详细信息',
    'Qiao Wen',
    '2026/3/2 上午 9:05',
    '2026/3/3 下午 2:20',
    '',
    '"南京分行3台电脑安装KB5016623失败，报错0x80070005。\n联系人：方立新 电话 13800000001，密码：njbr2026"',
    '',
    '3',
  ],
  [
    'CAS-08002-Q4R5S6',
    '|P3|ABC|农行青岛分行升级回退',
    '中国农业银行',
    '3-中',
    '已解决',
    '问题已解决',
    '谭工',
    '2026年2月10日 10:00',
    '2026年2月20日 16:30',
    '2026年2月20日 16:30',
    '=HYPERLINK("http://example.com";"升级回退 <b>0xC1900101</b>")',
    '更新显卡驱动后升级成功。',
    '约7台',
  ],
  ['', '没有编号的一行', '', '', '可用', '', '', '2026/3/1', '2026/3/1', '', '', '', ''],
];
const csvRows = chineseRows.map((cells) => cells.map(quoteCell).join(',')).join('\r\n');
const chineseCsv = `${chineseHeading}\r\n${csvRows}\r\n`;

function quoteCell(cell: string): string {
  const quoted = cell.startsWith('"') && cell.endsWith('"');
  return quoted || !commas.test(cell) ? cell : `"${cell.replaceAll('"', '""')}"`;
}

const englishCsv = `\ufeffCase Number;Case Title;Customer;Severity;Status;Status Reason;Owner;Created On;Modified On;Description;Resolution
${fixtureNumber};|P2|ICBC|南京分行补丁KB5016623安装失败;ICBC;P2;Active;Waiting for Details;Qiao Wen;3/2/2026 9:05 AM;3/3/2026 2:20 PM;安装KB5016623失败，报错0x80070005;
`;

/** Dates as Excel keeps them: a day number that is formatted as a date. */
function writeWorkbook(): Promise<Buffer> {
  const date = (iso: string) => ({
    value: new Date(`${iso}Z`),
    type: Date,
    format: 'yyyy-mm-dd hh:mm',
  });
  const heading = ['(不修改) 案例', ...chineseHeading.split(',').slice(0, 9), '描述'];
  const rows = [
    heading.map((value) => ({ value })),
    [
      { value: 'c0ffee00-0000-0000-0000-000000000001' },
      { value: fixtureNumber },
      { value: '|P2|ICBC|南京分行补丁KB5016623安装失败' },
      { value: '工商银行' },
      { value: 'P2' },
      { value: '可用' },
      { value: '等待详细信息' },
      { value: 'Qiao Wen' },
      date('2026-03-02T09:05:00'),
      date('2026-03-03T14:20:00'),
      { value: '南京分行3台电脑安装失败，联系人：方立新 13800000001' },
    ],
  ];
  return writeXlsxFile(rows).toBuffer();
}

if (import.meta.main) {
  const mails = path.join(fixtureFolder, 'mails');
  const crm = path.join(fixtureFolder, 'crm');
  writeFileSync(path.join(mails, `${fixtureNumber}.txt`), exported);
  writeFileSync(path.join(mails, `${fixtureNumber}-1.eml`), firstMail);
  writeFileSync(path.join(mails, `${fixtureNumber}-2.eml`), secondMail);
  writeFileSync(path.join(mails, `${fixtureNumber}.msg`), message);
  writeFileSync(path.join(crm, 'cases-gb18030.csv'), gbk(chineseCsv));
  writeFileSync(path.join(crm, 'cases-english.csv'), englishCsv);
  writeFileSync(path.join(crm, 'cases.xlsx'), await writeWorkbook());
}
