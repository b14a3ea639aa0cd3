import { Worker } from 'node:worker_threads';

/**
 * In a worker, because `stripTypeScriptTypes` prints a warning that only a thread of its own can
 * be started without. https://nodejs.org/docs/latest-v24.x/api/module.html#modulestriptypescripttypescode-options
 */
const program = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { stripTypeScriptTypes } = require('node:module');
  parentPort.postMessage(workerData.map((source) => stripTypeScriptTypes(source)));
`;

/** TypeScript sources → what a browser can run; line numbers stay. */
export function stripTypes(sources: readonly string[]): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(program, {
      eval: true,
      workerData: sources,
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}
