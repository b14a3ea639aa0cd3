import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Findings } from '../../../knowledge/investigate.ts';
import { lastFailure } from '../../../knowledge/match/finality.ts';
import { createLastFailure } from '../../../knowledge/match/unnamed.ts';
import { uploadOfBytes } from '../../support/answering.ts';
import { cbsLine, createMatcher, engineOf, setupLine, signatureOf } from '../../support/engine.ts';
import { buildZip } from '../../support/zip.ts';

vi.setConfig({ testTimeout: 30_000 });

const match = createMatcher();

const find = {
  abort: 'Client aborted the install of (?<file>[a-z]{1,9}\\.dll)',
  stage: 'Failed to stage execution package: (?<package>KB\\d{7})',
  hang: 'CBS_E_HANG_DETECTED',
};
const formats: [string, ...string[]] = ['cbs', 'setupact'];
const engine = engineOf([
  signatureOf({
    id: 'pair',
    formats,
    find,
    when: {
      identified: [{ all: ['abort', 'stage'], none: ['hang'] }],
      likely: [{ all: ['stage'] }],
    },
    explains: ['single'],
  }),
  signatureOf({
    id: 'wide',
    formats,
    find,
    scope: 'inputs',
    when: { likely: [{ order: ['hang', 'abort'], all: ['hang', 'abort'] }] },
  }),
  signatureOf({
    id: 'single',
    formats,
    find,
    when: { clue: [{ any: ['abort', 'stage', 'hang'] }] },
  }),
  signatureOf({
    id: 'product',
    formats,
    find: { ...find, guard: { fact: 'products', matches: 'GuardSuite' } },
    when: { likely: [{ all: ['hang', 'guard'] }] },
  }),
]);

const clock = fc
  .integer({ min: 8 * 60, max: 12 * 60 })
  .map(
    (minute) =>
      `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}:00`,
  );
const telling = fc.constantFrom(
  'Client aborted the install of a.dll now',
  'Client aborted the install of b.dll now',
  'Failed to stage execution package: KB5000001',
  'Failed to stage execution package: KB5000002',
  'Stopped: CBS_E_HANG_DETECTED',
  'Session: 30_1 initialized by client WindowsUpdateAgent',
  'Session: 30_1 finalized. Reboot required: no [HRESULT = 0x00000000 - S_OK]',
  'Exec: Processing complete. Session: 30_1 Package: Package_for_KB5000001 [HRESULT = 0x00000000 - S_OK]',
  'Failed to perform operation. [HRESULT = 0x80070005 - E_ACCESSDENIED]',
  'RegisteredAV = GuardSuite',
);
const line = fc.tuple(clock, telling, fc.boolean()).map(([at, text, setup]) => ({
  at,
  text: setup ? setupLine(at, text) : cbsLine(at, text),
}));
/** A log is written in the order of its time. */
const log = fc
  .array(line, { minLength: 1, maxLength: 6 })
  .map((lines) =>
    lines.toSorted((left, right) => (left.at < right.at ? -1 : 1)).map(({ text }) => text),
  );
const files = fc.uniqueArray(
  fc.tuple(
    fc.constantFrom('a.log', 'b.log', 'pc1/a.log', 'pc1/b.log', 'pc2/a.log', 'pc3.zip'),
    log,
  ),
  { minLength: 2, maxLength: 5, selector: ([name]) => name },
);

function uploadOf([name, lines]: readonly [string, readonly string[]]) {
  const text = lines.join('\n');
  return name.endsWith('.zip')
    ? uploadOfBytes(name, buildZip([{ name: 'CBS.log', content: text }]))
    : uploadOfBytes(name, Buffer.from(text));
}

/** All that an answer is made of, except what tells how the inputs were sent. */
function answerOf({ ranked, collected }: Findings) {
  const failure = lastFailure(collected.outcomes);
  return {
    causes: ranked.map(({ cause, machine }) => ({ ...cause, machine })),
    lastFailure: failure && createLastFailure(failure),
    facts: [...collected.facts.products.keys()].sort(),
  };
}

/** Healthy lines move the numbers of the lines, and nothing else. */
function withoutLines(answer: ReturnType<typeof answerOf>) {
  const causes = answer.causes.map((cause) => ({
    ...cause,
    evidence: cause.evidence.map((one) => ({ ...one, line: 0 })),
  }));
  return { ...answer, causes };
}

describe('the answer', () => {
  it('is the same in whatever order the inputs are sent', async () => {
    const sent = files.chain((some) =>
      fc.record({
        some: fc.constant(some),
        shuffled: fc.shuffledSubarray(some, { minLength: some.length, maxLength: some.length }),
      }),
    );

    await fc.assert(
      fc.asyncProperty(sent, async ({ some, shuffled }) => {
        const one = await match({}, engine, { uploads: some.map(uploadOf) });
        const other = await match({}, engine, { uploads: shuffled.map(uploadOf) });

        expect(answerOf(other)).toEqual(answerOf(one));
      }),
      { numRuns: 200 },
    );
  });

  it('is the same when healthy lines are added', async () => {
    const healthy = fc.constantFrom(
      'Loaded Servicing Stack v10.0.19041.1 with Core: C:\\Windows\\winsxs\\cbscore.dll',
      'Appl: detect Parent, Package: Microsoft-Windows-Example~31bf~amd64~~10.0.1.1, Parent: none',
      'Exec: Processing started. Client: WindowsUpdateAgent, Session: 30_2, Package: none',
      'Trusted Installer is shutting down because: SHUTDOWN_REASON_AUTOSTOP',
      'Plan: Package: Package_for_KB5000009, current: Installed, pending: Default',
    );
    const sent = fc.record({
      lines: log,
      healthy,
      at: fc.nat(6),
      copies: fc.integer({ min: 1, max: 40 }),
    });

    await fc.assert(
      fc.asyncProperty(sent, async ({ lines, healthy: text, at, copies }) => {
        const place = Math.min(at, lines.length);
        const time = (lines[place - 1] ?? lines[0] ?? '').slice(11, 19);
        const more = lines.toSpliced(place, 0, ...Array<string>(copies).fill(cbsLine(time, text)));

        const calm = await match({ 'CBS.log': lines }, engine);
        const mixed = await match({ 'CBS.log': more }, engine);

        expect(withoutLines(answerOf(mixed))).toEqual(withoutLines(answerOf(calm)));
      }),
      { numRuns: 200 },
    );
  });

  it('is no surer of what is repeated', async () => {
    await fc.assert(
      fc.asyncProperty(log, fc.integer({ min: 2, max: 30 }), async (lines, copies) => {
        const repeated = lines.flatMap((one) => Array<string>(copies).fill(one));

        const once = await match({ 'CBS.log': lines }, engine);
        const often = await match({ 'CBS.log': repeated }, engine);

        const verdicts = ({ ranked }: Findings) =>
          ranked.map(({ cause }) => [cause.signature, cause.certainty]);
        expect(verdicts(often)).toEqual(verdicts(once));
      }),
      { numRuns: 200 },
    );
  });
});
