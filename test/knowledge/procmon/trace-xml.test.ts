import { describe, expect, it } from 'vitest';
import { breakUp, readTrace } from '../../support/procmon.ts';
import { createRandom } from '../../support/random.ts';

const path = 'C:\\Windows\\WinSxS\\amd64_example_1\\usbstor.sys';
const expected = `AccessDenied: TiWorker.exe CreateFile "${path}" Desired Access: Generic Write`;

function eventXml(more: Readonly<Record<string, string>> = {}, stack = ''): string {
  const cells = {
    ProcessIndex: '3',
    Time_of_Day: '9:30:41.2000001 AM',
    Process_Name: 'TiWorker.exe',
    PID: '4100',
    Operation: 'CreateFile',
    Path: path,
    Result: 'ACCESS DENIED',
    Detail: 'Desired Access: Generic Write, Disposition: Open',
    ...more,
  };
  const lines = Object.entries(cells).map(([tag, text]) => `<${tag}>${text}</${tag}>`);
  return ['<event>', ...lines, stack, '</event>'].filter((one) => one !== '').join('\r\n');
}

function stackXml(...paths: readonly string[]): string {
  const frames = paths.map(
    (one, depth) => `<frame>\r\n<depth>${depth}</depth>\r\n<path>${one}</path>\r\n</frame>`,
  );
  return `<stack>\r\n${frames.join('\r\n')}\r\n</stack>`;
}

const programs = [
  '<processlist><process>',
  '<ProcessIndex>3</ProcessIndex>',
  '<ProcessId>4100</ProcessId>',
  '<Owner>NT AUTHORITY\\SYSTEM</Owner>',
  '<ProcessName>TiWorker.exe</ProcessName>',
  '<modulelist><module>',
  '<Path>C:\\Windows\\System32\\drivers\\storefilter.sys</Path>',
  '<Company>Microsoft Corporation</Company>',
  '</module></modulelist>',
  '</process></processlist>',
].join('\r\n');

describe('XML', () => {
  it('is read with its programs and stacks', async () => {
    const frames = stackXml(
      'C:\\Windows\\System32\\drivers\\storefilter.sys',
      'C:\\Windows\\System32\\drivers\\exampleguard.sys',
      'C:\\Program Files\\Example\\hook64.dll',
    );
    const events = eventXml({ PID: '' }, frames);
    const text = `<?xml version="1.0" encoding="UTF-8"?>\r\n<procmon>${programs}<eventlist>\r\n${events}\r\n</eventlist></procmon>\r\n`;

    const { texts } = await readTrace(text);

    expect(texts).toEqual([
      `AccessDenied: TiWorker.exe as SYSTEM CreateFile "${path}" Desired Access: Generic Write; stack: drivers of others: exampleguard.sys; libraries: hook64.dll`,
      'ProcmonTrace: 1 events, 1 denied to servicing; FilterDrivers: exampleguard.sys',
    ]);
  });

  it.each([
    ['without its programs', `<eventlist>\n${eventXml()}\n</eventlist>`],
    ['one event alone', eventXml().replace('<event>\r\n', '')],
    [
      'on one line',
      `<procmon><eventlist>${eventXml().replaceAll('\r\n', '')}</eventlist></procmon>`,
    ],
    ['broken off', `<procmon><eventlist>\n${eventXml()}\n<event>\n<ProcessIndex>3`],
    [
      'with an ampersand that is not written out',
      `<eventlist>\n${eventXml({ Detail: 'Desired Access: Generic Write, Disposition: Open & so on' })}\n`,
    ],
  ])('is read %s', async (_, text) => {
    const { texts } = await readTrace(text);

    expect(texts[0]).toBe(expected);
  });

  it('leaves the log below it to its own format when it breaks off', async () => {
    const line = '2026-03-02 09:30:40, Info                  CBS    Nothing to do';

    const { others } = await readTrace(
      `<procmon><eventlist>\n${eventXml()}\n<event>\n${line}\n${line}\n`,
    );

    expect(others.filter(({ format }) => format === 'cbs')).toHaveLength(2);
  });

  it('withdraws what is allowed later', async () => {
    const later = eventXml({ Result: 'SUCCESS' });

    const { texts } = await readTrace(`<eventlist>\n${eventXml()}\n${later}\n</eventlist>`);

    expect(texts).toEqual([
      'ProcmonTrace: 2 events, 0 denied to servicing, 1 denied first and allowed later',
    ]);
  });

  it('expands nothing of its own making', async () => {
    const text = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>\n<procmon><eventlist>\n${eventXml({ Path: 'C:\\&a;&a;.dll' })}\n</eventlist></procmon>`;

    const { texts } = await readTrace(text);

    expect(texts.join('')).not.toContain('aaaaaaaaaa');
  });
});

const whole = `<procmon>${programs}<eventlist>\n${eventXml({}, stackXml('C:\\a.sys'))}\n</eventlist></procmon>`;

it('outlives any damage', async () => {
  const random = createRandom(42);
  for (let round = 0; round < 200; round += 1) {
    const { texts } = await readTrace(breakUp(whole, random));

    expect(texts.length).toBeLessThanOrEqual(8);
  }
});
