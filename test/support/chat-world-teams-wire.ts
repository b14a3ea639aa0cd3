import type { ChatFile, Saying, Spoken, Who } from './chat-world.ts';
import {
  activityOf,
  bankTenant,
  bot,
  mentionOf,
  staffTenant,
  type TeamsWorld,
} from './teams-world.ts';

const tenants: Readonly<Record<Who, string>> = {
  engineer: staffTenant,
  colleague: staffTenant,
  customer: bankTenant,
  stranger: '66666666-6666-6666-6666-666666666666',
};
const files = {
  wanted: 'application/vnd.microsoft.teams.file.download.info',
  offered: 'application/vnd.microsoft.teams.card.file.consent',
};

export function activityIn(conversation: string, by: Who, serviceUrl: string) {
  const tenant = tenants[by];
  const [room = ''] = conversation.split(';');
  const isDirect = conversation.startsWith('a:');
  return activityOf({
    serviceUrl,
    room: conversation,
    kind: isDirect ? 'personal' : 'channel',
    tenant,
    person: by,
    channelData: {
      tenant: { id: tenant },
      ...(!isDirect && { team: { id: '19:team@thread.tacv2' }, channel: { id: room } }),
    },
  });
}

const fileMark = '<attachment id="01234567-89ab-cdef-0123-456789abcdef"></attachment>';
const styles = {
  typed: (at: string, html: string) => `<p>${at}${html}</p>`,
  code: (at: string, html: string) => `<p>${at}</p><pre><code>${html}</code></pre>`,
  quote: (at: string, html: string) => `<p>${at}</p><blockquote><p>${html}</p></blockquote>`,
};
let lateness = 0;

/** As Teams tells of it: text, and beside it HTML, in which alone lines are lines. */
export function drawn(
  { text, where, style = 'typed', mention = false, later = false, files: sent = [] }: Saying,
  { url, pages }: TeamsWorld['service'],
  count: number,
) {
  const isDirect = where === 'direct';
  lateness += later ? 120_000 : 0;
  for (const [index, { content }] of sent.entries()) {
    const body = typeof content === 'string' ? content : Buffer.from(content);
    pages.set(`/files/${count}/${index}`, { type: 'application/octet-stream', body });
  }
  const handed = sent.map(({ name }, index) => ({
    contentType: files.wanted,
    name,
    content: { downloadUrl: `${url}/files/${count}/${index}`, uniqueId: 'u', fileType: 'log' },
  }));
  const called = '<span itemscope itemtype="http://schema.skype.com/Mention" itemid="0">';
  const at = mention ? `${called}${bot.name}</span>&nbsp;` : '';
  const html = styles[style](at, htmlOf(text));
  const marks = isDirect ? '' : sent.map(() => fileMark).join('');
  const written = { contentType: 'text/html', content: `${html}${marks}` };
  return {
    timestamp: new Date(Date.now() + (later ? lateness : 0)).toISOString(),
    ...(mention ? mentionOf(text) : { text }),
    attachments: [...(text || marks ? [written] : []), ...(isDirect ? handed : [])],
  };
}

function htmlOf(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('  ', '&nbsp; ')
    .replaceAll('\n', '<br>');
}

/** Somebody wants whatever is offered there. */
export async function takeFiles({ place, by }: Spoken, world: TeamsWorld): Promise<ChatFile[]> {
  const { service, serviceUrl } = world;
  const offers = (await world.settled()).filter(
    ({ conversation, shown }) =>
      conversation === place && shown.at(-1)?.attachments?.[0]?.contentType === files.offered,
  );
  for (const { id, shown } of offers) {
    const { name = '', content } = shown.at(-1)?.attachments?.[0] ?? {};
    const path = `/upload/${id}`;
    service.pages.set(path, { status: 201, body: '{}' });
    const { acceptContext: context } = content as { acceptContext: object };
    const uploadInfo = {
      contentUrl: `https://example.sharepoint.com/x/${id}`,
      name,
      uploadUrl: `${service.url}${path}`,
      uniqueId: id,
      fileType: 'txt',
    };
    await world.deliver({
      ...activityIn(place, by, serviceUrl),
      type: 'invoke',
      name: 'fileConsent/invoke',
      replyToId: id,
      value: { type: 'fileUpload', action: 'accept', context, uploadInfo },
    });
  }
  await world.settled();
  return offers.map(({ id, shown }) => ({
    name: shown.at(-1)?.attachments?.[0]?.name ?? '',
    text: service.calls.find(({ path }) => path === `/upload/${id}`)?.body ?? '',
  }));
}
