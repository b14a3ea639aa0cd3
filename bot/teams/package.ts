import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { zipSync } from 'fflate';
import { loadConfig } from '../config.ts';

const folder = join(import.meta.dirname, 'app');
const placeholder = '{{MICROSOFT_APP_ID}}';
const icons = ['color.png', 'outline.png'];
/** Packed again, the same content gives the same bytes. */
const mtime = new Date(2026, 0, 1);

/** What is uploaded to Teams: the manifest with the app's id, and its icons. */
export async function packTeamsApp(appId: string): Promise<Uint8Array> {
  const manifest = await readFile(join(folder, 'manifest.json'), 'utf8');
  const files = {
    'manifest.json': new TextEncoder().encode(manifest.replaceAll(placeholder, appId)),
    ...Object.fromEntries(
      await Promise.all(icons.map(async (name) => [name, await readFile(join(folder, name))])),
    ),
  };
  return zipSync(files, { mtime });
}

/** `npm run teams:package -- [PATH]` */
async function main(): Promise<void> {
  const { teams, dataFolder } = await loadConfig();
  if (!teams?.appId) {
    throw new Error(
      '没有设置 MICROSOFT_APP_ID。请从 Azure Bot 的“配置”页复制 Microsoft App ID，写进 .env 后重试；步骤见 docs/teams.md。',
    );
  }
  const path = resolve(process.argv[2] ?? join(dataFolder, 'teams-app.zip'));
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, await packTeamsApp(teams.appId));
  process.stdout.write(`已生成 Teams 应用包：${path}\n`);
}

if (import.meta.main) {
  try {
    await main();
  } catch (error) {
    process.stderr.write(
      `没有生成 Teams 应用包。${error instanceof Error ? error.message : String(error)}\n`,
    );
    process.exitCode = 1;
  }
}
