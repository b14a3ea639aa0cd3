import type { AnswerDeps } from '../../handlers/answer.ts';
import { importCases } from '../../handlers/import-cases.ts';
import { uploadOfFile } from '../../knowledge/input/read.ts';
import type { ImportFile } from './workbench.ts';

/** Takes a file of the watch folder into the store; what could not be read of it is told beside it. */
export function createFileImporter(answering: AnswerDeps): ImportFile {
  return async (file, name) => {
    const { cases, failed, remarks } = await importCases([uploadOfFile(name, file)], {
      ...answering,
      dryRun: false,
      who: 'watch/folder',
      where: 'watch/folder',
    });
    const reasons = failed.map((one) => `${one.file}：${one.reason}`);
    if (cases.length === 0) {
      return { kind: 'failed', reasons };
    }
    const told = remarks.map((one) => `${one.file}：${one.text}`);
    const conflicts = cases.flatMap((one) => one.conflicts);
    return { kind: 'done', notes: [...new Set([...reasons, ...told, ...conflicts])] };
  };
}
