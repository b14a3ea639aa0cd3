import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { buildZip } from '../support/zip.ts';
import { startApp } from './app.ts';
import { launchChromium } from './chromium.ts';
import type { Running } from './process.ts';

/** setuperr.log of CAS-02564-J6C0B1. */
const imageApplyDenied = [
  '2020-07-08 10:24:58, Error                 SP     SPWIMCallback: Error in apply of C:\\$WINDOWS.~BT\\NewOS\\Windows\\WinSxS\\amd64_dual_wpdmtp.inf_31bf3856ad364e35_10.0.17763.1_none_9744e57515d245dc\\WpdMtp.dll. GLE [5]',
  '2020-07-08 10:25:01, Error                 SP     CApplyWIM: Failure while applying image 1 for C:\\$WINDOWS.~BT\\Sources\\Install.wim. Error 0x80070005[gle=0x00000005]',
  '2020-07-08 10:25:01, Error                 SP     Operation failed: Apply WIM file PathForNewOSFile (compact), index 1 to C:\\$WINDOWS.~BT\\NewOS. Error: 0x80070005[gle=0x000000b7]',
].join('\n');

/** CBS.log of CAS-06686-V8Q9W1. */
const reverseDeltaFailed = [
  '2022-07-21 16:04:08, Error                 CSI    0000002a (F) 800f0985 [Error,Facility=(000f),Code=2437 (0x0985)] #6020005# from Windows::COM::CComponentStore::InternalTransact(...)[gle=0x800f0985]',
  '2022-07-21 16:04:08, Info                  CBS    Failed to add to transaction package: Package_8309_for_KB5014692~31bf3856ad364e35~amd64~~10.0.2.15 [HRESULT = 0x800f0985 - PSFX_E_APPLY_REVERSE_DELTA_FAILED]',
  '2022-07-21 16:04:08, Error                 CBS    Failed to stage execution package: Package_8309_for_KB5014692~31bf3856ad364e35~amd64~~10.0.2.15 [HRESULT = 0x800f0985 - PSFX_E_APPLY_REVERSE_DELTA_FAILED]',
  '',
].join('\r\n');

let app: Running;
let browser: Browser;

beforeAll(async () => {
  [app, browser] = await Promise.all([startApp(), launchChromium()]);
});

afterAll(async () => {
  await browser?.close();
  await app?.stop();
});

/** A page of its own; the test fails on anything the browser complains about. */
async function openConsole(
  options: BrowserContextOptions = {},
  expected: readonly string[] = [],
): Promise<Page> {
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
    expect(complaints).toEqual(expected);
  });
  await page.goto(app.url);
  return page;
}

async function ask(page: Page, text: string): Promise<string> {
  await page.getByLabel('日志、报错或问题').fill(text);
  await page.keyboard.press('Control+Enter');
  return lastAnswer(page);
}

async function lastAnswer(page: Page): Promise<string> {
  const answer = page.locator('.entry:last-child .answer').first();
  await answer.waitFor();
  // biome-ignore lint/performance/useDomNodeTextContent: what is folded away must not count.
  return answer.innerText();
}

function overflow(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
}

describe('the console', () => {
  it('names the cause of pasted lines with proof, past case and certainty', async () => {
    const page = await openConsole();

    const answer = await ask(page, imageApplyDenied);

    expect(answer).toContain('确定');
    expect(answer).toContain('CAS-02564-J6C0B1');
    expect(answer).toContain('粘贴文本:1');
    expect(answer).toContain('\\WpdMtp.dll. GLE [5]');
  });

  it('reads a CBS.log inside an archive', async () => {
    const page = await openConsole();
    const buffer = buildZip([{ name: 'Logs/CBS/CBS.log', content: reverseDeltaFailed }]);

    await page.locator('#pick').setInputFiles({
      name: '日志.zip',
      mimeType: 'application/zip',
      buffer,
    });
    await page.getByText('日志.zip').waitFor();
    await page.getByRole('button', { name: '诊断' }).click();
    const answer = await lastAnswer(page);

    expect(answer.toLowerCase()).toContain('0x800f0985');
    expect(answer).toContain('日志.zip/Logs/CBS/CBS.log');
  });

  it('takes a file back out before it is sent', async () => {
    const page = await openConsole();
    const file = { name: 'a.log', mimeType: 'text/plain', buffer: Buffer.from('x') };

    await page.locator('#pick').setInputFiles([file, { ...file, name: 'b.log' }]);
    await page.getByRole('button', { name: '移除 a.log' }).click();

    expect(await page.locator('#files li').allInnerTexts()).toHaveLength(1);
    expect(await page.locator('#files').textContent()).toContain('b.log');
  });

  it('shows the conversation again after a refresh, and starts a new one', async () => {
    const page = await openConsole();
    const first = await ask(page, imageApplyDenied);

    await page.reload();
    expect(await lastAnswer(page)).toBe(first);

    await page.getByRole('button', { name: '新问题' }).click();
    await page.getByText('日志里写了什么').waitFor();
    expect(await page.locator('.entry').count()).toBe(0);
    await page.getByRole('navigation').getByRole('button').first().click();
    expect(await lastAnswer(page)).toBe(first);
  });

  it('gives the question back when it is stopped', async () => {
    const page = await openConsole();
    // Held back, so that there is time to press 停止.
    await page.route('**/api/ask', () => undefined);
    const box = page.getByLabel('日志、报错或问题');
    await box.fill(imageApplyDenied);
    await page.keyboard.press('Control+Enter');

    await page.getByRole('button', { name: '停止' }).click();

    await page.getByText('日志里写了什么').waitFor();
    expect(await box.inputValue()).toBe(imageApplyDenied);
  });

  it('says so when CaseLens cannot be reached, and asks again when told to', async () => {
    const page = await openConsole({}, ['Failed to load resource: net::ERR_FAILED']);
    await page.route('**/api/ask', (route) => route.abort());
    await page.getByLabel('日志、报错或问题').fill('0x80070005');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('alert').getByText('连不上 CaseLens').waitFor();
    await page.unroute('**/api/ask');

    await page.getByRole('button', { name: '重试' }).click();

    expect(await lastAnswer(page)).toContain('0x80070005');
  });

  it('takes feedback', async () => {
    const page = await openConsole();
    await ask(page, imageApplyDenied);

    await page.getByRole('button', { name: '有用' }).click();

    await page.locator('.entry:last-child .answer').nth(1).waitFor();
    expect(await page.locator('.failed').count()).toBe(0);
  });

  it('draws nothing of a hostile log as markup', async () => {
    const page = await openConsole();
    const hostile = `<img src=x onerror="document.title='owned'"> [点我](https://evil.example)`;

    await ask(page, `${imageApplyDenied.replaceAll('WpdMtp', hostile)}\n${hostile}`);

    expect(await page.title()).toBe('CaseLens 案例镜');
    expect(await page.locator('.thread a, .thread img').count()).toBe(0);
  });

  it('can be used with the keyboard alone', async () => {
    const page = await openConsole();
    await page.getByLabel('日志、报错或问题').focus();
    await page.keyboard.type('0x80070005');

    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');

    expect(await lastAnswer(page)).toContain('0x80070005');
  });
});

describe('on a phone', () => {
  it('is never wider than the screen', async () => {
    const page = await openConsole({ viewport: { width: 360, height: 740 } });

    expect(await overflow(page)).toBe(0);
    await ask(page, imageApplyDenied);
    expect(await overflow(page)).toBe(0);
    for (const fold of await page.getByRole('button', { name: '展开：' }).all()) {
      await fold.click({ timeout: 1000 }).catch(() => undefined);
    }
    expect(await overflow(page)).toBe(0);
  });
});

// biome-ignore lint/style/noProcessEnv: set by whoever wants a new picture for the README.
it.runIf(process.env.UPDATE_SCREENSHOT)('is pictured in docs/console.png', async () => {
  const page = await openConsole({ viewport: { width: 1360, height: 900 }, deviceScaleFactor: 2 });
  const folder = join(import.meta.dirname, '../../docs');
  await mkdir(folder, { recursive: true });

  await ask(page, imageApplyDenied);

  await page.mouse.move(0, 0);
  await page.screenshot({ path: join(folder, 'console.png') });
});
