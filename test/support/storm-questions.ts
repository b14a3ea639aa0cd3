import { loadSignatures } from '../../knowledge/signatures/load.ts';
import { findings } from './findings.ts';
import type { ScriptedEvent } from './scripted-face.ts';

const short = [
  '补丁装不上怎么办',
  '错误码 0x80070005',
  '错误码 0x800f0985',
  '帮助',
  '升级后回退了，没有日志',
  '收集 CBS',
  '查案例 WpdMtp.dll 拒绝访问',
  'KB5034441 报 0x80070643',
];
/** What somebody adds to the question before. */
const additions = ['离线安装的', 'KB5014692', '换了一台，也是 0x80070005', '还是一样'];

/** So many, each of them once: snippets, files and short questions, some in one conversation. */
export async function listQuestions(count: number, random: () => number): Promise<ScriptedEvent[]> {
  const signatures = await loadSignatures();
  const snippets = [
    ...findings.map(({ lines }) => lines.join('\n')),
    ...signatures.flatMap(({ examples }) => examples.identified.slice(0, 1).filter(isText)),
  ];
  const pick = (from: readonly string[]) => from[Math.floor(random() * from.length)] ?? '';
  const events: ScriptedEvent[] = [];
  for (let index = 0; index < count; index += 1) {
    const before = events[Math.floor(random() * events.length)];
    const kind = random();
    const continues = before !== undefined && kind < 0.3;
    const conversation = continues ? before.conversation : `conversation-${index}`;
    const event = { id: `event-${index}`, message: `message-${index}`, conversation };
    if (kind < 0.2 || kind > 0.85) {
      events.push({ ...event, text: pick(continues ? additions : short) });
    } else if (kind > 0.7) {
      events.push({ ...event, text: '', file: { name: 'CBS.log', content: pick(snippets) } });
    } else {
      events.push({ ...event, text: pick(snippets) });
    }
  }
  return events;
}

function isText(example: unknown): example is string {
  return typeof example === 'string';
}
