import type { Diagnosis, InputReport } from '../../../knowledge/diagnosis.ts';
import { isLogFormat } from '../../../knowledge/format.ts';
import type { ConversationRedactor } from './redaction.ts';

const mostInputs = 8;
const mostNamed = 12;

/** What the answer rests on besides its proof, one short sentence each. What files are called only where words may be told. */
export function factsOf(
  diagnosis: Diagnosis,
  withNames: boolean,
  redactor: ConversationRedactor,
  called: (name: string) => string,
): string[] {
  const { facts, ask, collect, gaps = [] } = diagnosis;
  return [
    ...(facts.build ? [`系统版本 ${facts.build}。`] : []),
    ...list('提到或装有的产品', facts.products),
    ...list('第三方过滤驱动', facts.filterDrivers),
    ...(facts.model ? [`机型 ${facts.model}。`] : []),
    ...list('已装补丁', facts.hotfixes),
    ...lastFailure(diagnosis, withNames),
    ...(withNames ? inputs(diagnosis.inputs, called) : formats(diagnosis.inputs)),
    ...gaps,
    ...list('还没有说明', ask),
    ...list(
      '还需要的日志',
      collect.map(({ what }) => what),
    ),
  ].map(redactor.redact);
}

function list(what: string, values: readonly string[]): string[] {
  return values.length > 0 ? [`${what}：${values.slice(0, mostNamed).join('、')}。`] : [];
}

function lastFailure({ lastFailure: last }: Diagnosis, withNames: boolean): string[] {
  if (!last) {
    return [];
  }
  const what = withNames && last.what ? `${last.what} ` : '';
  const when = last.time ? `${last.time.replace('T', ' ')}，` : '';
  return [`最后一次失败：${when}${what}返回 ${last.code}。`];
}

function inputs(reports: readonly InputReport[], called: (name: string) => string): string[] {
  return reports
    .filter(({ format, status }) => isLogFormat(format) || status !== 'read')
    .slice(0, mostInputs)
    .map(({ name, format, lines, from, to, status, reason }) => {
      const span = from && to ? `，${from.replace('T', ' ')} 到 ${to.replace('T', ' ')}` : '';
      return status === 'skipped'
        ? `${called(name)} 没有读到：${reason ?? ''}`
        : `已读取 ${called(name)}（${format}，${lines} 行${span}）。`;
    });
}

function formats(reports: readonly InputReport[]): string[] {
  const read = reports.filter(({ format, status }) => isLogFormat(format) && status !== 'skipped');
  return list('日志种类', [...new Set(read.map(({ format }) => format))]);
}
