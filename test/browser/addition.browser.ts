import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { answersHonestly, label, noText, said, unnamed } from '../support/model-answers.ts';
import { type ModelServer, plays, startModelServer } from '../support/model-server.ts';
import { startApp } from './app.ts';
import { launchChromium } from './chromium.ts';
import type { Running } from './process.ts';

const denied =
  '2020-07-08 10:24:58, Error                 SP     SPWIMCallback: Error in apply of C:\\$WINDOWS.~BT\\NewOS\\Windows\\WinSxS\\amd64_dual_wpdmtp.inf_31bf3856ad364e35_10.0.17763.1_none_9744e57515d245dc\\WpdMtp.dll. GLE [5]';
const out = join(import.meta.dirname, 'out');

let server: ModelServer;
let app: Running;
let browser: Browser;
/** Lets the model say what it has to say. */
let answerNow: () => void;

beforeAll(async () => {
  server = await startModelServer();
  await mkdir(out, { recursive: true });
  [app, browser] = await Promise.all([
    startApp({ OPENAI_BASE_URL: server.baseUrl, OPENAI_MODEL: 'scripted' }),
    launchChromium(),
  ]);
});

afterAll(async () => {
  await browser?.close();
  await app?.stop();
  await server?.stop();
});

beforeEach(() => {
  const asked = Promise.withResolvers<void>();
  answerNow = () => asked.resolve();
  server.play(async (call, response) => {
    await asked.promise;
    answersHonestly(call, response);
  });
});

async function openConsole(options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ locale: 'zh-CN', ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  onTestFinished(async () => {
    await context.close();
    expect(complaints).toEqual([]);
  });
  await page.goto(app.url);
  return page;
}

async function ask(page: Page, text: string): Promise<string> {
  await page.getByLabel('日志、报错或问题').fill(text);
  await page.keyboard.press('Control+Enter');
  const answer = page.locator('.entry:last-child .answer').first();
  await answer.waitFor();
  return shownIn(page, '.entry:last-child .answer');
}

/** Of the first one. */
function shownIn(page: Page, selector: string): Promise<string> {
  // biome-ignore lint/performance/useDomNodeTextContent: what is folded away must not count.
  return page.locator(selector).first().innerText();
}

let asked = 10;

/** One that nobody has asked before: what a model said of it is not at hand. */
function newQuestion(text = unnamed): string {
  asked += 1;
  return text.replaceAll(' 16:04', ` 16:${asked}`).replaceAll(' 10:24', ` 10:${asked}`);
}

const added = (page: Page) => page.getByText(`${label}推测`);

describe('what a model adds to an answer of the console', () => {
  it('comes into the answer, labelled, behind all but what was read', async () => {
    const page = await openConsole();
    const first = await ask(page, newQuestion());
    expect(first).not.toContain(label);

    answerNow();
    await added(page).waitFor();

    const whole = await shownIn(page, '.entry .answer');
    const from = whole.indexOf(label);
    expect(first.startsWith(whole.slice(0, from).trimEnd())).toBe(true);
    expect(whole).toContain(`推测 1：${said.cause}`);
    expect(whole.indexOf('已读取')).toBeGreaterThan(from);
    expect(await page.locator('.entry').count()).toBe(1);
    expect(await page.locator('[id]').evaluateAll(idsTwice)).toEqual([]);
  });

  it('leaves what is being typed, and takes the next question meanwhile', async () => {
    const page = await openConsole();
    await ask(page, newQuestion());
    const box = page.getByLabel('日志、报错或问题');
    await box.focus();
    await page.keyboard.type('还有一台，');

    answerNow();
    await added(page).waitFor();
    await page.keyboard.type('也是这样');

    expect(await box.inputValue()).toBe('还有一台，也是这样');
  });

  it('takes the next question while it is on its way', async () => {
    const page = await openConsole();
    await ask(page, newQuestion());

    const second = await ask(page, '错误码 0x80070005');
    expect(second).toContain('0x80070005');

    answerNow();
    await added(page).waitFor();
    expect(await shownIn(page, '.entry')).toContain(label);
    expect(await shownIn(page, '.entry:last-child')).not.toContain(label);
  });

  it('keeps the focus, what is unfolded, what is selected and where the page stands', async () => {
    const page = await openConsole({ viewport: { width: 1000, height: 600 } });
    await ask(page, newQuestion(denied));
    await ask(page, '第1步做了，还是不行，为什么？');
    const answer = page.locator('.entry:last-child .answer');
    await answer.getByRole('button', { name: '展开：' }).first().click();
    await answer.getByRole('button', { name: '有用' }).focus();
    await page.evaluate(selectFirstLine);
    await page.evaluate('window.scrollBy(0, -120)');
    const before = await page.evaluate(stateOf);

    answerNow();
    await page.getByText(`${label}回答`).waitFor();

    expect(await page.evaluate(stateOf)).toEqual(before);
    expect(await answer.getByRole('button', { name: '收起：' }).count()).toBe(1);
  });

  it('is there again after a refresh, also when the page was gone as it came', async () => {
    const page = await openConsole();
    await ask(page, newQuestion());
    await page.reload();

    answerNow();

    await expect
      .poll(
        async () => {
          await page.reload();
          await page.locator('.entry .answer').first().waitFor();
          return added(page).count();
        },
        { timeout: 10_000 },
      )
      .toBe(1);
  });

  it('is copied with the answer', async () => {
    const page = await openConsole({ permissions: ['clipboard-read', 'clipboard-write'] });
    await ask(page, newQuestion());
    answerNow();
    await added(page).waitFor();

    await page.getByRole('button', { name: '复制为文本' }).click();
    await page.getByText('已复制').waitFor();

    expect(await page.evaluate('navigator.clipboard.readText()')).toContain(said.reason);
  });

  it.each([
    ['the text', answersHonestly, said.explanation.slice(0, -1)],
    ['the one sentence', plays.refusing(), noText],
  ])('is asked for by AI 说明, which says that it works, and shows %s', async (_, play, text) => {
    const page = await openConsole();
    await ask(page, newQuestion(denied));
    const held = Promise.withResolvers<void>();
    server.play(async (call, response) => {
      await held.promise;
      play(call, response);
    });

    await page.getByRole('button', { name: 'AI 说明' }).click();
    const working = page.getByText('正在处理');
    await working.waitFor();
    expect(await working.evaluate(isOnTop)).toBe(true);
    held.resolve();

    const shown = page.locator('.entry:last-child .answer:last-child').getByText(text);
    await shown.waitFor();
    expect(await working.count()).toBe(0);
    expect(await shown.evaluate(isOnTop)).toBe(true);
  });

  it('shows the same explanation once, however often it is asked for', async () => {
    const page = await openConsole();
    await ask(page, newQuestion(denied));
    answerNow();
    const button = page.getByRole('button', { name: 'AI 说明' });

    for (const _ of [1, 2, 3]) {
      await button.click();
      await expect.poll(() => button.isEnabled()).toBe(true);
    }

    expect(await page.getByText(`${label}说明`).count()).toBe(1);
  });

  it.each([
    ['light', { viewport: { width: 1100, height: 900 }, colorScheme: 'light' }],
    ['dark', { viewport: { width: 1100, height: 900 }, colorScheme: 'dark' }],
    ['phone', { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }],
  ] as const)('fits the page: %s', async (name, options) => {
    const page = await openConsole(options);
    await ask(page, newQuestion());
    answerNow();
    await added(page).waitFor();

    await added(page).scrollIntoViewIfNeeded();
    await page.screenshot({ path: join(out, `addition-${name}.png`) });
    const labels = await page.locator('.ac-pushButton:visible > div').evaluateAll(areCut);
    expect(labels).toEqual([]);
    const overflow = 'document.documentElement.scrollWidth - window.innerWidth';
    expect(await page.evaluate(overflow)).toBe(0);
  });
});

const stateOf = `({
  focus: document.activeElement?.textContent,
  selected: String(getSelection()),
  top: Math.round(document.querySelector('.entry:last-child .answer').getBoundingClientRect().top),
})`;
const selectFirstLine = `(() => {
  const range = document.createRange();
  range.selectNodeContents(document.querySelector('.entry:last-child .ac-textBlock'));
  getSelection().removeAllRanges();
  getSelection().addRange(range);
})()`;

function areCut(
  labels: readonly { textContent: string; scrollWidth: number; clientWidth: number }[],
) {
  return labels.flatMap((one) => (one.scrollWidth > one.clientWidth ? [one.textContent] : []));
}

interface Shown {
  getBoundingClientRect(): { left: number; top: number; width: number; height: number };
  contains(other: unknown): boolean;
  ownerDocument: { elementFromPoint(x: number, y: number): unknown };
}

/** In the window, and nothing lies over it. */
function isOnTop(element: Shown): boolean {
  const { left, top, width, height } = element.getBoundingClientRect();
  return element.contains(
    element.ownerDocument.elementFromPoint(left + width / 2, top + height / 2),
  );
}

function idsTwice(elements: readonly { id: string }[]): string[] {
  const ids = elements.map(({ id }) => id);
  return ids.filter((id, index) => id !== '' && ids.indexOf(id) !== index);
}
