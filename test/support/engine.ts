import type { z } from 'zod';
import type { Upload } from '../../knowledge/input/upload.ts';
import { type Findings, type Investigation, investigate } from '../../knowledge/investigate.ts';
import { compileEngine, type Engine } from '../../knowledge/match/compile.ts';
import { Noise, Signature } from '../../knowledge/signatures/signature.ts';
import { limits, temporaryFolder, uploadOfBytes } from './answering.ts';

type SignatureParts = Partial<z.input<typeof Signature>> &
  Pick<z.input<typeof Signature>, 'id' | 'find' | 'when'>;

/** A small signature of our own: what a test does not name is filled in with something harmless. */
export function signatureOf(parts: SignatureParts): Signature {
  return Signature.parse({
    title: parts.id,
    causeClass: 'unclassified',
    status: 'trusted',
    since: '2026-01-01',
    formats: ['cbs'],
    explanation: '测试用。',
    steps: [
      {
        title: '重试',
        detail: '再装一次。',
        commands: [],
        who: 'branch',
        risk: 'none',
        success: '装上了',
        undo: '',
      },
    ],
    sources: ['测试'],
    examples: { ignores: ['没有'] },
    ...parts,
  });
}

export function noiseOf(pattern: string): Noise {
  return Noise.parse({ id: 'noise', pattern, why: '测试', source: '测试', examples: [pattern] });
}

export function engineOf(signatures: readonly Signature[], noise: readonly Noise[] = []): Engine {
  return compileEngine(signatures, noise);
}

/** A CBS.log line of 2026-03-02 unless another day is given. */
export function cbsLine(clock: string, text: string, day = '2026-03-02'): string {
  return `${day} ${clock}, Info                  CBS    ${text}`;
}

export function setupLine(clock: string, text: string, day = '2026-03-02'): string {
  return `${day} ${clock}, Error                 SP     ${text}`;
}

/** Files by name, each a list of lines or bytes, read and matched by the given signatures. */
export function createMatcher(): (
  files: Readonly<Record<string, readonly string[] | Uint8Array>>,
  engine: Engine,
  more?: Partial<Investigation>,
) => Promise<Findings> {
  const spoolFolder = temporaryFolder();
  return (files, engine, more) =>
    investigate({ uploads: uploadsOf(files), said: '', limits, spoolFolder, ...more }, engine);
}

export function uploadsOf(
  files: Readonly<Record<string, readonly string[] | Uint8Array>>,
): Upload[] {
  return Object.entries(files).map(([name, content]) =>
    uploadOfBytes(name, content instanceof Uint8Array ? content : Buffer.from(content.join('\n'))),
  );
}

/** What a test says of the causes, without quoting everything. */
export function told({ ranked }: Findings): string[] {
  return ranked.map(({ cause }) => `${cause.signature} ${cause.certainty}`);
}
