import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createDrawChart } from '../../bot/chart.ts';
import { renderMessage } from '../../bot/slack/blocks/message.ts';
import { answer } from '../../handlers/answer.ts';
import { composeHome } from '../../handlers/home.ts';
import type { Asker } from '../../handlers/inquiry.ts';
import type { Reply } from '../../handlers/reply.ts';
import { createAnswering } from '../support/answering.ts';
import { caseNumber, caseOf } from '../support/cases.ts';
import { drawBlocks } from './block-kit.ts';
import { launchChromium } from './chromium.ts';

/** setuperr.log of CAS-02564-J6C0B1. */
const imageApplyDenied = [
  '2020-07-08 10:24:58, Error                 SP     SPWIMCallback: Error in apply of C:\\$WINDOWS.~BT\\NewOS\\Windows\\WinSxS\\amd64_dual_wpdmtp.inf_31bf3856ad364e35_10.0.17763.1_none_9744e57515d245dc\\WpdMtp.dll. GLE [5]',
  '2020-07-08 10:25:01, Error                 SP     CApplyWIM: Failure while applying image 1 for C:\\$WINDOWS.~BT\\Sources\\Install.wim. Error 0x80070005[gle=0x00000005]',
].join('\n');
const asker: Asker = { face: 'slack', id: 'U0000001', role: 'staff', name: '谭工' };
const pictureId = 'F0000001';

let browser: Browser;
let replies: { answer: Reply; home: Reply };

beforeAll(async () => {
  [browser, replies] = await Promise.all([launchChromium(), composeReplies()]);
});

afterAll(async () => {
  await browser?.close();
});

async function composeReplies() {
  const now = Date.parse('2026-03-03T09:30:00+08:00');
  const deps = { ...(await createAnswering(() => now)), drawChart: createDrawChart() };
  for (let index = 1; index <= 8; index += 1) {
    const status = index % 3 === 0 ? 'waiting-customer' : 'open';
    await deps.store.importCase(
      caseOf({
        case: caseNumber(index),
        branch: ['湖北分行', '苏州分行', '天津分行'][index % 3] ?? null,
        status,
        statuses: [
          { status: 'open', since: `2026-02-${10 + index}` },
          { status, since: `2026-02-${12 + index}` },
        ],
        opened: `2026-02-${10 + index}`,
        updated: `2026-02-${12 + index}`,
        closed: null,
        owner: index % 2 === 0 ? '谭工' : '林工',
        signatures: ['filter-driver-denies-file'],
      }),
    );
  }
  const conversation = 'C0000001:1';
  const inquiry = {
    asker,
    conversation,
    text: imageApplyDenied,
    files: [],
    language: 'zh',
  } as const;
  const { reply } = await answer(inquiry, deps, () => undefined);
  return { answer: reply, home: await composeHome(asker, deps) };
}

async function draw(reply: Reply, width: number): Promise<Page> {
  const context = await browser.newContext({
    locale: 'zh-CN',
    viewport: { width, height: 900 },
  });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const picture = reply.blocks.flatMap((block) =>
    block.kind === 'chart' && block.picture ? [block.picture] : [],
  )[0];
  const known = picture && new Map([[picture.name, pictureId]]);
  const data = picture && Buffer.from(picture.bytes).toString('base64');
  const { blocks } = renderMessage(reply, known);
  const pictures = new Map([[pictureId, `data:image/png;base64,${data}`]]);
  await page.setContent(drawBlocks(blocks, pictures));
  return page;
}

describe('what people see in Slack', () => {
  it.each([760, 360])('begins with verdict and cause and fits into %i pixels', async (width) => {
    const page = await draw(replies.answer, width);

    const headline = await page.locator('h3').first().textContent();
    const box = await page.locator('h3').first().boundingBox();
    const overflow = await page.evaluate(
      'document.documentElement.scrollWidth - window.innerWidth',
    );

    expect(headline).toContain('确定 · 系统文件 WpdMtp.dll');
    expect(box?.y).toBeLessThan(100);
    expect(overflow).toBe(0);
    expect(await page.locator('button').count()).toBeGreaterThan(3);
  });

  it('has the cases, the picture and the switch of the summary on the home', async () => {
    const page = await draw(replies.home, 760);

    const alt = await page.locator('img').getAttribute('alt');
    const buttons = await page.locator('button').allTextContents();

    expect(alt).toContain('未结案例近 30 天');
    expect(buttons).toEqual(['开启日报']);
  });
});

// biome-ignore lint/style/noProcessEnv: set by whoever wants new pictures for docs/slack.md.
it.runIf(process.env.UPDATE_SCREENSHOT).each(['answer', 'home'] as const)(
  'is pictured in docs/slack-%s.png',
  async (name) => {
    const page = await draw(replies[name], 760);

    const path = join(import.meta.dirname, `../../docs/slack-${name}.png`);
    await page.locator('article').screenshot({ path });
  },
);
