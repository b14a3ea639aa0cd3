import type { Case, Machines } from '../knowledge/cases/case.ts';
import { statusWords } from './commands/show-case.ts';

type Field = readonly [name: string, show: (one: Case) => string | null];

/** In the order in which an engineer looks at a case. */
const fields: readonly Field[] = [
  ['标题', (one) => one.title],
  ['状态', (one) => statusWords[one.status]],
  ['等待的内容', (one) => one.waitingFor],
  ['负责人', (one) => one.owner],
  ['严重级别', (one) => one.severity],
  ['客户', (one) => one.customer],
  ['分行', (one) => one.branch],
  ['受影响台数', (one) => one.machines && machineWords(one.machines)],
  ['开案日期', (one) => one.opened],
  ['更新日期', (one) => one.updated],
  ['归档日期', (one) => one.closed],
  ['现象', (one) => one.symptom],
  ['进展', (one) => one.progress],
  ['结果', (one) => one.resolution],
  ['是否验证', (one) => (one.verified ? '已验证' : '未验证')],
];
const lists: readonly (readonly [string, string, (one: Case) => number])[] = [
  ['时间线', '条', (one) => one.timeline.length],
  ['分析结论', '项', (one) => one.findings.length],
  ['日志行', '行', (one) => one.logs.length],
  ['命中的规则', '条', (one) => one.signatures.length],
];
const longest = 40;

/** What differs, a sentence a field: `状态：处理中 → 已归档`. */
export function describeDifferences(before: Case, after: Case): string[] {
  const changed = fields
    .map(([name, show]) => [name, show(before) ?? '', show(after) ?? ''] as const)
    .filter(([, old, now]) => old !== now)
    .map(([name, old, now]) => `${name}：${shorten(old)} → ${shorten(now)}`);
  const counted = lists
    .map(([name, unit, count]) => [name, unit, count(before), count(after)] as const)
    .filter(([, , old, now]) => old !== now)
    .map(([name, unit, old, now]) => `${name}：${old} ${unit} → ${now} ${unit}`);
  return [...changed, ...counted];
}

function machineWords({ least, most }: Machines): string {
  return least === most ? `${least} 台` : `${least}–${most} 台`;
}

function shorten(text: string): string {
  const line = text.replaceAll('\n', ' ');
  return line === '' ? '空' : line.length > longest ? `${line.slice(0, longest)}…` : line;
}
