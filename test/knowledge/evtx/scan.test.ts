import { describe, expect, it } from 'vitest';
import { describeEventLogZone } from '../../../knowledge/evtx/describe.ts';
import { scanEvtx } from '../../../knowledge/evtx/scan.ts';
import { recognise } from '../../../knowledge/formats.ts';
import type { LogRecord } from '../../../knowledge/input/record.ts';
import { buildEvtx, type EvtxEvent, inPieces } from '../../support/evtx.ts';
import { evtxValue } from '../../support/evtx-values.ts';

const failed: EvtxEvent = {
  provider: 'Microsoft-Windows-WindowsUpdateClient',
  id: 20,
  level: 2,
  time: '2026-01-05T10:00:01Z',
  data: [
    ['errorCode', evtxValue.hex32(0x80070643)],
    ['updateTitle', evtxValue.text('Example\r\n  Update (KB5099001)')],
  ],
};

function uptime(zone: string, time = '2026-01-05T04:00:00Z'): EvtxEvent {
  const texts = ['', '', '', '', '1234', '60', zone].map((text) => evtxValue.text(text));
  return { provider: 'EventLog', id: 6013, time, data: [['', evtxValue.array(texts)]] };
}

async function scan(file: Uint8Array, literal = '') {
  const records: LogRecord[] = [];
  const coverage = await scanEvtx({
    input: 'System.evtx',
    bytes: inPieces(file),
    filter: {
      match: (text, found) => {
        if (text.includes(literal)) {
          found.push(0);
        }
      },
    },
    found: (record) => records.push(record),
  });
  return { records, coverage };
}

it('gives one line an event', async () => {
  const { records } = await scan(buildEvtx([{ ...failed, number: 4711 }]));

  expect(records).toEqual([
    {
      input: 'System.evtx',
      format: 'event-log',
      time: '2026-01-05T18:00:01',
      component: 'WindowsUpdateClient',
      text: 'WindowsUpdateClient 20 errorCode=0x80070643 updateTitle=Example Update (KB5099001)',
      variant: undefined,
      parts: [
        {
          line: 1,
          raw: '2026-01-05 18:00:01+08:00 #4711 Error WindowsUpdateClient 20 errorCode=0x80070643 updateTitle=Example Update (KB5099001)',
          start: 0,
        },
      ],
    },
  ]);
});

it('quotes an event so that the quoted line reads the same again', async () => {
  const { records } = await scan(buildEvtx([failed, uptime('300 Eastern Standard Time')]));

  for (const { parts, text, time, component } of records) {
    const read = recognise(parts[0]?.raw ?? '');

    expect(read?.format.name).toBe('event-log');
    expect(read?.head).toMatchObject({ text, time, component });
  }
});

it('hands out only events in which a literal stands', async () => {
  const { records, coverage } = await scan(buildEvtx([failed, uptime('0 UTC')]), '0x80070643');

  expect(records.map(({ text }) => text.slice(0, 22))).toEqual(['WindowsUpdateClient 20']);
  expect(coverage).toMatchObject({ lines: 2, formats: new Map([['event-log', 2]]) });
});

describe('the clock', () => {
  it.each([
    ['-480 中国标准时间', '2026-01-05T18:00:01', '事件时间按日志自己记录的时区 UTC+8 换算'],
    ['300 Eastern Standard Time', '2026-01-05T05:00:01', '事件时间按日志自己记录的时区 UTC-5 换算'],
    [
      '-330 India Standard Time',
      '2026-01-05T15:30:01',
      '事件时间按日志自己记录的时区 UTC+5:30 换算',
    ],
    ['0 UTC', '2026-01-05T10:00:01', '事件时间按日志自己记录的时区 UTC+0 换算'],
    [
      'nonsense',
      '2026-01-05T18:00:01',
      '事件日志只存 UTC 时间，没有写明时区，事件时间按北京时间（UTC+8）换算',
    ],
  ])('follows the zone %s that the log names later', async (zone, time, said) => {
    const { records, coverage } = await scan(buildEvtx([failed, uptime(zone)]), '0x80070643');

    expect(records[0]?.time).toBe(time);
    expect(describeEventLogZone(coverage.zone)).toBe(said);
  });

  it('follows the last of several zones, wherever it stands in the file', async () => {
    const later = uptime('-480 China Standard Time', '2026-01-06T04:00:00Z');
    const earlier = uptime('480 Pacific Standard Time', '2026-01-04T20:00:00Z');

    const { coverage } = await scan(buildEvtx([later, failed, earlier]));

    expect(coverage.zone).toEqual({ offset: 480, known: true });
  });

  it('orders the events of a log that wrapped', async () => {
    const file = buildEvtx([
      { ...failed, number: 900, time: '2026-02-01T00:00:00Z' },
      { ...failed, number: 100, time: '2026-01-01T00:00:00Z' },
    ]);

    const { records, coverage } = await scan(file);

    expect(records.map(({ time }) => time)).toEqual(['2026-01-01T08:00:00', '2026-02-01T08:00:00']);
    expect(coverage).toMatchObject({ from: '2026-01-01T08:00:00', to: '2026-02-01T08:00:00' });
  });
});

it('says what could not be read', async () => {
  const file = buildEvtx(Array.from({ length: 60 }, () => failed));
  file.fill(0xee, 4096, 4096 + 512);

  const { coverage } = await scan(file);

  expect(coverage.gaps).toEqual([
    '有 1 个数据块（每块 64 KB）不是事件记录，可能已损坏或被覆盖，已跳过',
  ]);
});

it('says that a log is empty', async () => {
  const { coverage } = await scan(buildEvtx([]));

  expect(coverage.gaps).toEqual(['事件日志里没有事件']);
});

it('has nothing to say of a whole log', async () => {
  const { coverage } = await scan(buildEvtx([failed]));

  expect(coverage.gaps).toEqual([]);
});
