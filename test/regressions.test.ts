import { describe, expect, it } from 'vitest';
import { diagnoseOnce } from '../handlers/diagnosing.ts';
import {
  createAnswering,
  diagnoseFiles,
  diagnoseText,
  operator,
  uploadOfBytes,
} from './support/answering.ts';
import { findings } from './support/findings.ts';
import { buildZip, gbk } from './support/zip.ts';

const deps = await createAnswering();

function linesOf(name: string): string[] {
  const found = findings.find((one) => one.name === name);
  if (!found) {
    throw new Error(`no finding is called ${name}`);
  }
  return found.lines;
}

async function firstCause(text: string) {
  const { causes } = await diagnoseText(text, deps);
  return { causeClass: causes[0]?.causeClass, certainty: causes[0]?.certainty };
}

describe('CAS-02564', () => {
  it('is named by its GLE [5] line also where the file stands on another drive and in capitals', async () => {
    const text = linesOf('image apply denied, one line').join('\n');
    const other = text
      .replaceAll('C:\\$WINDOWS.~BT', 'E:\\$WINDOWS.~BT')
      .replaceAll('WpdMtp.dll', 'WPDMTP.DLL');

    expect(await firstCause(other)).toEqual({
      causeClass: 'av-filter-access-denied',
      certainty: 'identified',
    });
  });

  it('names no cause for the same line with GLE [112], which is a full disk', async () => {
    const text = linesOf('image apply denied, one line')
      .join('\n')
      .replaceAll('GLE [5]', 'GLE [112]');

    expect((await firstCause(text)).causeClass).not.toBe('av-filter-access-denied');
  });
});

describe('CAS-02713', () => {
  it('is called TMS by inference only, never by proof', async () => {
    const { causes } = await diagnoseText(linesOf('image apply denied, one line').join('\n'), deps);

    expect(causes[0]?.title).not.toContain('TMS');
    expect(causes[0]?.explanation).not.toContain('TMS');
    expect(causes[0]?.inference).toMatchObject({
      certainty: 'likely',
      title: expect.stringContaining('TMS'),
    });
  });

  it('finds the logs of a collector archive whose names Chinese Windows wrote', async () => {
    const content = Buffer.from(linesOf('image apply denied, setuperr').join('\r\n'), 'utf16le');
    const archive = buildZip([{ name: gbk('日志\\升级\\setuperr.log'), content }]);

    const { causes } = await diagnoseFiles([uploadOfBytes('收集.zip', archive)], deps);

    expect(causes[0]?.evidence[0]?.input).toBe('收集.zip/日志/升级/setuperr.log');
  });
});

describe('CAS-06079', () => {
  it('proves the refused registry key though the last error stands on a line of its own', async () => {
    const lines = linesOf('Ensec64 service key').flatMap((line) =>
      line.replace(/\s*(\[gle=0x[0-9a-f]{8}\])\s*$/iu, '\n$1').split('\n'),
    );

    expect(await firstCause(lines.join('\n'))).toEqual({
      causeClass: 'self-protection-registry-denied',
      certainty: 'identified',
    });
  });

  it('keeps the two machines of its thread apart, with a cause each', async () => {
    const files = [
      uploadOfBytes('pc1/setupact.log', Buffer.from(linesOf('Ensec64 service key').join('\n'))),
      uploadOfBytes('pc2/setupact.log', Buffer.from(linesOf('BCD store').join('\n'))),
    ];

    const { causes } = await diagnoseFiles(files, deps);

    const named = causes.filter(({ certainty }) => certainty === 'identified');
    expect(
      named.map(({ causeClass, evidence }) => `${evidence[0]?.input} ${causeClass}`).sort(),
    ).toEqual([
      'pc1/setupact.log self-protection-registry-denied',
      'pc2/setupact.log bcd-store-corrupt',
    ]);
  });
});

describe('CAS-06686', () => {
  it('reads CSI records whose ids Outlook turned into mail links', async () => {
    const lines = linesOf('PSFX reverse delta').map((line) =>
      line.replace(/([0-9a-f]{8}@\d{4}\/\d{1,2}\/\d{1,2}:[\d:.]+)(?! <mailto)/u, '$1 <mailto:$1>'),
    );

    expect(lines.join('\n')).toMatch(/[0-9a-f]{8}@\S+ <mailto:/u);
    expect(await firstCause(lines.join('\n'))).toEqual({
      causeClass: 'psfx-delta-mismatch',
      certainty: 'identified',
    });
  });

  it('takes an abort for the thirty-minute limit only when half an hour has passed', async () => {
    const lines = linesOf('USO thirty minutes');
    const [start = '', ...rest] = lines;
    const minutesBefore = start.replace(/ (\d\d):(\d\d):/u, (_, hours: string, minutes: string) => {
      const late = Number(hours) * 60 + Number(minutes) + 25;
      return ` ${String(Math.floor(late / 60)).padStart(2, '0')}:${String(late % 60).padStart(2, '0')}:`;
    });

    const { certainty } = await firstCause([minutesBefore, ...rest].join('\n'));

    expect(await firstCause(lines.join('\n'))).toMatchObject({ certainty: 'identified' });
    expect(certainty).not.toBe('identified');
  });

  it('keeps both causes of a branch in sight when their logs come together', async () => {
    const text = [...linesOf('SPP licence tokens'), ...linesOf('USO thirty minutes')].join('\n');

    const { causes } = await diagnoseText(text, deps);

    expect(
      causes
        .filter(({ certainty }) => certainty !== 'clue')
        .map(({ causeClass }) => causeClass)
        .sort(),
    ).toEqual(['spp-token-update-failed', 'uso-install-timeout']);
  });
});

describe('CAS-06859', () => {
  it('is no full disk and no access denied, though chkdsk and permissions were tried', async () => {
    const { causes } = await diagnoseText(linesOf('unreadable folder').join('\n'), deps);

    expect(causes.map(({ causeClass }) => causeClass)).not.toContain('disk-space-insufficient');
    expect(causes.map(({ causeClass }) => causeClass)).not.toContain('av-filter-access-denied');
  });
});

describe('a question beside a log', () => {
  it.each(findings)('never outweighs the proof of $name', async ({ lines, causeClass }) => {
    const question = '会不会是磁盘空间不足或者 TMS 拦截？0x80070070';
    const request = {
      asker: operator,
      texts: [],
      question,
      files: [uploadOfBytes('a.log', Buffer.from(lines.join('\n')))],
    };

    const { causes } = await diagnoseOnce(request, deps, () => undefined);

    expect(causes[0]?.causeClass).toBe(causeClass);
  });
});
