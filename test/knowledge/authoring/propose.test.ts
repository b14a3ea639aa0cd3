import { describe, expect, it } from 'vitest';
import { proposePattern, tellingScore } from '../../../knowledge/authoring/propose.ts';

const seen =
  'Failed to stage package Package_for_KB5099001~31bf3856ad364e35~amd64~~10.0.1.2 [HRESULT = 0x800f0831 - CBS_E_STORE_CORRUPTION]';

describe('proposePattern', () => {
  it('keeps the words and the code, and captures what varies', () => {
    const { pattern = '', variables } = proposePattern(seen) ?? {};

    const found = new RegExp(pattern, 'iu').exec(
      seen.replace('KB5099001', 'KB5012345').replace('10.0.1.2', '10.0.9.77'),
    );
    expect(variables).toEqual(['package']);
    expect(found?.groups?.package).toBe('Package_for_KB5012345~31bf3856ad364e35~amd64~~10.0.9.77');
    expect(new RegExp(pattern, 'iu').test(seen.replace('0x800f0831', '0x80070005'))).toBe(false);
  });

  it.each([
    [
      'a record id',
      '0000002a (F) STATUS_ODD #1234# from Example::Open()[gle=0xd0000999]',
      '00000077 (F) STATUS_ODD #99# from Example::Open()[gle=0xd0000999]',
    ],
    [
      'a path',
      "cannot open 'C:\\Windows\\WinSxS\\amd64_a\\one.bin' for the store",
      "cannot open 'D:\\Win\\two.bin' for the store",
    ],
    [
      'a process',
      'DISM Package Manager: PID=100 TID=200 Failed to get the thing',
      'DISM Package Manager: PID=7 TID=31415 Failed to get the thing',
    ],
    [
      'a GUID',
      'Failed to run installer {11111111-2222-3333-4444-555555555555} now',
      'Failed to run installer {99999999-2222-3333-4444-0123456789ab} now',
    ],
    [
      'a source line',
      'CDlpTask::ExecuteAction(3300): Result = 0x80070005',
      'CDlpTask::ExecuteAction(4711): Result = 0x80070005',
    ],
  ])('leaves open %s', (_, line, other) => {
    const { pattern = '' } = proposePattern(line) ?? {};

    expect(new RegExp(pattern, 'iu').test(line)).toBe(true);
    expect(new RegExp(pattern, 'iu').test(other)).toBe(true);
  });

  it('numbers what it captures twice', () => {
    expect(proposePattern('superseded KB5000001 is replaced by KB5000002')?.variables).toEqual([
      'kb',
      'kb2',
    ]);
  });

  it('proposes nothing where no fixed words are left', () => {
    expect(proposePattern('KB5000001 12345')).toBeUndefined();
  });
});

describe('tellingScore', () => {
  it('puts the line that says why before the line that says that', () => {
    const why = tellingScore(
      "STATUS_ACCESS_DENIED #12# from SysCreateFile(on:[3]'C:\\x')[gle=0xd0000022]",
    );
    const that = tellingScore('Failed to process single phase execution. [HRESULT = 0x80070005]');

    expect(why).toBeGreaterThan(that);
    expect(tellingScore('TrustedInstaller service starts successfully.')).toBe(0);
  });
});
