import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import { describe, expect, it, onTestFinished } from 'vitest';
import { packTeamsApp } from '../../../bot/teams/package.ts';
import { commands } from '../../../handlers/commands.ts';
import { loadManifestSchema } from './manifest-schema.ts';

const appId = '11111111-1111-4111-8111-111111111111';
const mostCommands = 10;

interface Manifest {
  manifestVersion: string;
  id: string;
  icons: Record<'color' | 'outline', string>;
  bots: {
    botId: string;
    scopes: string[];
    supportsFiles: boolean;
    commandLists: { scopes: string[]; commands: { title: string; description: string }[] }[];
  }[];
  composeExtensions: { botId: string; commands: object[] }[];
  webApplicationInfo: { id: string };
  authorization: { permissions: { resourceSpecific: object[] } };
}

async function unpack(): Promise<{ files: Record<string, Uint8Array>; manifest: Manifest }> {
  const files = unzipSync(await packTeamsApp(appId));
  return { files, manifest: JSON.parse(new TextDecoder().decode(files['manifest.json'])) };
}

/** Width, height and kind of colour, from the head of a PNG. */
function headOf(png: Uint8Array | undefined) {
  const bytes = Buffer.from(png ?? []);
  return {
    size: [bytes.readUInt32BE(16), bytes.readUInt32BE(20)],
    hasAlpha: bytes[25] === 6,
  };
}

describe('the Teams app', () => {
  it('is what the schema of its version asks for', async () => {
    const { manifest } = await unpack();
    const validate = loadManifestSchema(manifest.manifestVersion);

    const isValid = validate(manifest);

    expect(validate.errors ?? []).toEqual([]);
    expect(isValid).toBe(true);
  });

  it.each([
    ['a key of another platform', { display_information: {} }],
    ['an id that is none', { id: '{{MICROSOFT_APP_ID}}' }],
    ['a name that is too long', { name: { short: '镜'.repeat(31) } }],
  ])('would not be with %s', async (_, change) => {
    const { manifest } = await unpack();
    const validate = loadManifestSchema(manifest.manifestVersion);

    expect(validate({ ...manifest, ...change })).toBe(false);
  });

  it('carries the app id wherever one is needed, and no placeholder', async () => {
    const { files, manifest } = await unpack();
    const [bot] = manifest.bots;
    const [extension] = manifest.composeExtensions;

    const ids = [manifest.id, bot?.botId, extension?.botId, manifest.webApplicationInfo.id];
    expect(ids).toEqual([appId, appId, appId, appId]);
    expect(new TextDecoder().decode(files['manifest.json'])).not.toMatch(/\{\{|\$\{/);
  });

  it('suggests commands that exist, as help words them, and no more than Teams shows', async () => {
    const { manifest } = await unpack();
    const lists = manifest.bots.flatMap(({ commandLists }) => commandLists);

    expect(lists.flatMap(({ scopes }) => scopes).sort()).toEqual(['groupChat', 'personal', 'team']);
    for (const { commands: suggested } of lists) {
      expect(suggested.length).toBeLessThanOrEqual(mostCommands);
      expect(new Set(suggested.map(({ title }) => title)).size).toBe(suggested.length);
      expect(suggested).toEqual(suggested.map(({ title }) => describeCommand(title)));
    }
  });

  it('works in all three places, takes files, and reads a message when asked to', async () => {
    const { manifest } = await unpack();

    expect(manifest.bots[0]).toMatchObject({
      scopes: ['personal', 'team', 'groupChat'],
      supportsFiles: true,
    });
    expect(manifest.composeExtensions[0]?.commands).toMatchObject([
      { id: 'diagnoseMessage', type: 'action', context: ['message'], fetchTask: true },
    ]);
    expect(manifest.authorization.permissions.resourceSpecific).toEqual([
      { name: 'ChannelMessage.Read.Group', type: 'Application' },
      { name: 'ChatMessage.Read.Chat', type: 'Application' },
    ]);
  });

  it('has its icons in the sizes that Teams takes, and nothing else', async () => {
    const { files, manifest } = await unpack();

    expect(Object.keys(files).sort()).toEqual(['color.png', 'manifest.json', 'outline.png']);
    expect(headOf(files[manifest.icons.color]).size).toEqual([192, 192]);
    expect(headOf(files[manifest.icons.outline])).toEqual({ size: [32, 32], hasAlpha: true });
  });

  it('is the same bytes whenever it is packed', async () => {
    const [first, second] = [await packTeamsApp(appId), await packTeamsApp(appId)];

    expect(Buffer.from(first).equals(Buffer.from(second))).toBe(true);
  });
});

/** A command as help tells it. */
function describeCommand(title: string) {
  const command = commands.find(({ name }) => name === title);
  const { name = '', usage = '', summary = '' } = command ?? {};
  return { title: name, description: usage ? `${name} ${usage}：${summary}` : summary };
}

describe('npm run teams:package', () => {
  const run = promisify(execFile);

  async function pack(path: string, env: Record<string, string>) {
    const folder = await mkdtemp(join(tmpdir(), 'caselens-teams-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const script = join(import.meta.dirname, '../../../bot/teams/package.ts');
    const options = { cwd: folder, env: { CASELENS_DATA: 'data', ...env } };
    const done = await run(process.execPath, [script, path].filter(Boolean), options).catch(
      (error: { stderr: string; code: number }) => error,
    );
    return { folder, ...done };
  }

  it.each([
    ['', 'data/teams-app.zip'],
    ['out/app.zip', 'out/app.zip'],
  ])('writes the app (%j)', async (path, expected) => {
    const env = { MICROSOFT_APP_ID: appId, MICROSOFT_APP_PASSWORD: 'x' };

    const { folder, stderr } = await pack(path, env);

    expect(stderr).toBe('');
    const written = await readFile(join(folder, expected));
    expect(written.equals(await packTeamsApp(appId))).toBe(true);
  });

  it.each([
    ['is missing', {}, '没有设置 MICROSOFT_APP_ID'],
    ['is none', { MICROSOFT_APP_ID: 'x' }, 'MICROSOFT_APP_ID'],
  ])('says in Chinese what to do when the app id %s', async (_, env, expected) => {
    const result = await pack('', env);

    expect(result).toMatchObject({ code: 1 });
    expect(result.stderr).toContain('没有生成 Teams 应用包。');
    expect(result.stderr).toContain(expected);
  });

  it('is a script of package.json', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));

    expect(scripts['teams:package']).toContain('bot/teams/package.ts');
  });
});
