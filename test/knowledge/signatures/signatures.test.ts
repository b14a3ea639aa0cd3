import { readdirSync } from 'node:fs';
import { Socket } from 'node:net';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  checkExamples,
  checkHealthy,
  matchExample,
} from '../../../knowledge/check/check-signature.ts';
import { uploadOfFile } from '../../../knowledge/input/read.ts';
import { loadKnowledge } from '../../../knowledge/knowledge.ts';
import { loadNoise } from '../../../knowledge/signatures/load.ts';
import { createAnswering, diagnoseFiles } from '../../support/answering.ts';

const deps = await createAnswering();
const { engine } = deps.knowledge;
const noise = await loadNoise();
const healthyFolder = path.join(import.meta.dirname, '../../healthy');
const healthyLogs = readdirSync(healthyFolder);

afterEach(() => {
  vi.restoreAllMocks();
});

describe.each(engine.signatures)('signature $id', (signature) => {
  it('says on its own examples what they promise, and nothing on its near misses', async () => {
    expect(await checkExamples(signature, engine)).toEqual([]);
  });
});

describe('a healthy log', () => {
  it.each([
    ['CBS.log', 'cbs'],
    ['dism.log', 'dism'],
    ['setupact.log', 'setupact'],
    ['upgrade-finished.log', 'setupact'],
    ['WindowsUpdate.log', 'windowsupdate'],
  ])('%s is read as what it is', async (name, format) => {
    const { inputs } = await diagnoseFiles(
      [uploadOfFile(name, path.join(healthyFolder, name))],
      deps,
    );

    expect(inputs).toMatchObject([{ name, format, status: 'read' }]);
    expect(healthyLogs).toContain(name);
  });

  it.each(healthyLogs)('%s is named by no signature', async (name) => {
    const upload = uploadOfFile(name, path.join(healthyFolder, name));

    expect(await checkHealthy(name, upload, engine)).toEqual([]);
  });

  it.each(healthyLogs)('%s gives not even a clue, a failure or a case', async (name) => {
    const upload = uploadOfFile(name, path.join(healthyFolder, name));

    const diagnosis = await diagnoseFiles([upload], deps);

    expect(diagnosis).toMatchObject({
      verdict: 'unknown',
      causes: [],
      lastFailure: null,
      similarCases: [],
    });
  });

  it('gives nothing together with all the others', async () => {
    const uploads = healthyLogs.map((name) => uploadOfFile(name, path.join(healthyFolder, name)));

    const diagnosis = await diagnoseFiles(uploads, deps);

    expect(diagnosis).toMatchObject({ verdict: 'unknown', causes: [], lastFailure: null });
  });
});

describe.each(noise)('noise $id', ({ pattern, examples }) => {
  it.each(examples)('fits its own example %# and hides it', async (example) => {
    const ranked = await matchExample(example, engine);

    expect(example.replaceAll(/\s+/gu, ' ')).toMatch(new RegExp(pattern, 'iu'));
    expect(ranked.filter(({ signature }) => !signature.readsNoise)).toEqual([]);
  });
});

describe('start-up', () => {
  it('needs no network', async () => {
    const connect = vi.spyOn(Socket.prototype, 'connect').mockImplementation(() => {
      throw new Error('no network');
    });
    const fetch = vi.spyOn(globalThis, 'fetch').mockRejectedValue(new Error('no network'));

    const knowledge = await loadKnowledge();

    expect(knowledge.engine.signatures.length).toBeGreaterThan(0);
    expect(connect).not.toHaveBeenCalled();
    expect(fetch).not.toHaveBeenCalled();
  });

  it('knows a playbook, a cause class and a past case for whatever a signature names', async () => {
    const { playbooks, causeClasses, builtinCases } = deps.knowledge;
    const cases = new Set(builtinCases.map((one) => one.case));

    const unknown = engine.signatures.flatMap(({ id, causeClass, steps, cases: named, raise }) => [
      ...(causeClasses.has(causeClass) ? [] : [`${id} ${causeClass}`]),
      ...steps.flatMap((step) =>
        'playbook' in step && !playbooks.has(step.playbook) ? [`${id} ${step.playbook}`] : [],
      ),
      ...[...named, ...raise.flatMap(({ because }) => because)].flatMap((one) =>
        cases.has(one) ? [] : [`${id} ${one}`],
      ),
    ]);

    expect(unknown).toEqual([]);
  });
});
