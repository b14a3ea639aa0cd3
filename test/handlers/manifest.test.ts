import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { commands } from '../../handlers/commands.ts';

const short = (longest: number) => z.string().min(1).max(longest);

/** What Slack accepts, as far as we use it: docs.slack.dev/reference/app-manifest. */
const Manifest = z.strictObject({
  display_information: z.strictObject({
    name: short(35),
    description: short(140),
    long_description: z.string().min(174).max(4000),
    background_color: z.string().regex(/^#[0-9a-f]{6}$/),
  }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.literal(true),
      messages_tab_enabled: z.literal(true),
      messages_tab_read_only_enabled: z.literal(false),
    }),
    bot_user: z.strictObject({ display_name: short(80), always_online: z.boolean() }),
    shortcuts: z
      .array(
        z.strictObject({
          name: short(24),
          type: z.enum(['message', 'global']),
          callback_id: short(255),
          description: short(150),
        }),
      )
      .max(10),
    slash_commands: z
      .array(
        z.strictObject({
          command: z.string().regex(/^\/[a-z-]{1,31}$/),
          description: short(2000),
          usage_hint: short(1000),
          should_escape: z.literal(false),
        }),
      )
      .max(50),
  }),
  oauth_config: z.strictObject({
    scopes: z.strictObject({ bot: z.array(z.string()).max(255) }),
  }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({ bot_events: z.array(z.string()).max(100) }),
    interactivity: z.strictObject({ is_enabled: z.literal(true) }),
    org_deploy_enabled: z.literal(false),
    socket_mode_enabled: z.literal(true),
    token_rotation_enabled: z.literal(false),
  }),
});

const manifest = Manifest.parse(JSON.parse(readFileSync('manifest.json', 'utf8')));
const { features, oauth_config, settings } = manifest;

const folder = 'bot/slack';
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(path.join(folder, name), 'utf8'))
  .join('\n');

function found(pattern: RegExp): string[] {
  const names = [...sources.matchAll(pattern)].map(([, name = '']) => name);
  return [...new Set(names)].sort();
}

const histories = ['channels:history', 'groups:history', 'im:history'];

/** What each method of the web API asks for: docs.slack.dev/reference/methods. */
const scopesOfMethods: Record<string, readonly string[]> = {
  'auth.test': [],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.history': histories,
  'conversations.open': ['im:write'],
  'conversations.replies': histories,
  'files.info': ['files:read'],
  filesUploadV2: ['files:write'],
  'reactions.add': ['reactions:write'],
  'views.open': [],
  'views.publish': [],
};
const scopesOfEvents: Record<string, readonly string[]> = {
  app_home_opened: [],
  app_mention: ['app_mentions:read'],
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
  'message.im': ['im:history'],
};
/** A message comes under one name for each kind of conversation. */
const kinds = ['message.channels', 'message.groups', 'message.im'];

const methods = found(/\b(?:web|once|client)\s*\.((?:[a-z]+\.)+[a-z]\w*|filesUploadV2)\s*\(/g);

describe('the Slack manifest', () => {
  it('names every command in the hint of the slash command', () => {
    const hint = features.slash_commands[0]?.usage_hint ?? '';

    expect(commands.filter(({ name }) => !hint.includes(name))).toEqual([]);
  });

  it('has the slash commands and shortcuts that are listened to, and no others', () => {
    expect(features.slash_commands.map(({ command }) => command)).toEqual(
      found(/\bapp\.command\('([^']+)'/g),
    );
    expect(features.shortcuts.map((shortcut) => shortcut.callback_id)).toEqual(
      found(/\bapp\.shortcut\('([^']+)'/g),
    );
  });

  it('subscribes to the events that are read, and to no others', () => {
    const listened = found(/\bapp\.event\('([^']+)'/g);
    const [parsed = ''] = found(/type: z\.enum\(\[([^\]]*message[^\]]*)\]\)/g);
    const read = parsed.match(/[a-z_]+/g) ?? [];

    const wanted = [...listened, ...read].flatMap((name) => (name === 'message' ? kinds : name));

    expect(read).toEqual(['message', 'app_mention']);
    expect(settings.event_subscriptions.bot_events).toEqual(wanted.sort());
  });

  it('knows what each method that is called asks for', () => {
    expect(methods).toContain('chat.postMessage');
    expect(methods.filter((method) => !scopesOfMethods[method])).toEqual([]);
  });

  it('asks for the scopes of what is called and subscribed to, and for no others', () => {
    const needed = [
      ...methods.flatMap((method) => scopesOfMethods[method] ?? []),
      ...settings.event_subscriptions.bot_events.flatMap((event) => scopesOfEvents[event] ?? []),
      ...(features.slash_commands.length + features.shortcuts.length > 0 ? ['commands'] : []),
      // The address of a file is read with it, which no method shows.
      'files:read',
    ];

    expect(oauth_config.scopes.bot).toEqual([...new Set(needed)].sort());
  });
});
