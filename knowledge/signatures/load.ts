import path from 'node:path';
import { z } from 'zod';
import { listYamlFiles, loadYamlFile } from '../yaml-file.ts';
import { loadPhrases, type Phrases, phrasesFile, spellOut } from './phrases.ts';
import { Noise, Signature } from './signature.ts';

const noiseFile = 'noise.yaml';
/** What lies beside the signatures and is none. */
const others: ReadonlySet<string> = new Set([noiseFile, phrasesFile]);

export const signatureFolder = import.meta.dirname;

/** Every signature below a folder; throws and names the file and the field that do not fit. */
export async function loadSignatures(folder = signatureFolder): Promise<Signature[]> {
  const files = (await listYamlFiles(folder)).filter((file) => !others.has(path.basename(file)));
  const phrases = await loadPhrases();
  const signatures = await Promise.all(files.map((file) => loadSignature(file, phrases)));
  const seen = new Map<string, string>();
  signatures.forEach(({ id }, index) => {
    const file = files[index] ?? '';
    const other = seen.get(id);
    if (other) {
      throw new Error(`${file} 与 ${other} 的 id 相同（${id}）。请改名`);
    }
    seen.set(id, file);
  });
  return signatures;
}

export async function loadSignature(file: string, phrases?: Phrases): Promise<Signature> {
  const signature = await loadYamlFile(file, Signature);
  if (path.basename(file, '.yaml') !== signature.id) {
    throw new Error(`${file} 的 id 是 ${signature.id}，文件名应为 ${signature.id}.yaml`);
  }
  return spellOut(signature, phrases ?? (await loadPhrases()));
}

export function loadNoise(folder = signatureFolder): Promise<Noise[]> {
  return loadYamlFile(path.join(folder, noiseFile), z.array(Noise));
}
