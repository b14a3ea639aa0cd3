import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CliContext } from '../../bot/cli/command.ts';
import { newSignature } from '../../bot/cli/commands/signature-new.ts';
import { promote } from '../../bot/cli/commands/signature-promote.ts';
import { loadConfig } from '../../bot/config.ts';
import type { Case } from '../../knowledge/cases/case.ts';
import { loadSignature } from '../../knowledge/signatures/load.ts';
import { openSqlite } from '../../knowledge/store/sqlite.ts';
import { temporaryFolder } from '../support/answering.ts';
import { caseNumber, caseOf } from '../support/cases.ts';

const home = temporaryFolder();
const data = path.join(home, 'data');
const log = path.join(home, 'CBS.log');
writeFileSync(
  log,
  [
    '2026-03-02 18:00:41, Info                  CBS    Exec: Extracting package: Package_for_RollupFix~31bf3856ad364e35~amd64~~19041.9100.1.7',
    '2026-03-02 18:04:05, Info                  CBS    Failed to prepare widget store of package Package_for_KB5099001~31bf3856ad364e35~amd64~~10.0.1.2. [HRESULT = 0x800f0999 - CBS_E_WIDGET]',
  ].join('\r\n'),
);

const answers = [
  '9',
  '1',
  '',
  'widget-store-odd',
  '部件库打不开',
  'no-such-class',
  'component-store-corrupt',
  '',
  '部件库打不开，补丁 {package} 没有装上。',
  'sfc-dism-repair',
  'cbs-execution-failed',
  '',
  'https://example.com/widget',
  '',
  'Failed to prepare widget view. [HRESULT = 0x800f0999 - CBS_E_WIDGET]',
  '',
];

async function contextWith(lines: readonly string[]): Promise<CliContext & { said: string[] }> {
  const said: string[] = [];
  return {
    said,
    args: [],
    config: await loadConfig({ CASELENS_DATA: data }),
    out: (text) => said.push(text),
    err: (text) => said.push(text),
    stdin: (async function* () {
      yield Buffer.from(lines.join('\n'));
    })(),
    interactive: false,
  };
}

describe('caselens signatures new', () => {
  it('writes a draft that the loader takes, with patterns proposed from the log', async () => {
    const context = await contextWith(answers);

    const file = await newSignature(context, [log], path.join(home, 'signatures'));

    expect(file).toBe(path.join(home, 'signatures', 'store', 'widget-store-odd.yaml'));
    expect(await loadSignature(file)).toMatchObject({
      id: 'widget-store-odd',
      status: 'draft',
      formats: ['cbs'],
      explains: ['cbs-execution-failed'],
      when: { likely: [{ all: ['line1'] }] },
    });
    expect(readFileSync(file, 'utf8')).toContain('(?<package>');
    expect(context.said.join('')).toContain('请写上面列出的编号');
    expect(context.said.join('')).toContain('没有这个类别');
  });

  it('saves nothing when the answers end too early', async () => {
    const context = await contextWith(answers.slice(0, 6));

    await expect(newSignature(context, [log], path.join(home, 'none'))).rejects.toThrow(
      /什么也没有保存/u,
    );
  });
});

describe('caselens signatures promote', () => {
  const folder = path.join(home, 'drafts');
  const file = path.join(folder, 'one-draft.yaml');
  mkdirSync(folder);

  it.each([
    ['is not closed', { status: 'open' as const, verified: false }, /还没有归档/u],
    ['does not name it', { signatures: ['another'] }, /没有 one-draft/u],
  ])('refuses a case that %s', async (_, parts, message) => {
    const number = await keep(parts);

    await expect(promote(await contextWith([]), ['one-draft', number], folder)).rejects.toThrow(
      message,
    );
  });

  it('makes it trusted on the word of a closed case whose measure helped', async () => {
    const number = await keep({});
    writeFileSync(file, 'id: one-draft\nstatus: draft\n');

    await promote(await contextWith([]), ['one-draft', number], folder);

    expect(readFileSync(file, 'utf8')).toBe(
      `id: one-draft\nstatus: trusted\npromoted: ${number}\n`,
    );
  });

  let next = 10;

  async function keep(parts: Partial<Case>): Promise<string> {
    const store = openSqlite(data);
    const number = caseNumber(next);
    next += 1;
    await store.openCase(
      caseOf({
        status: 'archived',
        verified: true,
        signatures: ['one-draft'],
        ...parts,
        case: number,
      }),
    );
    await store.close();
    return number;
  }
});
