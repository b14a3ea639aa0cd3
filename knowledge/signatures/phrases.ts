import path from 'node:path';
import { z } from 'zod';
import { loadYamlFile } from '../yaml-file.ts';
import { type Find, Phrase, type Signature } from './signature.ts';

export const phrasesFile = 'phrases.yaml';

/** By name: what many patterns have in common, `knowledge/signatures/phrases.yaml`. */
export type Phrases = Readonly<Record<string, Phrase>>;

export function loadPhrases(folder = import.meta.dirname): Promise<Phrases> {
  return loadYamlFile(path.join(folder, phrasesFile), z.record(z.string(), Phrase));
}

const reference = /%\{([A-Za-z]\w{0,40})\}/gu;

/** The signature with every `%{name}` in its patterns replaced; throws and names the one that does not exist. */
export function spellOut(signature: Signature, phrases: Phrases): Signature {
  const find = Object.entries(signature.find).map(([name, one]): [string, Find] => {
    const spell = (pattern: string) =>
      pattern.replace(reference, (_, phrase: string) => {
        const found = phrases[phrase]?.pattern;
        if (found === undefined) {
          const known = Object.keys(phrases).join('、');
          throw new Error(
            `${signature.id}.yaml find.${name}：没有名为 ${phrase} 的词句。可用：${known}，见 ${phrasesFile}`,
          );
        }
        return found;
      });
    if (typeof one === 'string') {
      return [name, spell(one)];
    }
    return [name, 'pattern' in one ? { ...one, pattern: spell(one.pattern) } : one];
  });
  return { ...signature, find: Object.fromEntries(find) };
}
