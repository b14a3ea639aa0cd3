import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSqlite } from '../../knowledge/store/sqlite.ts';
import { temporaryFolder } from '../support/answering.ts';
import { caseNumber, caseOf } from '../support/cases.ts';
import { createInner } from '../support/cli.ts';

const data = path.join(temporaryFolder(), 'data');
const caselens = createInner({ CASELENS_DATA: data, CASELENS_CONFIG: '' });

const store = openSqlite(data);
await store.importCase(
  caseOf({
    case: caseNumber(1),
    status: 'waiting-vendor',
    statuses: [{ status: 'waiting-vendor', since: '2026-02-10' }],
    opened: '2026-02-10',
    updated: '2026-02-10',
    closed: null,
  }),
);
await store.close();

describe('caselens digest', () => {
  it('prints the summary of a day', async () => {
    const { status, out, err } = await caselens(['digest', '--date', '2026-03-03']);

    expect([status, err]).toEqual([0, '']);
    expect(out).toContain('案例日报 · 2026-03-03 周二\n未结 1（较昨日持平）：等待厂商 1');
    expect(out).toContain('等待厂商 21 天 · 负责人 未指定 → 建议升级给厂商接口人');
  });

  it('prints today without a date', async () => {
    const { status, out } = await caselens(['digest']);

    expect(status).toBe(0);
    expect(out).toMatch(/^案例日报 · \d{4}-\d{2}-\d{2} 周/);
  });

  it('prints the facts as JSON', async () => {
    const { out } = await caselens(['digest', '--date', '2026-03-03', '--json']);

    expect(JSON.parse(out)).toMatchObject({
      schema: 'caselens.digest/1',
      date: '2026-03-03',
      open: { total: 1, change: 0, byStatus: { 'waiting-vendor': 1 }, stale: 1, unowned: 1 },
      followUps: [{ case: caseNumber(1), days: 21, action: '建议升级给厂商接口人' }],
      commonCauses: [],
      news: { opened: [], archived: [], reopened: [], unanswered: 0 },
      series: { days: { length: 30 } },
    });
  });

  it('prints nothing of a day before anything was', async () => {
    const { out } = await caselens(['digest', '--date', '2020-01-02']);

    expect(out).toBe('案例日报 · 2020-01-02 周四\n当天没有未结案例，也没有新动态。\n');
  });

  it.each([['--date', '2026-02-30'], ['--date', '昨天'], ['--date'], ['--dates'], ['2026-03-03']])(
    'refuses %s %s',
    async (...args) => {
      const { status, out, err } = await caselens(['digest', ...args]);

      expect([status, out]).toEqual([2, '']);
      expect(err).toContain('用法：caselens digest [--date YYYY-MM-DD]');
    },
  );
});
