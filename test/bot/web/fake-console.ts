import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Config, loadConfig } from '../../../bot/config.ts';
import type { Answer, Deps } from '../../../bot/face.ts';
import { createLog } from '../../../bot/log.ts';
import { createMetrics, withMetrics } from '../../../bot/metrics.ts';
import type { WebFaceParts } from '../../../bot/web/context.ts';
import { createWebFace, type WebFace } from '../../../bot/web/index.ts';
import { diagnosisOf } from '../../support/diagnosis.ts';
import { sampleReply } from '../sample-reply.ts';

export const emptyDiagnosis = diagnosisOf();
const recorded = sampleReply([{ kind: 'paragraph', text: '已记录，谢谢。' }], { actions: [] });

export interface FakeConsole {
  url: string;
  face: WebFace;
  /** Where uploads are spooled. */
  inbox: string;
  config: Config;
  /** What was logged, one JSON object a line. */
  logged: string[];
}

export interface FakeSettings {
  answer?: Answer;
  act?: Deps['act'];
  parts?: Partial<WebFaceParts>;
  token?: string;
  uploadMiB?: number;
}

/** The console on a free loopback port, without anything behind it; ends with the test. */
export async function startFakeConsole(settings: FakeSettings = {}): Promise<FakeConsole> {
  const folder = await mkdtemp(join(tmpdir(), 'caselens-web-'));
  const defaults = await loadConfig({ CASELENS_DATA: folder });
  const { uploadMiB = 4 } = settings;
  const config: Config = {
    ...defaults,
    console: { host: '127.0.0.1', port: 0, token: settings.token },
    limits: { ...defaults.limits, uploadMiB },
  };
  const logged: string[] = [];
  const metrics = createMetrics();
  const face = createWebFace({
    diagnose: async () => emptyDiagnosis,
    history: async () => [],
    recall: async () => undefined,
    ready: async () => true,
    metrics,
    ...settings.parts,
  });
  const answer = settings.answer ?? (async () => ({ id: 'i-1', reply: sampleReply() }));
  const deps: Deps = {
    config,
    log: createLog('info', { write: (line) => logged.push(line) }),
    store: {} as Deps['store'],
    answer: withMetrics(answer, metrics),
    act: settings.act ?? (async () => recorded),
    home: async () => sampleReply(),
    jobs: { receive: async () => true },
    workers: new Map(),
    signal: new AbortController().signal,
  };
  await face.start(deps);
  onTestFinished(async () => {
    await face.stop();
    await rm(folder, { recursive: true, force: true });
  });
  return { url: face.url() ?? '', face, inbox: join(folder, 'inbox'), config, logged };
}

export function formOf(
  fields: Readonly<Record<string, string>>,
  files: readonly File[] = [],
): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    form.append(name, value);
  }
  for (const file of files) {
    form.append('files', file);
  }
  return form;
}

export const conversation = 'abcdef0123456789';
