import { describe, expect, it } from 'vitest';
import { buildOf } from '../../../knowledge/match/facts.ts';
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
    ['build', 'Microsoft Windows [版本 10.0.17763.3046]', '17763.3046'],
    ['build', 'OS 版本:          6.1.7601 Service Pack 1 Build 7601', '7601'],
    ['build', 'Microsoft Windows [版本 6.3.9600]', '9600'],
    ['build', '版本 1809 (OS 内部版本 17763.3046)', '17763.3046'],
    ['filterDrivers', 'FilterDrivers = tmpreflt,WdFilter', 'tmpreflt'],
    ['products', 'FilterDrivers = tmpreflt,WdFilter', '趋势科技'],
    ['hotfixes', 'HotFixID\nKB5099001', 'KB5099001'],
    ['model', '系统型号:         Tower 1', 'Tower 1'],
  ] as const)('tell the %s by %s', async (fact, line, value) => {
    const { collected } = await match({ 'SetupDiagResults.log': [line] }, engine);

    expect(collected.facts[fact].map((one) => one.value)).toContain(value);
  });

  it('name no driver of Microsoft, and no product for a driver that nobody knows', async () => {
    const table = [
      '筛选器名称                      数字实例       高度          框架',
      '------------------------------  -------------  ------------  -----',
      'bindflt                                 1       409800         0',
      'exampleflt                              5       328520         0',
      'WdFilter                                5       328010         0',
    ];

    const { collected } = await match({ 'fltmc.txt': table }, engine);

    expect(collected.facts.filterDrivers.map(({ value }) => value)).toEqual(['exampleflt']);
    expect(collected.facts.products).toEqual([]);
  });
});

const at = (value: string, time: number | undefined, isWeak = false) => ({
  value,
  isWeak,
  hit: { at: time },
});

describe('the build', () => {
  it.each([
    ['is told by the machine before an image', [at('17763', 1), at('19045', 2, true)], '17763'],
    ['is the latest', [at('19045', 2), at('17763', 1)], '19045'],
    ['has its revision, whoever tells it', [at('17763', 9), at('17763.3046', 1)], '17763.3046'],
    ['of Windows 7 has its revision, too', [at('7601', 9), at('7601.24545', 1)], '7601.24545'],
    ['has its highest revision', [at('17763.55', 9), at('17763.3046', 1)], '17763.3046'],
    ['may be told by an image alone', [at('17763', undefined, true)], '17763'],
    ['is open when nothing tells it', [], undefined],
  ])('%s', (_, known, build) => {
    expect(buildOf(known)).toBe(build);
    expect(buildOf([...known].reverse())).toBe(build);
  });
});
