import { expect, it } from 'vitest';
import { EventViewerReader } from '../../../knowledge/evtx/event-viewer.ts';
import type { LogRecord } from '../../../knowledge/input/record.ts';

function readText(text: string): LogRecord[] {
  const records: LogRecord[] = [];
  const reader = new EventViewerReader('粘贴文本', (record) => records.push(record));
  text.split('\n').forEach((raw, index) => {
    reader.push({ line: index + 1, raw, text: raw });
  });
  reader.end();
  return records;
}

const xml = `<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event">
  <System>
    <Provider Name="Microsoft-Windows-WindowsUpdateClient" Guid="{945a8954-c147-4acd-923f-40c45405a658}" />
    <EventID>20</EventID>
    <Level>2</Level>
    <TimeCreated SystemTime="2026-01-05T10:00:01.1234567Z" />
    <EventRecordID>4711</EventRecordID>
  </System>
  <EventData>
    <Data Name="errorCode">0x80070643</Data>
    <Data Name="updateTitle">Example &amp; Update (KB5099001)</Data>
  </EventData>
</Event>`;

it.each([
  [
    'Chinese',
    `日志名称:          System
来源:            Microsoft-Windows-WindowsUpdateClient
日期:            2026/1/5 18:00:01
事件 ID:         20
任务类别:          Windows 更新代理
级别:            错误
关键字:           安装,失败
用户:            SYSTEM
计算机:           EXAMPLE
描述:
安装失败: Windows 无法安装下列更新，错误: 0x80070643: 示例更新 (KB5099001)。`,
    '安装失败: Windows 无法安装下列更新，错误: 0x80070643: 示例更新 (KB5099001)。',
  ],
  [
    'English',
    `Log Name:      System
Source:        Microsoft-Windows-WindowsUpdateClient
Date:          1/5/2026 6:00:01 PM
Event ID:      20
Task Category: Windows Update Agent
Level:         Error
Description:
Installation Failure: Windows failed to install the following update with error 0x80070643: Example (KB5099001).`,
    'Installation Failure: Windows failed to install the following update with error 0x80070643: Example (KB5099001).',
  ],
  [
    'PowerShell',
    `TimeCreated  : 2026/1/5 18:00:01
ProviderName : Microsoft-Windows-WindowsUpdateClient
Id           : 20
Message      : 安装失败: 0x80070643`,
    '安装失败: 0x80070643',
  ],
  [
    'a row of a saved list in',
    '错误\t2026/1/5 18:00:01\tMicrosoft-Windows-WindowsUpdateClient\t20\tWindows 更新代理\t安装失败: 0x80070643',
    '安装失败: 0x80070643',
  ],
])('reads an event copied in %s', (_, text, message) => {
  const records = readText(text);

  expect(records).toHaveLength(1);
  expect(records[0]).toMatchObject({
    input: '粘贴文本',
    format: 'event-log',
    time: '2026-01-05T18:00:01',
    component: 'WindowsUpdateClient',
    text: `WindowsUpdateClient 20 message=${message}`,
  });
  expect(records[0]?.parts[0]).toMatchObject({ line: 1, start: 0 });
  expect(records[0]?.parts[0]?.raw).toContain('WindowsUpdateClient');
});

it.each([
  ['on many lines', xml],
  ['on one line', xml.replace(/\n\s*/gu, '')],
  [
    'as the browser view copies it',
    xml.replace('<Event ', '- <Event ').replace('<System>', '- <System>'),
  ],
])('reads event XML %s', (_, text) => {
  const [record] = readText(text);

  expect(record).toMatchObject({
    time: '2026-01-05T18:00:01',
    text: 'WindowsUpdateClient 20 errorCode=0x80070643 updateTitle=Example & Update (KB5099001)',
  });
});

it('reads an event once when its XML follows', () => {
  const text = `Log Name:      System
Source:        Microsoft-Windows-WindowsUpdateClient
Date:          2026-01-05T18:00:01
Event ID:      20
Description:
Installation Failure
Event Xml:
${xml}`;

  const records = readText(text);

  expect(records.map((record) => record.text)).toEqual([
    'WindowsUpdateClient 20 errorCode=0x80070643 updateTitle=Example & Update (KB5099001)',
  ]);
});

it('reads user data and data without names', () => {
  const text = `<Event><System><Provider Name='Microsoft-Windows-Servicing'/><EventID Qualifiers="0">3</EventID></System><UserData><CbsPackageChangeState xmlns="http://example.com/"><PackageIdentifier>KB5099001</PackageIdentifier><ErrorCode>0x800f0922</ErrorCode></CbsPackageChangeState></UserData></Event><Event><System><Provider Name='disk'/><EventID>7</EventID></System><EventData><Data>\\Device\\Harddisk0\\DR0</Data><Data/><Data>x</Data></EventData></Event>`;

  const records = readText(text);

  expect(records.map((record) => record.text)).toEqual([
    'Servicing 3 PackageIdentifier=KB5099001 ErrorCode=0x800f0922',
    'disk 7 data1=\\Device\\Harddisk0\\DR0 data3=x',
  ]);
});

it('reads several events one after the other and stops at another log', () => {
  const one = (id: number) =>
    `来源: Ntfs (Microsoft-Windows-Ntfs)\n日期: 2026/1/5 下午 6:00:01\n事件ID: ${id}\n描述:\n文本 ${id}\n`;
  const text = `${one(55)}${one(98)}2026-01-05 18:00:02, Info                  CBS    Session`;

  const records = readText(text);

  expect(records.map((record) => [record.time, record.text])).toEqual([
    ['2026-01-05T18:00:01', 'Ntfs 55 message=文本 55'],
    ['2026-01-05T18:00:01', 'Ntfs 98 message=文本 98'],
  ]);
});

it.each([
  '来源: 某某网站',
  'Source: example\nEvent ID: many',
  '事件 ID: 20',
  '请看日志名称: System 里的事件',
  '<Event><System></System></Event>',
  `<Event ${'x'.repeat(5000)}`,
  '错误\t昨天\tSource\t20\t',
])('finds no event in %j', (text) => {
  expect(readText(text)).toEqual([]);
});
