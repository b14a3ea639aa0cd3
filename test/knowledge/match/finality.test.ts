import { describe, expect, it } from 'vitest';
import { lastFailure } from '../../../knowledge/match/finality.ts';
import { createLastFailure } from '../../../knowledge/match/unnamed.ts';
import { cbsLine, createMatcher, engineOf, signatureOf, told } from '../../support/engine.ts';

const match = createMatcher();

const packageOf = (kb: string) => `Package_for_${kb}~31bf3856ad364e35~amd64~~19041.1.1.0`;
const denied = signatureOf({
  id: 'denied',
  find: {
    stage:
      'Failed to stage execution package: (?<package>[^ ]{1,120}) \\[HRESULT = (?<code>0x[0-9a-f]{8})',
  },
  when: { identified: [{ all: ['stage'] }] },
});
const nameless = signatureOf({
  id: 'nameless',
  find: { hang: 'Startup: the servicing queue is stuck' },
  when: { identified: [{ all: ['hang'] }] },
});
const engine = engineOf([denied, nameless]);

const begin = (clock: string, id = '301_1') =>
  cbsLine(clock, `Session: ${id} initialized by client WindowsUpdateAgent, external: (null)`);
const fails = (clock: string, kb = 'KB5000001', code = '0x80070005') =>
  cbsLine(
    clock,
    `Failed to stage execution package: ${packageOf(kb)} [HRESULT = ${code} - E_ACCESSDENIED]`,
  );
const hangs = (clock: string) => cbsLine(clock, 'Startup: the servicing queue is stuck');
const installs = (clock: string, kb = 'KB5000001', day?: string) =>
  cbsLine(
    clock,
    `Exec: Processing complete. Session: 301_1 Package: ${packageOf(kb)} [HRESULT = 0x00000000 - S_OK]`,
    day,
  );
const endsWell = (clock: string, id = '301_1') =>
  cbsLine(clock, `Session: ${id} finalized. Reboot required: no [HRESULT = 0x00000000 - S_OK]`);
const endsBadly = (clock: string) =>
  cbsLine(clock, 'Failed to perform operation. [HRESULT = 0x80070005 - E_ACCESSDENIED]');
const installedEvent = (clock: string, kb: string) =>
  cbsLine(clock, `Package ${kb} was successfully changed to the Installed state.`);

describe('a failure counts', () => {
  it.each([
    ['when the logs end with it', [fails('10:00:00')]],
    ['when its session has no end in the logs', [begin('09:59:00'), fails('10:00:00')]],
    [
      'when another package is installed later',
      [fails('10:00:00'), installs('12:00:00', 'KB5000002')],
    ],
    ['when the same package was installed before', [installs('09:00:00'), fails('10:00:00')]],
    [
      'when its session ends badly after an early good end',
      [begin('09:59:00'), fails('10:00:00'), endsWell('10:00:01'), endsBadly('10:00:02')],
    ],
    [
      'when only a later session ends well',
      [
        begin('09:59:00'),
        fails('10:00:00'),
        begin('11:00:00', '302_1'),
        endsWell('11:01:00', '302_1'),
      ],
    ],
  ])('%s', async (_, lines) => {
    expect(told(await match({ 'CBS.log': lines }, engine))).toEqual(['denied identified']);
  });

  it('when another machine installs the same package', async () => {
    const files = { 'pc1/CBS.log': [fails('10:00:00')], 'pc2/CBS.log': [installs('12:00:00')] };

    expect(told(await match(files, engine))).toEqual(['denied identified']);
  });

  it.each([
    ['package', [fails('10:00:00'), installs('10:10:00'), fails('10:20:00')]],
    ['run', [hangs('10:00:00'), endsWell('10:10:00'), hangs('10:20:00')]],
  ])('when it comes back after a success of the %s', async (_, lines) => {
    const { ranked } = await match({ 'CBS.log': lines }, engine);

    expect(ranked.map(({ cause }) => cause.evidence.map(({ line }) => line))).toEqual([[3]]);
  });

  it('when another update of the same failed session is installed later', async () => {
    const lines = [
      begin('09:59:00'),
      fails('10:00:00', 'KB5000001'),
      fails('10:00:01', 'KB5000002', '0x80073712'),
      begin('11:00:00', '302_1'),
      installs('11:30:00', 'KB5000002'),
    ];

    const { ranked } = await match({ 'CBS.log': lines }, engine);

    expect(ranked.map(({ cause }) => cause.variables.package)).toEqual([packageOf('KB5000001')]);
  });
});

describe('what a run reports and does not mend', () => {
  const scan = signatureOf({
    id: 'scan',
    outlivesRun: true,
    find: { found: 'CBS MUM Missing \\(n\\) (?<package>\\S{5,90})' },
    when: { identified: [{ all: ['found'] }] },
  });

  it('outlives the good end of the run', async () => {
    const lines = [
      begin('09:59:00'),
      cbsLine('10:00:00', `(p) CBS MUM Missing (n) ${packageOf('KB5000001')}`),
      endsWell('10:05:00'),
    ];

    expect(told(await match({ 'CBS.log': lines }, engineOf([scan])))).toEqual(['scan identified']);
  });

  it('does not outlive a later installation of the package', async () => {
    const lines = [
      cbsLine('10:00:00', `(p) CBS MUM Missing (n) ${packageOf('KB5000001')}`),
      installs('12:00:00', 'KB5000001'),
    ];

    expect(told(await match({ 'CBS.log': lines }, engineOf([scan])))).toEqual([]);
  });
});

describe('a failure is withdrawn', () => {
  it.each([
    ['when the same package is installed later', [fails('10:00:00'), installs('12:00:00')]],
    [
      'when the same KB is installed days later under another name',
      [
        fails('10:00:00'),
        installs('12:00:00', 'KB5000001', '2026-03-09').replace('Package_for_', 'Package_17_for_'),
      ],
    ],
    [
      'when an event tells that the KB is installed',
      [fails('10:00:00'), installedEvent('12:00:00', 'KB5000001')],
    ],
    [
      'when its own session ends well',
      [begin('09:59:00'), fails('10:00:00'), endsWell('10:05:00')],
    ],
  ])('%s', async (_, lines) => {
    expect(told(await match({ 'CBS.log': lines }, engine))).toEqual([]);
  });

  it('when the later success stands in another log of the machine', async () => {
    const files = { 'z.log': [fails('10:00:00')], 'a.log': [installs('12:00:00')] };

    expect(told(await match(files, engine))).toEqual([]);
  });

  it('when it names no package and the package that failed in its session is installed later', async () => {
    const lines = [
      begin('09:59:00'),
      hangs('10:00:00'),
      cbsLine(
        '10:00:01',
        `WER: Generating failure report for package: ${packageOf('KB5000001')}, status: 0x80070005`,
      ),
      begin('12:00:00', '302_1'),
      installs('12:01:00'),
    ];

    expect(told(await match({ 'CBS.log': lines }, engine))).toEqual([]);
  });

  it('and an earlier one of another package is told instead', async () => {
    const lines = [
      begin('08:00:00', '300_1'),
      fails('08:00:01', 'KB5000009'),
      begin('09:59:00'),
      fails('10:00:00'),
      endsWell('10:01:00'),
    ];

    const { ranked } = await match({ 'CBS.log': lines }, engine);

    expect(ranked[0]?.cause.evidence.map(({ line }) => line)).toEqual([2]);
  });

  it('however many packages a healthy machine installs between and after', async () => {
    const others = Array.from({ length: 1500 }, (_, index) =>
      installs('11:00:00', `KB${6000000 + index}`),
    );
    const later = others.map((line) => line.replace('11:00:00', '13:00:00'));

    const findings = await match(
      { 'CBS.log': [fails('10:00:00'), ...others, installs('12:00:00'), ...later] },
      engine,
    );

    expect(told(findings)).toEqual([]);
  });
});

describe('the run that is told', () => {
  it('is the last one that failed', async () => {
    const lines = [
      begin('08:00:00', '300_1'),
      fails('08:00:01', 'KB5000003'),
      begin('09:00:00', '301_1'),
      fails('09:00:01', 'KB5000004'),
    ];

    const { ranked } = await match({ 'CBS.log': lines }, engine);

    expect(ranked.map(({ cause }) => cause.variables.package)).toEqual([packageOf('KB5000004')]);
  });

  it('is the last by its time, not by its place in what was sent', async () => {
    const files = {
      'new.log': [fails('12:00:00', 'KB5000004')],
      'old.log': [fails('08:00:00', 'KB5000003')],
    };

    const { ranked } = await match(files, engine);

    expect(ranked[0]?.cause.variables.package).toBe(packageOf('KB5000004'));
  });
});

describe('lastFailure', () => {
  it.each([
    [
      'the last of several',
      [fails('10:00:00'), fails('10:30:00', 'KB5000002', '0x80073712')],
      'KB5000002 0x80073712',
    ],
    [
      'not one that was made good',
      [fails('10:00:00'), fails('10:30:00', 'KB5000002'), installs('11:00:00', 'KB5000002')],
      'KB5000001 0x80070005',
    ],
    ['nothing on a machine that is well', [installs('10:00:00'), endsWell('10:00:01')], undefined],
  ])('is %s', async (_, lines, expected) => {
    const { collected } = await match({ 'CBS.log': lines }, engine);

    const failure = lastFailure(collected.outcomes);

    const { what, code } = failure ? createLastFailure(failure) : {};
    expect(failure && `${what} ${code}`).toBe(expected);
  });

  it.each([
    [
      'a DISM code without 0x',
      '2026-03-02 10:00:00, Info                  DISM   DISM.EXE: DISM Package Manager processed the command line but failed. HRESULT=800F081F',
      '0x800f081f',
    ],
    [
      'an event in Chinese',
      '安装失败: Windows 无法安装下列更新，错误 0x80070643: 安全更新 (KB5000005)。',
      '0x80070643',
    ],
    [
      'an Exit code of the update client',
      '2026/03/02 10:00:00.1234567 3696  8172  Agent           Exit code = 0x80240034',
      '0x80240034',
    ],
    [
      'a setup result',
      '2026-03-02 10:00:00, Info                  MOUPG  ImageExit: Initializing SetupResult: [0xC1900101]',
      '0xc1900101',
    ],
  ])('reads %s', async (_, line, code) => {
    const { collected } = await match({ 'a.log': [line] }, engine);

    const failure = lastFailure(collected.outcomes);

    expect(failure && createLastFailure(failure).code).toBe(code);
  });
});
