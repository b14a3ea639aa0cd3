import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { loadAllowList } from '../../knowledge/allow-list.ts';
import { temporaryFolder } from '../support/answering.ts';

const list = await loadAllowList();

it('tells of each directory and process once, and why', () => {
  const paths = list.directories.map((one) => one.path);
  const names = list.processes.map((one) => one.name.toLowerCase());

  expect(new Set(paths).size).toBe(paths.length);
  expect(new Set(names).size).toBe(names.length);
  expect(
    [...list.directories, ...list.processes].filter(({ why }) => !/\p{Script=Han}/u.test(why)),
  ).toEqual([]);
});

it('asks for whole paths, and lets no disk and no whole service host through', () => {
  const paths = list.directories.map((one) => one.path);
  const host = list.processes.find(({ name }) => name.startsWith('svchost.exe'));

  expect(
    paths.filter((one) => !/^C:\\(?:Windows(?:\.old)?(?:\\|$)|\$WINDOWS\.~BT)/u.test(one)),
  ).toEqual([]);
  expect(paths).not.toContain('C:\\Windows');
  expect(host?.name).toContain('wuauserv');
  expect(host?.why).toContain('不要整体放行');
});

it('names file and field of what does not fit', async () => {
  const file = path.join(temporaryFolder(), 'allow-list.yaml');
  writeFileSync(file, 'why: 原因\ndirectory: []\n');

  await expect(loadAllowList(file)).rejects.toThrow(/allow-list\.yaml 内容有误[\s\S]*directories/u);
});
