import { z } from 'zod';
import type { Activity } from './activity.ts';
import { askerOf } from './asker.ts';
import { readAttachments } from './attachments.ts';
import { parseTeamsAction } from './card/action.ts';
import { receiveConsent } from './consent.ts';
import type { Received } from './edge.ts';
import { addressOf, keepAct, keepQuestion, type ReceiveParts } from './keep.ts';
import { type Place, placeOfActivity, targetOf } from './place.ts';
import { textOfHtml } from './plain-text.ts';
import { findPerson, isInstalled } from './references.ts';

const refusal = '这里没有登记，机器人不回答。请管理员在 CASELENS_CONFIG 里登记租户或个人。';
const outdated = '这个按钮已失效，请重新提问。';

/** Teams waits for what comes back; what takes time becomes a job, and says so. */
export async function receiveInvoke(activity: Activity, parts: ReceiveParts): Promise<Received> {
  switch (activity.name) {
    case 'adaptiveCard/action':
      return cardMessage(await press(activity, activity.value, parts));
    case 'task/fetch':
    case 'task/submit':
      return taskMessage(await press(activity, dataOf(activity.value), parts));
    case 'composeExtension/fetchTask':
    case 'composeExtension/submitAction':
      return taskMessage(await diagnoseMessage(activity, parts));
    case 'fileConsent/invoke':
      await receiveConsent(activity, parts);
      return undefined;
    default:
      return undefined;
  }
}

function cardMessage(value: string) {
  return { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value };
}

function taskMessage(value: string) {
  return { task: { type: 'message', value } };
}

const Task = z.object({ data: z.unknown().optional() });

function dataOf(value: unknown): unknown {
  return Task.safeParse(value).data?.data;
}

async function press(activity: Activity, value: unknown, parts: ReceiveParts): Promise<string> {
  const asker = askerOf(activity, parts.config);
  if (!asker) {
    return refusal;
  }
  const pressed = parseTeamsAction(value);
  if (!pressed) {
    return outdated;
  }
  await keepAct(activity, { asker, conversation: activity.conversation, ...pressed }, parts);
  return '收到，正在处理。';
}

const Shown = z.object({
  messagePayload: z.object({
    id: z.string().max(1000),
    body: z.object({ content: z.string().nullish(), contentType: z.string().nullish() }).nullish(),
    attachments: z
      .array(
        z.object({
          contentType: z.string().nullish(),
          contentUrl: z.string().nullish(),
          name: z.string().nullish(),
        }),
      )
      .max(200)
      .nullish(),
  }),
});

/** Somebody wants a message diagnosed that may be anybody's. */
async function diagnoseMessage(activity: Activity, parts: ReceiveParts): Promise<string> {
  const asker = askerOf(activity, parts.config);
  if (!asker) {
    return refusal;
  }
  const message = Shown.safeParse(activity.value).data?.messagePayload;
  const { content = '', contentType = '' } = message?.body ?? {};
  const text = contentType === 'text' ? (content ?? '').trim() : textOfHtml(content ?? '', []);
  const { elsewhere } = readAttachments(attachedOf(message?.attachments ?? []));
  if (!message || (text === '' && !elsewhere)) {
    return '这条消息里没有文字，也没有文件，无法诊断。';
  }
  const place = await placeOfAnswer(activity, parts);
  if (!place) {
    return '机器人不在这个会话里。请先把它添加到这里，或在与它的个人聊天里粘贴日志。';
  }
  const asked = { asker, text, files: [], missing: [] };
  await keepQuestion(
    activity,
    { ...asked, ...(elsewhere && { elsewhere: addressOf(activity, message.id) }) },
    parts,
    place,
  );
  const isHere = targetOf(place) === targetOf(placeOfActivity(activity));
  return isHere ? '收到，诊断结果会发在这个会话里。' : '收到，诊断结果会发到你与机器人的个人聊天。';
}

function attachedOf(
  attachments: readonly {
    contentType?: string | null | undefined;
    name?: string | null | undefined;
  }[],
) {
  return attachments.map(({ contentType, name }) => ({
    contentType: contentType ?? '',
    contentUrl: undefined,
    name: name ?? undefined,
    content: undefined,
  }));
}

/** People can show the bot messages of places that it is not in. */
async function placeOfAnswer(
  activity: Activity,
  { store }: ReceiveParts,
): Promise<Place | undefined> {
  return (await isInstalled(activity.conversation, store))
    ? placeOfActivity(activity)
    : findPerson(activity.person, store);
}
