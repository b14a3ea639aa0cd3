import { describe, expect, it } from 'vitest';
import { cbsLine, createMatcher, engineOf, signatureOf, told } from '../../support/engine.ts';

const match = createMatcher();

const find = {
  hang: 'CBS_E_HANG_DETECTED',
  guard: { fact: 'products', matches: '^Guard(?:Suite|Agent)$' },
} as const;
const guarded = signatureOf({
  id: 'guarded',
  title: '{guard} 与更新冲突',
  find,
  when: { likely: [{ all: ['hang', 'guard'] }], clue: [{ all: ['hang'] }] },
});
const engine = engineOf([guarded]);
const hang = cbsLine('10:00:00', 'Stopped: CBS_E_HANG_DETECTED');
const registered = (names: string) => `\tRegisteredAV = ${names}`;

describe('facts', () => {
  it('are found in another input of the machine and named in the answer', async () => {
    const files = {
      'pc1/CBS.log': [hang],
      'pc1/SetupDiagResults.log': [registered('Defender, guardsuite')],
    };

    const { ranked } = await match(files, engine);

    expect(ranked[0]?.cause).toMatchObject({ certainty: 'likely', title: 'guardsuite 与更新冲突' });
  });

  it('hold for every hour of the machine', async () => {
    const files = {
      'a.log': [hang],
      'b.log': [cbsLine('23:00:00', 'RegisteredAV = GuardSuite', '2026-03-09')],
    };

    expect(told(await match(files, engine))).toEqual(['guarded likely']);
  });

  it.each([
    ['another machine', { 'pc1/CBS.log': [hang], 'pc2/a.log': [registered('GuardSuite')] }],
    ['another product', { 'CBS.log': [hang], 'a.log': [registered('GuardSuitePlus')] }],
  ])('of %s prove nothing', async (_, files) => {
    expect(told(await match(files, engine))).toEqual(['guarded clue']);
  });

  it.each([
    [
      'first',
      { 'pc1/a.log': [registered('GuardSuite')], 'pc2/a.log': [hang, registered('GuardSuite')] },
    ],
    [
      'last',
      { 'pc2/a.log': [hang, registered('GuardSuite')], 'pc1/a.log': [registered('GuardSuite')] },
    ],
  ])('hold for each of two machines that share them, the other one read %s', async (_, files) => {
    expect(told(await match(files, engine))).toEqual(['guarded likely']);
  });

  it.each([
    ['build', 'HostOSVersion = 10.0.17763.3046', '17763.3046'],
    ['build', '系统版本: 10.0.19045 N/A', '19045'],
    ['products', 'RegisteredAV = Windows Defender', 'Windows Defender'],
    ['filterDrivers', 'FilterDrivers = tmpreflt,WdFilter', 'tmpreflt'],
  ] as const)('tell the %s by %s', async (fact, line, value) => {
    const { collected } = await match({ 'SetupDiagResults.log': [line] }, engine);

    expect(collected.facts[fact].map((one) => one.value)).toContain(value);
  });
});
