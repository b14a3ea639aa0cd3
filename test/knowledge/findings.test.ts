import { describe, expect, it } from 'vitest';
import {
  createAnswering,
  diagnoseFiles,
  diagnoseText,
  uploadOfBytes,
} from '../support/answering.ts';
import { damages } from '../support/damage.ts';
import { findings } from '../support/findings.ts';

const deps = await createAnswering();
const squeeze = (text: string) => text.replace(/\s+/gu, ' ').trim();
const rank = { identified: 3, likely: 2, clue: 1 };

describe.each(findings)('finding: $name', (finding) => {
  it.each(Object.entries(damages))('is named %s', async (_, damage) => {
    const sent = damage(finding.lines);

    const diagnosis =
      typeof sent === 'string'
        ? await diagnoseText(sent, deps)
        : await diagnoseFiles([uploadOfBytes('setup.log', sent)], deps);

    const [cause] = diagnosis.causes;
    expect(cause?.causeClass).toBe(finding.causeClass);
    expect(rank[cause?.certainty ?? 'clue']).toBeGreaterThanOrEqual(rank[finding.atLeast]);
  });

  it('has its own lines for proof and its own case on top', async () => {
    const { causes, similarCases } = await diagnoseText(finding.lines.join('\n'), deps);

    const evidence = causes[0]?.evidence ?? [];
    const sent = squeeze(finding.lines.join('\n'));
    expect(evidence.length).toBeGreaterThan(0);
    expect(evidence.filter(({ text }) => !sent.includes(squeeze(text)))).toEqual([]);
    expect(evidence.map(({ line }) => squeeze(finding.lines[line - 1] ?? '').slice(0, 60))).toEqual(
      evidence.map(({ text }) => squeeze(text).slice(0, 60)),
    );
    expect(similarCases[0]?.case).toBe(finding.case);
  });
});

it.each(['ntfs_extra.sys', 'ExampleShell.dll', 'printer-core.dll'])(
  'calls an image-apply denial of %s at least likely, and not a certainty',
  async (file) => {
    const text = findings[0]?.lines.join('\n').replaceAll('WpdMtp.dll', file) ?? '';

    const { causes } = await diagnoseText(text, deps);

    expect(causes[0]).toMatchObject({ causeClass: 'av-filter-access-denied', certainty: 'likely' });
  },
);

it('finds CAS-02713, which has no log lines of its own, by a question', async () => {
  const { similarCases } = await diagnoseText('KB4561621 8024200d wpdmtp.dll 拒绝访问', deps);

  expect(similarCases.map((one) => one.case)).toContain('CAS-02713-B6R8B4');
});
