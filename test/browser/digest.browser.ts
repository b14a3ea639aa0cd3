import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createDrawChart } from '../../bot/chart.ts';
import { everyone } from '../../bot/web/feed.ts';
import { composeDigest } from '../../handlers/digest.ts';
import type { Reply } from '../../handlers/reply.ts';
import { addDays } from '../../knowledge/wall-time.ts';
import { startFakeConsole } from '../bot/web/fake-console.ts';
import { createAnswering } from '../support/answering.ts';
import { caseNumber, caseOf } from '../support/cases.ts';
import { launchChromium } from './chromium.ts';

const date = '2026-03-03';
const branches = ['湖北分行', '苏州分行', '天津分行', '山西分行', '江西分行'];
const signatures = [
  'filter-driver-denies-file',
  'psfx-delta-mismatch',
  'winre-partition-too-small',
];
const hostile = `<img src=x onerror="document.title='owned'"> [点我](https://evil.example) <!channel>`;

/** Of the picture, once it is drawn. */
const naturalWidth =
  "(async (image) => (await image.decode(), image.naturalWidth))(document.querySelector('.thread img'))";

let browser: Browser;
let summary: Reply;

beforeAll(async () => {
  [browser, summary] = await Promise.all([launchChromium(), composeSample(hostile)]);
});

afterAll(async () => {
  await browser?.close();
});

async function composeSample(firstTitle: string): Promise<Reply> {
  const deps = await createAnswering(() => Date.parse(`${date}T09:00:00+08:00`));
  for (let index = 1; index <= 40; index += 1) {
    const opened = addDays(date, -(index % 34));
    const isOpen = index % 3 !== 0;
    const status = isOpen ? (index % 2 === 0 ? 'waiting-customer' : 'open') : 'archived';
    const closed = isOpen ? null : addDays(opened, Math.min(5, index % 34));
    await deps.store.importCase(
      caseOf({
        case: caseNumber(index),
        title: index === 1 ? firstTitle : '补丁安装失败',
        severity: index < 3 ? 'P1' : 'P2',
        branch: branches[index % branches.length] ?? null,
        status,
        statuses: [
          { status: 'open', since: opened },
          { status, since: closed ?? addDays(opened, 1) },
        ],
        opened,
        closed,
        updated: closed ?? opened,
        owner: index % 4 === 0 ? '谭工' : null,
        signatures: [signatures[index % signatures.length] ?? ''],
      }),
    );
  }
  const request = { date, scope: { role: 'operator' }, previous: undefined } as const;
  return composeDigest(request, { ...deps, drawChart: createDrawChart() });
}

async function openSummary(
  options: Parameters<Browser['newContext']>[0],
  shown = summary,
): Promise<Page> {
  const { url, face } = await startFakeConsole();
  await face.post(everyone, shown);
  const context = await browser.newContext({ locale: 'zh-CN', ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') {
      complaints.push(message.text());
    }
  });
  onTestFinished(async () => {
    await context.close();
    expect(complaints).toEqual([]);
  });
  await page.goto(url);
  await page.getByText('案例日报 · 2026-03-03 周二').waitFor();
  return page;
}

describe('the daily summary in the console', () => {
  it.each([
    ['light', { colorScheme: 'light', viewport: { width: 1280, height: 1800 } }],
    ['dark', { colorScheme: 'dark', viewport: { width: 1280, height: 1800 } }],
    ['phone', { colorScheme: 'light', viewport: { width: 360, height: 740 } }],
  ] as const)('shows its picture and its cases (%s)', async (name, options) => {
    const page = await openSummary(options);

    const picture = page.locator('.thread img');
    const width = await page.evaluate(naturalWidth);
    const overflow = await page.evaluate(
      'document.documentElement.scrollWidth - window.innerWidth',
    );
    await page.screenshot({
      path: join(import.meta.dirname, `out/digest-${name}.png`),
      fullPage: true,
    });

    expect(width).toBe(960);
    expect(await picture.getAttribute('alt')).toContain('未结案例近 30 天');
    expect(overflow).toBe(0);
    const text = await page.locator('.thread').textContent();
    expect(text).toContain('需要跟进');
    expect(text).toContain('疑似共性问题');
    expect(text).toContain('负责人 谭工');
  });

  it('draws nothing of a hostile title as markup', async () => {
    const page = await openSummary({});

    expect(await page.title()).toBe('CaseLens 案例镜');
    expect(await page.locator('.thread a').count()).toBe(0);
    expect(await page.locator('.thread img').count()).toBe(1);
  });
});

// biome-ignore lint/style/noProcessEnv: set by whoever wants a new picture for the README.
it.runIf(process.env.UPDATE_SCREENSHOT)('is pictured in docs/digest.png', async () => {
  const viewport = { width: 1100, height: 900 };
  const page = await openSummary({ viewport }, await composeSample('升级回退'));

  const path = join(import.meta.dirname, '../../docs/digest.png');
  await page.locator('.thread').screenshot({ path });
});
