import type { CaseLine } from '../handlers/reply.ts';
import type { Evidence, InputReport, SimilarCase } from '../knowledge/diagnosis.ts';
import { plainLine } from './plain.ts';

export interface ProofParts {
  /** `setuperr.log:12` */
  place: string;
  /** `10:24:58`, with its date when the proof spans several days; empty when unknown. */
  time: string;
  /** The line without the time stamp that `time` already shows, its runs of spaces closed up. */
  text: string;
  /** `（×3）`, or empty. */
  times: string;
}

const stamp = /^\[?(\d{4}[-/]\d{2}[-/]\d{2})[ T](\d{2}:\d{2}:\d{2})(?:[.,:]\d{1,7})?\]?,?\s+/;

export function describeProof(evidence: readonly Evidence[]): ProofParts[] {
  const days = new Set(evidence.map(({ time }) => time?.slice(0, 10)).filter(Boolean));
  return evidence.map(({ input, line, text, time, times }) => ({
    place: `${plainLine(input)}:${line}`,
    time: clockOf(time, days.size > 1),
    text: withoutStamp(plainLine(text), time),
    times: times > 1 ? `（×${times}）` : '',
  }));
}

function clockOf(time: string | null, withDay: boolean): string {
  if (time === null) {
    return '';
  }
  return withDay ? time.slice(0, 19).replace('T', ' ') : time.slice(11, 19);
}

function withoutStamp(text: string, time: string | null): string {
  const found = stamp.exec(text);
  const same = found && time?.slice(0, 19) === `${found[1]?.replaceAll('/', '-')}T${found[2]}`;
  return same ? text.slice(found[0].length) : text;
}

export function proofLine({ place, time, text, times }: ProofParts): string {
  return [place, time, `${text}${times}`].filter(Boolean).join(' ');
}

/** `CAS-… 标题（2020-07）`, what is alike, how it ended. */
export function describeCase(similar: SimilarCase): { head: string; why: string; outcome: string } {
  const date = similar.date ? `（${similar.date.slice(0, 7)}）` : '';
  const why = similar.because.map(plainLine).join('、');
  const outcome = plainLine(similar.outcome);
  return {
    head: `${plainLine(similar.title)}${date}`,
    why: why && `相同之处：${why}`,
    outcome: outcome && `${outcome}${similar.verified ? '（已验证）' : ''}`,
  };
}

const number = new Intl.NumberFormat('zh-CN');

/** One input as a sentence: how much of it was read, or why not. */
export function describeInput(input: InputReport): string {
  const name = plainLine(input.name);
  const words = [input.reason, input.note].filter(Boolean).join('');
  const reason = words ? `：${plainLine(words)}` : '';
  switch (input.status) {
    case 'read':
      return `${name} 全部 ${lineCount(input)}${kindOf(input)}${reason}`;
    case 'partial':
      return `${name} 只读取了一部分，${lineCount(input)}${kindOf(input)}${reason}`;
    case 'skipped':
      return `${name} 未能读取${reason}`;
    default:
      return input.status satisfies never;
  }
}

function lineCount({ lines }: InputReport): string {
  return `${number.format(lines)} 行`;
}

/** Formats that tell a reader nothing. */
const saysNothing = new Set(['text', 'unknown']);
/** Encodings that nobody has to know of. */
const usual = new Set(['', 'utf-8', 'ascii']);

function kindOf({ format, encoding, from, to, build = '' }: InputReport): string {
  const kind = plainLine(format);
  const notes = [
    saysNothing.has(kind) ? '' : kind,
    usual.has(encoding) || kind === 'event-log' ? '' : plainLine(encoding),
    spanOf(from, to),
    build && `系统 ${plainLine(build)}`,
  ]
    .filter(Boolean)
    .join('，');
  return notes && `（${notes}）`;
}

function spanOf(from: string | null, to: string | null): string {
  if (from === null || to === null) {
    return '';
  }
  const sameDay = from.slice(0, 10) === to.slice(0, 10);
  const start = from.slice(0, 16).replace('T', ' ');
  const end = sameDay ? to.slice(11, 16) : to.slice(0, 16).replace('T', ' ');
  return `${start}–${end}`;
}

/** One line for many inputs. */
const fullStop = /。$/u;

export function summarizeInputs(inputs: readonly InputReport[]): string {
  const [only] = inputs;
  if (only === undefined) {
    return '没有读到任何内容。';
  }
  if (inputs.length === 1) {
    const line = describeInput(only).replace(fullStop, '');
    return only.status === 'read' ? `已读取：${line}。` : `${line}。`;
  }
  const lines = inputs.reduce((sum, input) => sum + input.lines, 0);
  const count = (status: InputReport['status']) =>
    inputs.filter((input) => input.status === status).length;
  const rest = [
    count('partial') > 0 ? `${count('partial')} 个只读取了一部分` : '',
    count('skipped') > 0 ? `${count('skipped')} 个未能读取` : '',
  ].filter(Boolean);
  const read = `已读取 ${number.format(inputs.length - count('skipped'))} 个文件，共 ${number.format(lines)} 行`;
  return `${[read, ...rest].join('；')}。`;
}

export interface CaseLineParts {
  /** `P2 补丁安装失败` */
  head: string;
  /** `湖北分行 · 等待客户日志 9 天` */
  facts: string;
  /** `建议今日电话催收`, or empty. */
  action: string;
}

/** The owner stands apart: a face that can, mentions him. */
export function describeCaseLine({ severity, title, facts, action = '' }: CaseLine): CaseLineParts {
  return {
    head: plainLine([severity, title].filter(Boolean).join(' ')),
    facts: facts.map(plainLine).join(' · '),
    action: plainLine(action),
  };
}

export const nobody = '未指定';
