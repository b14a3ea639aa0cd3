import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { doubtOf } from '../../../knowledge/authoring/confirm.ts';
import { CaseNumber } from '../../../knowledge/cases/case.ts';
import { signatureFolder } from '../../../knowledge/signatures/load.ts';
import { listYamlFiles } from '../../../knowledge/yaml-file.ts';
import { assembleAnswering } from '../../assemble.ts';
import { type CliContext, UsageError } from '../command.ts';

const draftLine = /^status: draft$/mu;

/** Makes a draft trusted, on the word of a closed case whose measure helped. Returns its file. */
export async function promote(
  { config }: CliContext,
  [id = '', caseNumber = '']: readonly string[],
  folder = signatureFolder,
): Promise<string> {
  const wanted = CaseNumber.safeParse(caseNumber.toUpperCase());
  if (id === '' || !wanted.success) {
    throw new UsageError(
      '请写出特征的 id 和证实它的案例号，如 caselens signatures promote ID CAS-00000-X0X0X0',
    );
  }
  await requireProof(config, id, wanted.data);
  const files = await listYamlFiles(folder);
  const file = files.find((one) => path.basename(one, '.yaml') === id);
  const text = file && (await readFile(file, 'utf8'));
  if (!text || !draftLine.test(text)) {
    throw new UsageError(`没有名为 ${id} 的 draft 特征。`);
  }
  await writeFile(file, text.replace(draftLine, `status: trusted\npromoted: ${wanted.data}`));
  return file;
}

async function requireProof(
  config: CliContext['config'],
  id: string,
  number: string,
): Promise<void> {
  const { store, knowledge } = await assembleAnswering(config);
  const builtin = knowledge.builtinCases.find((one) => one.case === number);
  const one = (await store.findCase(number)) ?? builtin;
  await store.close();
  if (!one) {
    throw new UsageError(`没有案例 ${number}。`);
  }
  const doubt = doubtOf(one, id, knowledge.engine.byId.get(id));
  if (doubt === 'open') {
    throw new UsageError(`${number} 还没有归档，或者没有人确认办法有效，不能作为依据。`);
  }
  if (doubt === 'unrelated') {
    throw new UsageError(`${number} 的原因里没有 ${id}。请先用“关联”或重新诊断，把它记到案例上。`);
  }
}
