import path from 'node:path';
import { listYamlFiles, loadYamlFile } from '../yaml-file.ts';
import { Case } from './case.ts';

const FOLDER = path.join(import.meta.dirname, 'builtin');

/** The reviewed past cases that we ship; throws with file and field in Chinese when one is bad. */
export async function loadBuiltinCases(folder = FOLDER): Promise<Case[]> {
  const files = await listYamlFiles(folder);
  const cases = await Promise.all(files.map((file) => loadYamlFile(file, Case)));
  cases.forEach((one, at) => {
    const file = files[at] ?? folder;
    if (path.basename(file, '.yaml') !== one.case) {
      throw new Error(`${file} 的文件名与 case 字段“${one.case}”不一致，请改成同一个案例号。`);
    }
    if (one.source !== 'builtin') {
      throw new Error(`${file} 的 source 应为 builtin，现在是“${one.source}”。`);
    }
  });
  return cases;
}
