import { describe, expect, it } from 'vitest';
import { pasteName } from '../../../knowledge/input/names.ts';
import { loadKnowledge } from '../../../knowledge/knowledge.ts';
import { createMatcher } from '../../support/engine.ts';

const match = createMatcher();
const { engine } = await loadKnowledge();

async function causesOf(lines: readonly string[]) {
  const { ranked } = await match({ [pasteName]: lines }, engine);
  return ranked.map(({ cause }) => cause);
}

describe('an unseen failure of each family is a clue that names its code', () => {
  it.each([
    [
      'CBS',
      '2026-03-02 10:00:00, Info                  CBS    Failed to weave the example loom. [HRESULT = 0x8007054f - ERROR_INTERNAL_ERROR]',
      '0x8007054f',
    ],
    [
      'CSI',
      '2026-03-02 10:00:00, Error                 CSI    00000012 (F) STATUS_INTERNAL_ERROR #123# from CExampleLoom::Weave(flags = 0)[gle=0xd00000e5]',
      'STATUS_INTERNAL_ERROR',
    ],
    [
      'DISM',
      '2026-03-02 10:00:00, Error                 DISM   DISM Package Manager: PID=4100 TID=4108 Failed to weave. - CExampleLoom::Weave(hr:0x8007054f)',
      '0x8007054f',
    ],
    [
      'setup',
      '2026-03-02 10:00:00, Error                 SP     Operation failed: Weave the example loom. Error: 0x8007054F',
      '0x8007054F',
    ],
    [
      'MOUPG',
      '2026-03-02 10:00:00, Error                 MOUPG  CExampleLoom::Weave(210): Result = 0x8007054F',
      '0x8007054F',
    ],
    [
      'update client',
      '2026/03/13 10:23:06.3460256 3696  8172  Handler         *FAILED* [8024E00F] Weave the example loom',
      '8024E00F',
    ],
    ['driver', '     sto: {Weave Example Loom - exit(0xe0000201)} 10:00:00.123', '0xe0000201'],
    [
      'licence',
      'SLUI: 0xC004F0AA The Software Licensing Service reported an example.',
      '0xC004F0AA',
    ],
    [
      'event',
      'Installation Failure: Windows failed to install the following update with error 0x8024E00F: Example Update (KB5099001).',
      '0x8024E00F',
    ],
    ['upgrade screen', '升级失败，屏幕提示 0xC1900101 - 0x3000D', '0xC1900101'],
  ])('%s', async (_, line, code) => {
    const [first] = await causesOf([line]);

    expect(first).toMatchObject({ certainty: 'clue', variables: { code } });
  });

  it('migration, which writes a Win32 number', async () => {
    const [first] = await causesOf([
      'Error MIG Error 1450 while gathering object C:\\Users\\user\\example.dat.',
    ]);

    expect(first).toMatchObject({ certainty: 'clue' });
  });
});

describe('a code in the wrapper of another program is found', () => {
  it.each([
    ['Add-WindowsPackage : An error occurred. Error code = 0x8007054f', '0x8007054f'],
    ['Add-WindowsPackage : 失败。错误代码: -2147023537', '0x8007054f'],
    ['Install-WindowsUpdate : Exception from HRESULT: -2145067761', '0x8024dd0f'],
    ['Repair-WindowsImage : Repair-WindowsImage failed. Error code = 2147943759', '0x8007054f'],
    ['Mount-WindowsImage : 无法装载映像。错误代码: -1052638976', '0xc1420100'],
    ['dism.exe exited with code -2147023537', '0x8007054f'],
    ['wusa.exe windows10.0-kb5099001-x64.msu exited with code -2145067761', '0x8024dd0f'],
  ])('%s', async (line, code) => {
    const causes = await causesOf([line]);

    expect(causes.map(({ variables }) => variables.code)).toContain(code);
  });

  it.each([
    [
      'a service that will not start',
      "Start-Service : Service 'Windows Modules Installer (TrustedInstaller)' cannot be started due to the following error: Cannot start service TrustedInstaller on computer '.'.",
      'trustedinstaller-service',
    ],
    [
      'a servicing stack that is too old',
      'Add-WindowsPackage : Add-WindowsPackage failed. Error code = -2146498525',
      'ssu-required',
    ],
  ])('and does not hide the cause: %s', async (_, line, causeClass) => {
    const [first] = await causesOf([line]);

    expect(first?.causeClass).toBe(causeClass);
  });
});

describe('what other programs log', () => {
  it.each([
    ['MSI (s) (10:20) [10:00:00:123]: Product: Example Runtime -- Installation failed. 0x80070643'],
    ['[0A10:0B20][2026-03-02T10:00:00]e000: Error 0x80070643: Failed to install MSI package.'],
    ['java.lang.UnsatisfiedLinkError: C:\\example\\x.dll: Access is denied 0x80070005'],
    ['SQL Server setup failed. Exit code (Decimal): -2068052310'],
    ['Office 更新失败，错误代码 30088-4'],
    ['浏览器更新失败 错误代码 0x80040902'],
    ['游戏更新时出错 (0x80072EE7)'],
    ['打印机驱动安装失败 0x00000bcb'],
    ['npm ERR! Error: EPERM: operation not permitted'],
    ['icacls D:\\data /deny Everyone:F 之后访问 D:\\data 拒绝访问'],
  ])('is not even a clue: %s', async (line) => {
    expect(await causesOf([line])).toEqual([]);
  });
});

it('puts a clue that names a class before one that only names a failure', async () => {
  const causes = await causesOf([
    '2026-03-02 10:00:00, Info                  CBS    Failed to create file. [HRESULT = 0x80070005 - E_ACCESSDENIED]',
    '2026-03-02 10:00:01, Info                  CBS    Failed to weave the example loom. [HRESULT = 0x8007054f - ERROR_INTERNAL_ERROR]',
  ]);

  expect(causes[0]?.causeClass).toBe('av-filter-access-denied');
});
