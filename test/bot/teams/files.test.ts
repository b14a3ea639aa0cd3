import { describe, expect, it } from 'vitest';
import { replyOf } from '../../../handlers/command.ts';
import type { Inquiry } from '../../../handlers/inquiry.ts';
import type { Reply } from '../../../handlers/reply.ts';
import {
  activityOf,
  mentionOf,
  openTeamsWorld,
  staffTenant,
  type TeamsWorld,
} from '../../support/teams-world.ts';

const log = '2026-03-02 10:14:07, Error CBS Failed [HRESULT = 0x800f0922]\r\n'.repeat(2);
const room = '19:room@thread.tacv2';
const group = '19:group@thread.v2';
const fileId = '01234567-89ab-cdef-0123-456789abcdef';

/** What reached the one who answers, with the files read. */
async function openReading(
  parts: Parameters<typeof openTeamsWorld>[0] = {},
  reply: Partial<Reply> = {},
) {
  const heard: (Inquiry & { contents: string[] })[] = [];
  const world = await openTeamsWorld({
    ...parts,
    answer: async (inquiry) => {
      const contents = await Promise.all(inquiry.files.map((file) => contentOf(file.open())));
      heard.push({ ...inquiry, contents });
      return { id: inquiry.id ?? '', reply: { ...replyOf([], '答'), ...reply } };
    },
  });
  return { ...world, heard };
}

async function contentOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) {
    all.push(chunk);
  }
  return Buffer.concat(all).toString();
}

function sentFile(name: string, downloadUrl: string) {
  return {
    contentType: 'application/vnd.microsoft.teams.file.download.info',
    name,
    content: { downloadUrl, uniqueId: 'u', fileType: 'log' },
  };
}

function inChannel(messageId: string) {
  return {
    id: messageId,
    room: `${room};messageid=17`,
    kind: 'channel' as const,
    ...mentionOf('看附件'),
    attachments: [
      {
        contentType: 'text/html',
        content: `<p>看附件</p><attachment id="${fileId}"></attachment>`,
      },
    ],
  };
}

const channelData = (team: object) => ({
  tenant: { id: staffTenant },
  channel: { id: room },
  team,
});

describe('files of a personal chat', () => {
  it('are read, several at once', async () => {
    const world = await openReading();
    const { service, serviceUrl } = world;
    service.pages.set('/files/1', { type: 'application/octet-stream', body: log });
    service.pages.set('/files/2', { type: 'application/octet-stream', body: 'second' });

    await world.deliver(
      activityOf({
        serviceUrl,
        text: '',
        attachments: [
          sentFile('CBS.log', `${service.url}/files/1`),
          sentFile('dism.log', `${service.url}/files/2`),
        ],
      }),
    );

    await world.settled();
    expect(world.heard[0]?.files.map(({ name }) => name)).toEqual(['CBS.log', 'dism.log']);
    expect(world.heard[0]?.contents).toEqual([log, 'second']);
    expect(service.calls.find(({ path }) => path === '/files/1')?.headers.authorization).toBe(
      undefined,
    );
  });

  it.each([
    ['lies elsewhere', () => 'https://example.com/CBS.log', /不属于 SharePoint/u],
    ['is asked for without encryption', () => 'http://a.sharepoint.com/x', /不属于 SharePoint/u],
    [
      'has a host that only begins alike',
      () => 'https://a.sharepoint.com.example.com/x',
      /不属于/u,
    ],
    ['is gone', (url: string) => `${url}/files/gone`, /已被删除/u],
    ['is a page to sign in', (url: string) => `${url}/files/page`, /已失效/u],
    ['leads elsewhere', (url: string) => `${url}/files/moved`, /已失效/u],
  ])('tell why one is not read that %s, and the rest is read', async (_, address, reason) => {
    const world = await openReading();
    const { service, serviceUrl } = world;
    service.pages.set('/files/1', { type: 'text/plain', body: 'good' });
    service.pages.set('/files/page', { type: 'text/html', body: '<html>' });
    service.pages.set('/files/moved', { status: 302, body: '' });

    await world.deliver(
      activityOf({
        serviceUrl,
        text: '看日志',
        attachments: [
          sentFile('bad.log', address(service.url)),
          sentFile('good.log', `${service.url}/files/1`),
        ],
      }),
    );

    await world.settled();
    expect(world.heard[0]?.contents).toEqual(['good']);
    expect(world.heard[0]?.missing).toEqual([
      { name: 'bad.log', reason: expect.stringMatching(reason) },
    ]);
  });

  it('are bounded', async () => {
    const world = await openReading({ config: { limits: { ...limits, uploadMiB: 1 } } });
    const { service, serviceUrl } = world;
    service.pages.set('/files/1', { type: 'text/plain', body: 'x'.repeat(1_100_000) });

    await world.deliver(
      activityOf({
        serviceUrl,
        attachments: [sentFile('CBS.log', `${service.url}/files/1`)],
      }),
    );

    await world.settled();
    expect(world.heard[0]?.missing).toEqual([
      { name: 'CBS.log', reason: expect.stringContaining('超过允许的大小') },
    ]);
  });

  it('are not pictures', async () => {
    const world = await openReading();

    await world.deliver(
      activityOf({
        serviceUrl: world.serviceUrl,
        attachments: [{ contentType: 'image/*', contentUrl: 'https://smba.trafficmanager.net/x' }],
      }),
    );

    await world.settled();
    expect(world.heard[0]?.missing).toEqual([
      { name: '图片1', reason: expect.stringContaining('粘贴成文字') },
    ]);
  });
});

const limits = {
  uploadMiB: 100,
  archiveEntries: 10,
  archiveRatio: 10,
  archiveDepth: 2,
  pictures: 6,
  answerSeconds: 60,
};

describe('files of a channel', () => {
  it('are asked for in the personal chat', async () => {
    const world = await openReading();

    await world.deliver(
      activityOf({
        serviceUrl: world.serviceUrl,
        ...inChannel('17'),
        channelData: channelData({ id: '19:team' }),
      }),
    );

    await world.settled();
    expect(world.heard[0]?.missing).toEqual([
      { name: '随消息发来的文件', reason: expect.stringContaining('个人聊天') },
    ]);
  });

  it('are asked for on the console where Teams has no files at all', async () => {
    const world = await openReading({
      endpoints: () => ({ loginUrl: 'https://login.partner.microsoftonline.cn/x' }),
      config: { console: { host: '192.0.2.7', port: 3979 } },
    });

    await world.deliver(
      activityOf({
        serviceUrl: world.serviceUrl,
        ...inChannel('17'),
        channelData: channelData({ id: '19:team' }),
      }),
    );

    await world.settled();
    const [missing] = world.heard[0]?.missing ?? [];
    expect(missing?.reason).toContain('http://192.0.2.7:3979');
    expect(missing?.reason).not.toContain('个人聊天');
  });

  it('are not seen in a quoted message', async () => {
    const world = await openReading();

    await world.deliver(
      activityOf({
        serviceUrl: world.serviceUrl,
        ...inChannel('17'),
        attachments: [
          { contentType: 'text/html', content: '<attachment id="1700000000000"></attachment>好' },
        ],
        channelData: channelData({ id: '19:team' }),
      }),
    );

    await world.settled();
    expect(world.heard[0]).toMatchObject({ text: '好', missing: [] });
  });
});

/** Microsoft Graph with one message that has one file. */
function prepareGraph({ service }: TeamsWorld, path: string): void {
  const contentUrl = 'https://example.sharepoint.com/sites/x/CBS.log';
  const share = `u!${Buffer.from(contentUrl).toString('base64url')}`;
  const { pages, url } = service;
  pages.set(`/${staffTenant}/oauth2/v2.0/token`, {
    body: JSON.stringify({ access_token: 'graph-token', expires_in: 3600 }),
  });
  pages.set(`/v1.0${path}`, {
    body: JSON.stringify({
      attachments: [
        { contentType: 'reference', contentUrl, name: 'CBS.log' },
        { contentType: 'messageReference', content: '{}' },
      ],
    }),
  });
  pages.set(`/v1.0/shares/${share}/driveItem`, {
    body: JSON.stringify({ '@microsoft.graph.downloadUrl': `${url}/files/1` }),
  });
  pages.set('/files/1', { type: 'application/octet-stream', body: log });
}

function openGraph() {
  return openReading({
    teams: { graph: 'on' },
    endpoints: (url) => ({ graphUrl: url, loginUrl: url }),
  });
}

const team = `/teams/group-1/channels/${encodeURIComponent(room)}`;

describe('files of a channel, with Microsoft Graph', () => {
  it.each([
    ['that began the thread', '17', `${team}/messages/17`],
    ['of a reply', '18', `${team}/messages/17/replies/18`],
  ])('are those of the message %s', async (_, id, path) => {
    const world = await openGraph();
    prepareGraph(world, path);

    await world.deliver(
      activityOf({
        serviceUrl: world.serviceUrl,
        ...inChannel(id),
        channelData: channelData({ id: '19:team', aadGroupId: 'group-1' }),
      }),
    );

    await world.settled();
    expect(world.heard[0]?.contents).toEqual([log]);
    expect(world.heard[0]?.missing).toEqual([]);
  });

  it('are found when Teams tells only its own name of the team', async () => {
    const world = await openGraph();
    prepareGraph(world, `${team}/messages/17`);
    world.service.pages.set('/teams/v3/teams/19%3Ateam', {
      body: JSON.stringify({ id: '19:team', name: 'x', aadGroupId: 'group-1' }),
    });

    await world.deliver(
      activityOf({
        serviceUrl: world.serviceUrl,
        ...inChannel('17'),
        channelData: channelData({ id: '19:team' }),
      }),
    );

    await world.settled();
    expect(world.heard[0]?.contents).toEqual([log]);
  });

  it('of a group chat are found too', async () => {
    const world = await openGraph();
    prepareGraph(world, `/chats/${encodeURIComponent(group)}/messages/17`);

    await world.deliver(
      activityOf({
        serviceUrl: world.serviceUrl,
        ...inChannel('17'),
        room: group,
        kind: 'groupChat',
      }),
    );

    await world.settled();
    expect(world.heard[0]?.contents).toEqual([log]);
  });

  it('are asked for in the personal chat when the permission is not there', async () => {
    const world = await openGraph();
    prepareGraph(world, `${team}/messages/17`);
    world.service.pages.set(`/v1.0${team}/messages/17`, { status: 403, body: '{}' });

    await world.deliver(
      activityOf({
        serviceUrl: world.serviceUrl,
        ...inChannel('17'),
        channelData: channelData({ id: '19:team', aadGroupId: 'group-1' }),
      }),
    );

    await world.settled();
    expect(world.heard[0]?.missing?.[0]?.reason).toMatch(/没有读取.*权限.*个人聊天/u);
  });
});

describe('files of the bot', () => {
  const draft = { name: '回复.txt', mediaType: 'text/plain', bytes: Buffer.from('草稿') };

  async function openOffer() {
    const world = await openReading({}, { files: [draft] });
    await world.deliver(activityOf({ serviceUrl: world.serviceUrl, text: '起草' }));
    const [, offer] = await world.settled();
    const content = offer?.shown[0]?.attachments?.[0]?.content as {
      acceptContext: object;
      declineContext: object;
      sizeInBytes: number;
    };
    const consent = (value: object, more = {}) =>
      world.deliver(
        activityOf({
          serviceUrl: world.serviceUrl,
          type: 'invoke',
          name: 'fileConsent/invoke',
          replyToId: offer?.id,
          value: { type: 'fileUpload', ...value },
          ...more,
        }),
      );
    const uploadInfo = {
      contentUrl: 'https://example.sharepoint.com/x/回复.txt',
      name: '回复.txt',
      uploadUrl: `${world.service.url}/upload/1`,
      uniqueId: 'u-1',
      fileType: 'txt',
    };
    world.service.pages.set('/upload/1', { status: 201, body: '{}' });
    return { world, offer, content, consent, uploadInfo };
  }

  it('are offered in a personal chat, and handed over when they are wanted', async () => {
    const { world, offer, content, consent, uploadInfo } = await openOffer();

    const { status } = await consent({
      action: 'accept',
      context: content.acceptContext,
      uploadInfo,
    });

    await world.settled();
    expect(status).toBe(200);
    expect(content.sizeInBytes).toBe(6);
    const put = world.service.calls.find(({ path }) => path === '/upload/1');
    expect(put).toMatchObject({ method: 'PUT', body: '草稿' });
    expect(put?.headers).toMatchObject({ 'content-range': 'bytes 0-5/6', 'content-length': '6' });
    expect(put?.headers.authorization).toBeUndefined();
    expect(offer?.shown.at(-1)?.attachments?.[0]).toMatchObject({
      contentType: 'application/vnd.microsoft.teams.card.file.info',
      contentUrl: uploadInfo.contentUrl,
      content: { uniqueId: 'u-1', fileType: 'txt' },
    });
  });

  it('are left when they are not', async () => {
    const { world, offer, content, consent } = await openOffer();

    await consent({ action: 'decline', context: content.declineContext });

    await world.settled();
    expect(JSON.stringify(offer?.shown.at(-1))).toContain('没有保存');
  });

  it.each([
    ['to a place that is not Microsoft’s', { uploadUrl: 'https://example.com/upload' }, {}],
    ['to another conversation', {}, { room: 'a:somebody-else' }],
  ])('are never handed over %s', async (_, upload, more) => {
    const { world, offer, content, consent, uploadInfo } = await openOffer();

    await consent(
      {
        action: 'accept',
        context: content.acceptContext,
        uploadInfo: { ...uploadInfo, ...upload },
      },
      more,
    );

    await world.settled();
    expect(
      world.service.calls.filter(({ method, path }) => method === 'PUT' && path === '/upload/1'),
    ).toEqual([]);
    expect(JSON.stringify(offer?.shown.at(-1))).toContain('已过期');
  });

  it('are not offered in a group', async () => {
    const world = await openReading({}, { files: [draft] });

    await world.deliver(
      activityOf({
        serviceUrl: world.serviceUrl,
        room: group,
        kind: 'groupChat',
        ...mentionOf('起草'),
      }),
    );

    expect(await world.settled()).toHaveLength(1);
  });
});
