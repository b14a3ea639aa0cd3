import { type AllowList, loadAllowList } from '../../knowledge/allow-list.ts';
import { audit } from '../audit.ts';
import { type Asked, findLastAsked } from '../cases/asked.ts';
import { findVisible } from '../cases/find.ts';
import type { Command } from '../command.ts';
import { draftAllowRequest, type Work } from '../drafts/allow-request.ts';
import { replyOfDraft } from '../drafts.ts';

const works: Readonly<Record<string, Work>> = { '': 'both', 升级: 'upgrade', 补丁: 'update' };

export const requestAllowList: Command = {
  name: '放行申请',
  aliases: ['allow-list', 'allowlist'],
  usage: '[升级 | 补丁]',
  summary: '起草给安全管控团队的放行申请：目录、进程、原因、期限',
  takes: (text) => Object.hasOwn(works, text),
  async run(context) {
    const asked = await findLastAsked(context);
    const one = asked?.case === undefined ? undefined : await findVisible(asked.case, context);
    const work = works[context.text] ?? 'both';
    await audit(context, 'draft', one?.case);
    const draft = draftAllowRequest({
      list: await readAllowList(),
      work: work === 'both' ? guessWork(asked) : work,
      one,
      diagnosis: asked?.diagnosis,
    });
    return replyOfDraft(draft, ['txt', 'html']);
  },
};

let list: Promise<AllowList> | undefined;

function readAllowList(): Promise<AllowList> {
  list ??= loadAllowList();
  return list;
}

const upgradeLogs = new Set(['panther', 'setupact', 'setupdiag']);

/** By the logs that were sent; both when they do not tell. */
function guessWork(asked: Asked | undefined): Work {
  const formats = asked?.diagnosis.inputs.map(({ format }) => format) ?? [];
  const upgrades = formats.some((format) => upgradeLogs.has(format));
  const updates = formats.some((format) => format === 'cbs' || format === 'windowsupdate');
  return upgrades === updates ? 'both' : upgrades ? 'upgrade' : 'update';
}
