import { diagnoseMessage, runCommand } from './interact/ask.ts';
import type { InteractParts } from './interact/parts.ts';
import { press } from './interact/press.ts';
import { submit } from './interact/submit.ts';

const anyButton = /^\d+:/;
const anyForm = /./;
const refusal = '这里没有登记，机器人不回答。请管理员在 CASELENS_CONFIG 里登记工作区或个人。';

/** Buttons, forms, the message shortcut and the slash command; each is stored before it is acknowledged. */
export function listenToPresses(parts: InteractParts): void {
  const { app } = parts;
  app.action(anyButton, async ({ ack, body }) => {
    await press(body, ack, parts);
  });
  app.view(anyForm, async ({ ack, body, view }) => {
    await submit(body, view, parts);
    await ack();
  });
  app.shortcut('diagnose_message', async ({ ack, body }) => {
    await diagnoseMessage(body, parts);
    await ack();
  });
  app.command('/caselens', async ({ ack, body }) => {
    const isKept = await runCommand(body, parts);
    await ack({ response_type: 'ephemeral', text: isKept ? '收到，正在处理。' : refusal });
  });
}
