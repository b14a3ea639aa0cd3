import { type Fetched, fetchEach } from '../chat/fetch.ts';
import { type Downloaded, download } from '../download.ts';
import type { SlackFile } from './parse.ts';

export interface FileSource {
  token: string;
  /** Another base address than Slack's own, for tests and proxies: its host is allowed too. */
  apiUrl: string | undefined;
  /** What Slack says of a file that an event only names. */
  info(id: string): Promise<SlackFile | undefined>;
  maxBytes: number;
  milliseconds: number;
  signal: AbortSignal;
}

export async function fetchFiles(
  files: readonly SlackFile[],
  folder: string,
  source: FileSource,
): Promise<Fetched> {
  const known = await Promise.all(files.map((file) => describe(file, source)));
  const wanted = known.map((file, index) => ({
    name: file.name ?? `文件${index + 1}`,
    fetch: (target: string, maxBytes: number) => fetchOne(file, target, { ...source, maxBytes }),
  }));
  return fetchEach(wanted, { folder, maxBytes: source.maxBytes, reasons });
}

/** Slack Connect and some events give the id alone. */
async function describe(file: SlackFile, { info }: FileSource): Promise<SlackFile> {
  const isKnown = file.file_access !== 'check_file_info' && addressOf(file);
  return isKnown ? file : ((await info(file.id)) ?? file);
}

function addressOf({ url_private_download, url_private }: SlackFile): string | undefined {
  return url_private_download ?? url_private;
}

const page = /^html?$/;

async function fetchOne(
  file: SlackFile,
  target: string,
  { token, apiUrl, maxBytes, milliseconds, signal }: FileSource,
): Promise<Downloaded | { kind: 'failed'; why: 'external' }> {
  const address = addressOf(file);
  if (file.is_external || file.mode === 'external' || file.mode === 'post' || !address) {
    return { kind: 'failed', why: 'external' };
  }
  return download(address, target, {
    headers: { authorization: `Bearer ${token}` },
    isAllowed: (url) => isSlacks(url, apiUrl),
    maxBytes,
    milliseconds,
    expectsPage: page.test(file.filetype ?? ''),
    signal,
  });
}

/** The token goes to Slack's own hosts only. */
function isSlacks(url: URL, apiUrl: string | undefined): boolean {
  const own = apiUrl === undefined ? undefined : URL.parse(apiUrl);
  if (own && url.origin === own.origin) {
    return true;
  }
  return url.protocol === 'https:' && (url.host === 'slack.com' || url.host.endsWith('.slack.com'));
}

const reasons: Readonly<
  Record<Extract<Downloaded, { kind: 'failed' }>['why'] | 'external', string>
> = {
  external: '文件不在 Slack 里（外部链接或帖子），机器人下载不到。请把文件本身上传到这里。',
  host: '文件的下载地址不属于 Slack，没有下载。请重新上传。',
  login:
    'Slack 拒绝下载。请管理员确认应用有 files:read 权限并已重新安装，且机器人已加入文件所在的频道。',
  gone: '文件已被删除或撤回。请重新上传。',
  large: '文件超过允许的大小。请先压缩，或只发失败当天的日志。',
  slow: '下载超时。请重新发送一次，或先压缩再上传。',
  network: '下载中断。请重新发送一次。',
};
