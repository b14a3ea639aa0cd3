import { expect, it } from 'vitest';
import { mutations, readRecords, readTexts } from '../../support/blocks.ts';

const report = `Version=1
EventType=WinSetupDiag02
EventTime=134168688010000000
Sig[0].Name=Scenario
Sig[0].Value=8
Sig[4].Value=0x8007042B
Sig[5].Value=0x4000D
DynamicSig[1].Name=OS Version
DynamicSig[1].Value=10.0.19045.2.0.0.256.4
${Array.from({ length: 300 }, (_, index) => `LoadedModule[${index}]=C:\\Windows\\m${index}.dll`).join('\n')}
`;
const event =
  'Windows Error Reporting 1001 EventName=WinSetupDiag02 P1=8 P5=0x8007042B P6=0x4000D OS Version=10.0.19045.2.0.0.256.4';

it.each([
  ['a file', report],
  ['UTF-16 with a mark, as Windows writes it', Buffer.from(`\uFEFF${report}`, 'utf16le')],
  ['a quoted mail', report.replaceAll(/^/gmu, '> ')],
])('reads %s as the event that Windows logs of it', async (_, form) => {
  expect(await readTexts(form, 'event-log')).toEqual([event]);
});

it('says when it was, and quotes the lines that say it', async () => {
  const { records } = await readRecords(report);
  const [record] = records.filter(({ format }) => format === 'event-log');

  expect(record?.time).toBe('2026-03-02T04:00:01');
  expect(record?.parts[0]?.line).toBe(2);
  expect(record?.parts[0]?.raw.split('\n')).toEqual([
    'EventType=WinSetupDiag02',
    'Sig[0].Value=8',
    'Sig[4].Value=0x8007042B',
    'Sig[5].Value=0x4000D',
  ]);
});

it('tells a crash with the parameters of its own', async () => {
  const crash = 'EventType=APPCRASH\nSig[0].Value=example.exe\nSig[3].Value=exguard.dll\n';

  expect(await readTexts(crash, 'event-log')).toEqual([
    'Windows Error Reporting 1001 EventName=APPCRASH P1=example.exe P4=exguard.dll',
  ]);
});

it('ends where something else begins', async () => {
  const text = `${report}2026-01-05 10:00:03, Info                  CBS    Nothing to do\n`;

  expect(await readTexts(text, 'cbs')).toEqual(['Nothing to do']);
  expect(await readTexts(`${report}${report}`, 'event-log')).toEqual([event, event]);
});

it('survives damage', async () => {
  for (const damaged of mutations(report.slice(0, 600), 300, 11)) {
    const { records } = await readRecords(damaged);

    expect(records.every(({ text }) => text.length <= 4096)).toBe(true);
  }
});
