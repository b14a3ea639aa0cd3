import type { Case, CaseStatus } from '../../knowledge/cases/case.ts';
import type { Settable } from '../../knowledge/cases/change.ts';
import { parseMachines } from '../../knowledge/cases/machines.ts';
import type { Desk } from '../desk.ts';
import { cleanLine, cleanText, longestProgress, longestWaitingFor } from './clean.ts';

export type Told =
  | { kind: 'read'; set: Partial<Settable> }
  /** A Chinese sentence: what is wrong with it and what is right. */
  | { kind: 'wrong'; reason: string };

/** `等待客户收集日志`, not `等待客户请收集日志`. */
const politely = /^(?:请|麻烦)您?/u;
const longestText = 4000;
const says = /[\p{L}\p{N}]/u;
const statuses: Readonly<Record<string, CaseStatus>> = {
  处理中: 'open',
  等待客户: 'waiting-customer',
  等待厂商: 'waiting-vendor',
};

const archiving = /^(?:状态[\s:：]*)?(?:已?归档|已?关闭)(?=[\s，,；;。]|$)/u;
const status =
  /^(?:(?:状态|改为)[\s:：]*)?(?<word>处理中|等待客户|等待厂商)(?:[\s:：的]*(?<what>[^，,；;。\n]{0,80}))?/u;
const owner = /^负责人[\s:：]+@?(?<name>[^\s，,；;。]{1,30})/u;
const severity = /^(?:严重)?级别[\s:：]*(?<level>P[1-4])(?![A-Za-z0-9])/iu;
const machines = /^(?:受?影响)?台数[\s:：]*(?<count>\d{1,5}(?:\s?[-~～到至]\s?\d{1,5})?)\s?台?/u;
const outcome = /^结果[:：]\s*(?<text>[^\n]{1,600})/u;
const verifiedAtEnd = /[\s，,；;（(]{0,3}已验证[）)。]?\s*$/u;
const verified = /^已验证(?=[\s，,；;。]|$)/u;
/** What ends the words behind a status. */
const nextWord =
  /\s(?=(?:负责人[\s:：]|(?:严重)?级别[\s:：]*P[1-4]|(?:受?影响)?台数|已验证|结果[:：]))/u;
const clauseEnd = /^[\s，,；;。]+/u;

/** `等待客户 日志，负责人 谭工 严重级别 P2 台数 5-6`; what is none of this is the progress. */
export function parseChange(text: string, desk: Desk): Told {
  const set: Partial<Settable> = {};
  const progress: string[] = [];
  let rest = text.slice(0, longestText).trim();
  while (rest !== '') {
    if (archiving.test(rest)) {
      return { kind: 'wrong', reason: '归档请用“归档案例 CAS-…”：先看草稿，再确认。' };
    }
    const read = readSetting(rest, desk);
    if (read && 'reason' in read) {
      return { kind: 'wrong', reason: read.reason };
    }
    const taken = read?.length ?? clauseLength(rest);
    if (read) {
      Object.assign(set, read.set);
    } else {
      progress.push(rest.slice(0, taken));
    }
    const ending = clauseEnd.exec(rest.slice(taken))?.[0] ?? '';
    if (!read) {
      progress.push(ending);
    }
    rest = rest.slice(taken + ending.length);
  }
  const line = cleanText(progress.join(''), longestProgress, desk);
  return { kind: 'read', set: says.test(line) ? { ...set, progress: line } : set };
}

const clause = /^[^，,；;。\n]+/u;

function clauseLength(text: string): number {
  const whole = clause.exec(text)?.[0].split(nextWord)[0] ?? '';
  return Math.max(1, whole.length);
}

type Setting = { length: number; set: Partial<Settable> } | { reason: string };

function readSetting(text: string, desk: Desk): Setting | undefined {
  return (
    readStatus(text, desk) ??
    readOwner(text, desk) ??
    readRest(severity, text, ({ level = '' }) => ({
      severity: level.toUpperCase() as Case['severity'],
    })) ??
    readRest(machines, text, ({ count = '' }) => ({ machines: parseMachines(count) ?? null })) ??
    readRest(outcome, text, ({ text: told = '' }) => ({
      resolution: cleanText(told.replace(verifiedAtEnd, ''), longestProgress, desk),
      ...(verifiedAtEnd.test(told) && { verified: true }),
    })) ??
    readRest(verified, text, () => ({ verified: true }))
  );
}

function readRest(
  pattern: RegExp,
  text: string,
  settingOf: (groups: Readonly<Record<string, string>>) => Partial<Settable>,
): Setting | undefined {
  const found = pattern.exec(text);
  return found ? { length: found[0].length, set: settingOf(found.groups ?? {}) } : undefined;
}

function readStatus(text: string, desk: Desk): Setting | undefined {
  const found = status.exec(text);
  const { word = '', what = '' } = found?.groups ?? {};
  const to = statuses[word];
  if (!found || !to) {
    return undefined;
  }
  const said = what.split(nextWord)[0] ?? '';
  const length = found[0].length - what.length + said.length;
  if (to === 'open') {
    // 处理中 stands alone: what follows is the progress.
    return { length: length - said.length, set: { status: to } };
  }
  const waitingFor = cleanLine(said, longestWaitingFor, desk).replace(politely, '');
  return { length, set: { status: to, ...(waitingFor !== '' && { waitingFor }) } };
}

const nobody = /^(?:无|未指定|空)$/u;

function readOwner(text: string, { staff }: Desk): Setting | undefined {
  const found = owner.exec(text);
  const name = found?.groups?.name;
  if (!found || name === undefined) {
    return undefined;
  }
  if (nobody.test(name)) {
    return { length: found[0].length, set: { owner: null } };
  }
  const known = staff.find((one) => one.name === name);
  return known
    ? { length: found[0].length, set: { owner: known.name } }
    : { reason: sayUnknownOwner(staff) };
}

function sayUnknownOwner(staff: Desk['staff']): string {
  const names = staff.map(({ name }) => name).join('、');
  return `负责人要写已配置的支持工程师：${names || '还没有配置'}。没有改动。`;
}
