import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { commands } from '../../handlers/commands.ts';

it('names every command in the hint of the Slack manifest', () => {
  const manifest = JSON.parse(readFileSync('manifest.json', 'utf8'));

  const hint: string = manifest.features.slash_commands[0].usage_hint;

  expect(commands.filter(({ name }) => !hint.includes(name))).toEqual([]);
});
