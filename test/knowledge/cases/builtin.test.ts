import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadBuiltinCases } from '../../../knowledge/cases/builtin.ts';

const cases = await loadBuiltinCases();
const classes = new Set(
  readFileSync(path.join(import.meta.dirname, '../../../knowledge/codes/cause-classes.tsv'), 'utf8')
    .split('\n')
    .map((line) => line.split('\t')[0]),
);

const table = [
  [
    'CAS-02564-J6C0B1',
    '深圳分行',
    'P2',
    'archived',
    [['深圳分行', ['av-filter-access-denied'], true]],
  ],
  [
    'CAS-02695-W0F0D7',
    '杭州分行',
    'P2',
    'waiting-customer',
    [['杭州分行', ['av-filter-access-denied'], null]],
  ],
  [
    'CAS-02713-B6R8B4',
    '苏州分行',
    'P2',
    'archived',
    [['苏州分行', ['av-filter-access-denied'], true]],
  ],
  [
    'CAS-06079-G5K3W1',
    '天津分行',
    null,
    'archived',
    [
      ['天津分行', ['self-protection-registry-denied'], null],
      ['天津分行', ['bcd-store-corrupt'], true],
    ],
  ],
  [
    'CAS-06686-V8Q9W1',
    '山西分行',
    'P2',
    'archived',
    [
      ['山西分行（西安）', ['psfx-delta-mismatch', 'component-file-hash-mismatch'], true],
      ['江西分行', ['spp-token-update-failed'], true],
      ['江西分行', ['uso-install-timeout'], null],
      ['未说明', ['av-filter-access-denied'], null],
      ['湖北分行', ['av-filter-access-denied'], true],
    ],
  ],
  [
    'CAS-06859-Q6V5Z7',
    '北京分行',
    'P2',
    'archived',
    [['北京分行', ['file-system-corrupt'], false]],
  ],
] as const;

describe('the built-in cases', () => {
  it.each(table)('hold %s as reviewed', (caseNumber, branch, severity, status, findings) => {
    const one = cases.find((other) => other.case === caseNumber);

    expect(one).toMatchObject({
      branch,
      severity,
      status,
      customer: '工商银行',
      source: 'builtin',
    });
    expect(
      one?.findings.map(({ where, causeClasses, helped }) => [where, causeClasses, helped]),
    ).toEqual(findings);
  });

  it('are six and name only known cause classes', () => {
    const named = cases.flatMap((one) => one.findings.flatMap((finding) => finding.causeClasses));

    expect(cases).toHaveLength(table.length);
    expect(named.filter((causeClass) => !classes.has(causeClass))).toEqual([]);
  });

  it('say 脱管, not 托管, and keep features in their spelling', () => {
    expect(JSON.stringify(cases)).not.toContain('托管');
    for (const { features } of cases) {
      expect(features.codes.every((code) => /^0x[0-9a-f]{8}$/.test(code))).toBe(true);
      expect(features.kbs.every((kb) => /^KB\d{6,7}$/.test(kb))).toBe(true);
      expect(
        [...features.files, ...features.drivers].every((name) => name === name.toLowerCase()),
      ).toBe(true);
    }
  });
});

describe('a bad file', () => {
  it.each([
    [
      'wrong field',
      'CAS-00001-A1B2C3.yaml',
      'case: CAS-00001-A1B2C3\nsymptons: x\n',
      /CAS-00001-A1B2C3\.yaml[\s\S]*symptom/,
    ],
    ['no YAML', 'CAS-00001-A1B2C3.yaml', 'case: [', /不是有效的 YAML/],
  ])('with %s stops the start and is named', async (_, name, text, message) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'cases-'));
    writeFileSync(path.join(folder, name), text);

    await expect(loadBuiltinCases(folder)).rejects.toThrow(message);
  });
});
