import path from 'node:path';
import { Playbook } from '../signatures/signature.ts';
import { listYamlFiles, loadYamlFile } from '../yaml-file.ts';

/** By id. Throws and names the file and the field that do not fit. */
export async function loadPlaybooks(folder = import.meta.dirname): Promise<Map<string, Playbook>> {
  const files = await listYamlFiles(folder);
  const playbooks = await Promise.all(files.map((file) => loadYamlFile(file, Playbook)));
  playbooks.forEach(({ id }, index) => {
    const file = files[index] ?? '';
    if (path.basename(file, '.yaml') !== id) {
      throw new Error(`${file} 的 id 是 ${id}，文件名应为 ${id}.yaml`);
    }
  });
  return new Map(playbooks.map((playbook) => [playbook.id, playbook]));
}
