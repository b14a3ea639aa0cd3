import type { MissingFile } from '../../handlers/inquiry.ts';
import { type Fetched, fetchEach } from '../chat/fetch.ts';
import type { TeamsConfig } from '../config.ts';
import { type Downloaded, download } from '../download.ts';
import type { SentFile } from './attachments.ts';
import { isChina, isFileUrl } from './cloud.ts';
import type { Graph } from './graph.ts';
import type { KeptQuestion, MessageAddress } from './keep.ts';

export interface FileSource {
  teams: TeamsConfig;
  /** Present when files of channels and group chats may be read. */
  graph: Graph | undefined;
  /** Of the console, when people elsewhere can open it. */
  consoleUrl: string | undefined;
  maxBytes: number;
  milliseconds: number;
  signal: AbortSignal;
}

export async function fetchFiles(
  { files, missing, elsewhere }: KeptQuestion,
  folder: string,
  source: FileSource,
): Promise<Fetched> {
  const found = elsewhere ? await lookElsewhere(elsewhere, source) : { files: [], missing: [] };
  const wanted = [...files, ...found.files].map(({ name, url }) => ({
    name,
    fetch: (target: string, maxBytes: number) =>
      download(url, target, {
        isAllowed: (address) => isFileUrl(address, source.teams.endpoints),
        maxBytes,
        milliseconds: source.milliseconds,
        expectsPage: page.test(name),
        signal: source.signal,
      }),
  }));
  const fetched = await fetchEach(wanted, { folder, maxBytes: source.maxBytes, reasons });
  return { ...fetched, missing: [...missing, ...found.missing, ...fetched.missing] };
}

const page = /\.html?$/i;

interface Found {
  files: SentFile[];
  missing: MissingFile[];
}

async function lookElsewhere(address: MessageAddress, source: FileSource): Promise<Found> {
  if (!source.graph) {
    return { files: [], missing: [{ name: '随消息发来的文件', reason: adviceFor(source) }] };
  }
  const found = await source.graph.filesOf(address);
  if (found.kind === 'refused') {
    const reason = `机器人没有读取这里文件的权限（需要管理员同意）。${adviceFor(source)}`;
    return { files: [], missing: [{ name: '随消息发来的文件', reason }] };
  }
  return found;
}

function adviceFor({ teams, consoleUrl }: FileSource): string {
  const web = consoleUrl === undefined ? '' : `，或在网页控制台 ${consoleUrl} 上传`;
  return isChina(teams.endpoints)
    ? `这里的 Teams 不把文件交给机器人。请把关键的日志行粘贴到这里${web}。`
    : `Teams 不把频道和群聊里的文件交给机器人。请在与机器人的个人聊天里发送这个文件，或把关键的日志行粘贴到这里${web}。`;
}

const reasons: Readonly<Record<Extract<Downloaded, { kind: 'failed' }>['why'], string>> = {
  host: '文件的下载地址不属于 SharePoint 或 OneDrive，没有下载。请把文件本身上传到这里。',
  login: '下载地址已失效或没有权限。请重新发送一次。',
  gone: '文件已被删除或移动。请重新上传。',
  large: '文件超过允许的大小。请先压缩，或只发失败当天的日志。',
  slow: '下载超时。请重新发送一次，或先压缩再上传。',
  network: '下载中断。请重新发送一次。',
};
