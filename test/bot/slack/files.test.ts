import { describe, expect, it } from 'vitest';
import { deniedLines as log, openSlackWorld } from '../../support/slack-world-open.ts';

const { workspace, people } = await openSlackWorld();
const { proxy, botUser } = workspace;
const setuperr = { name: 'setuperr.log', content: log };

describe('files', () => {
  it('are read, one or many, and each is listed', async () => {
    const cbs = {
      name: 'CBS.log',
      content: '2026-03-02 10:00:00, Info                  CBS    Starting\r\n',
    };
    const spoken = await people.upload([setuperr, cbs], { where: 'team', text: '两个日志' });

    const [answer, ...others] = await people.answers(spoken);

    expect(others).toEqual([]);
    expect(answer?.text).toContain('setuperr.log:2');
    expect(answer?.text).toContain('CBS.log');
  });

  it('come before the question, or behind it, in a thread', async () => {
    const asked = await people.say({ where: 'asked', text: '升级失败，日志马上发', mention: true });
    await people.upload([setuperr], { where: 'asked', text: '', after: asked });
    const uploaded = await people.upload([setuperr], { where: 'asked', text: '', by: 'wang' });
    await people.say({ where: 'asked', text: '请看附件', mention: true, after: uploaded });

    // A file that comes late is answered by itself, in time together with the question.
    const behind = (await people.answers(asked)).at(-1);
    const [before] = await people.answers(uploaded);

    expect(behind?.text).toContain('setuperr.log:2');
    expect(before?.text).toContain('setuperr.log:2');
  });

  it('that a mention does not tell of are asked for', async () => {
    const spoken = await uploadSilently();
    const message = (await people.list(spoken)).at(0);
    const { files: _files, ...bare } = message ?? { ts: '' };

    const text = `<@${botUser}> 看日志`;
    await people.deliver({
      ...bare,
      subtype: undefined,
      type: 'app_mention',
      text,
      channel: spoken.channel,
    });

    const [answer] = await people.answers(spoken);
    expect(answer?.text).toContain('setuperr.log:2');
  });

  it('of another workspace are asked for by their id', async () => {
    const spoken = await uploadSilently();
    const message = (await people.list(spoken)).at(0);
    const files = message?.files?.map(({ id }) => ({ id, file_access: 'check_file_info' }));

    await people.deliver({
      ...message,
      type: 'message',
      text: `<@${botUser}>`,
      channel: spoken.channel,
      files,
    });

    const [answer] = await people.answers(spoken);
    expect(answer?.text).toContain('setuperr.log:2');
  });

  it.each([
    ['is external', { is_external: true }, '外部链接'],
    ['is a post', { mode: 'post' }, '外部链接'],
    ['lies elsewhere', { url_private_download: 'https://files.example.com/a.log' }, '不属于 Slack'],
    [
      'lies on a look-alike',
      { url_private_download: 'https://files.slack.com.example.com/a' },
      '不属于 Slack',
    ],
    ['has an unsafe address', { url_private_download: 'http://files.slack.com/a' }, '不属于 Slack'],
  ])('which %s is not fetched, and it is said why', async (_, change, reason) => {
    const spoken = await uploadSilently();
    const message = (await people.list(spoken)).at(0);
    const files = message?.files?.map((file) => ({ ...file, ...change }));
    const before = proxy.calls.length;

    await people.deliver({
      ...message,
      type: 'message',
      text: `<@${botUser}>`,
      channel: spoken.channel,
      files,
    });

    const [answer] = await people.answers(spoken);
    expect(answer?.text).toContain(reason);
    expect(proxy.calls.slice(before).filter(({ method }) => method.startsWith('/files'))).toEqual(
      [],
    );
  });

  it.each([
    [
      'a login page',
      { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>' },
      'files:read',
    ],
    [
      'a redirect',
      { status: 302, headers: { location: 'https://example.com/login' } },
      'files:read',
    ],
    ['a refusal', { status: 403 }, 'files:read'],
    ['a deleted file', { status: 404 }, '已被删除'],
    ['an outage', { status: 503 }, '下载中断'],
    ['nothing for long', { status: 200, wait: 3500 }, '下载超时'],
  ])('answered with %s are told with what to do', async (_, disturbance, reason) => {
    proxy.disturb('/files-pri/', disturbance);

    const spoken = await people.upload([setuperr], { where: 'team', text: '日志' });

    const [answer] = await people.answers(spoken);
    expect(answer?.text).toContain(reason);
    expect(answer?.text).toContain('setuperr.log');
  });

  it('that are too large are told, and the others are read', async () => {
    const huge = { name: 'huge.log', content: Buffer.alloc(2.5 * 1024 * 1024, 'x') };

    const spoken = await people.upload([huge, setuperr], { where: 'team', text: '日志' });

    const [answer] = await people.answers(spoken);
    expect(answer?.text).toContain('超过允许的大小');
    expect(answer?.text).toContain('setuperr.log:2');
  });

  it('are fetched with the token, from Slack alone', async () => {
    const before = proxy.calls.length;

    await people.answers(await people.upload([setuperr], { where: 'team', text: '日志' }));

    const fetched = proxy.calls.slice(before).filter(({ method }) => method.startsWith('/files'));
    expect(fetched.map(({ authorization }) => authorization.slice(0, 12))).toEqual([
      'Bearer xoxb-',
    ]);
  });
});

/** Of which nobody has told the bot yet. */
async function uploadSilently() {
  return people.upload([setuperr], { where: 'other', text: '' });
}
