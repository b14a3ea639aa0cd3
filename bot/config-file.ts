import { YAMLException } from 'js-yaml';
import { z } from 'zod';
import { oneDocument } from '../knowledge/yaml-file.ts';
import { findContradictions } from './config-contradictions.ts';

export interface Customer {
  id: string;
  /** How the bot writes it. */
  name: string;
  /** How people write it, `name` not repeated. */
  aliases: readonly string[];
}

/** A misspelt key is a mistake; the message lists the right ones. */
function strict<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `不认识 ${issue.keys.join('、')}。可用的项：${Object.keys(shape).join('、')}，请改正拼写或删去`
        : '应为一组“键: 值”，请检查缩进',
  });
}

const nonEmpty = z.string('应为文字，请加引号').min(1, '不能为空，请填写');
const yes = z.literal(true, '只能写 true；不需要时请删去这一项');
const flag = z.boolean('应为 true 或 false');
const whole = (example: number) =>
  z
    .number(`应为数字，例如 ${example}`)
    .int(`应为整数，例如 ${example}`)
    .positive(`应大于 0，例如 ${example}`);

const placeKey = /^(?:slack|teams)\/[^\s/]+$/;
const PlaceKey = z
  .string()
  .regex(placeKey, '键应写成 slack/编号 或 teams/编号，例如 slack/T0000001');
const customerKey = /^[a-z][a-z0-9-]*$/;
const CustomerKey = z.string().regex(customerKey, '客户代号应为小写字母、数字和连字符，例如 icbc');
const clock = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

const CustomerEntry = strict({ name: nonEmpty, aliases: z.array(nonEmpty).default([]) });
const Person = strict({
  staff: yes.optional(),
  customer: nonEmpty.optional(),
  branch: nonEmpty.optional(),
  /** Staff only: may be named in answers. */
  name: nonEmpty.optional(),
});
const Tenant = strict({
  staff: yes.optional(),
  customer: nonEmpty.optional(),
  branch: nonEmpty.optional(),
});
/** With `customer`, what is told in the channel is kept to that customer's cases, whoever asks. */
const Channel = strict({
  customer: nonEmpty.optional(),
  branch: nonEmpty.optional(),
  listen: z
    .enum(['logs', 'mentions', 'silent'], 'listen 应为 logs、mentions、silent 之一')
    .default('logs'),
  summary: flag.default(false),
});

const crmFields = [
  'case',
  'title',
  'customer',
  'branch',
  'severity',
  'status',
  'owner',
  'opened',
  'updated',
  'closed',
  'symptom',
  'resolution',
  'progress',
  'machines',
] as const;
const statuses = ['open', 'waiting-customer', 'waiting-vendor', 'archived'] as const;
const Day = z.iso.date('应为日期并加引号，例如 "2026-02-17"');

const Summary = strict({
  at: z.string().regex(clock, '应为 24 小时制时刻并加引号，例如 "09:00"').default('09:00'),
  zone: z.string().refine(isZone, '应为时区名，例如 Asia/Shanghai').default('Asia/Shanghai'),
  staleDays: whole(7).default(7),
  /** Over the calendar of the State Council: days off, and working days, of our own. */
  holidays: z.array(Day).default([]),
  workdays: z.array(Day).default([]),
});
/** How the CRM's export names its columns and states, where it differs from Dynamics 365. */
const Crm = strict({
  columns: strict(
    Object.fromEntries(crmFields.map((field) => [field, nonEmpty.optional()])) as Record<
      (typeof crmFields)[number],
      z.ZodOptional<z.ZodString>
    >,
  ).prefault({}),
  statuses: z
    .record(nonEmpty, z.enum(statuses, `右边应为 ${statuses.join('、')} 之一`))
    .default({}),
});
const Limits = strict({
  uploadMiB: whole(2048).default(2048),
  archiveEntries: whole(10_000).default(10_000),
  archiveRatio: whole(200).default(200),
  archiveDepth: whole(4).default(4),
  answerSeconds: whole(120).default(120),
  /** So many pictures of one message are recognised; 0 switches it off. */
  pictures: z
    .number('应为数字，例如 6')
    .int('应为整数，例如 6')
    .nonnegative('不能小于 0；0 表示不识别图片')
    .default(6),
});
const Model = strict({
  send: z
    .enum(['redacted', 'features', 'off'], 'send 应为 redacted、features、off 之一')
    .default('redacted'),
  seconds: whole(20).default(20),
  /** Of the last 24 hours. */
  tokensPerDay: whole(200_000).default(200_000),
  tokensPerPerson: whole(50_000).default(50_000),
  tokensPerQuestion: whole(24_000).default(24_000),
  /** Keeps what was sent in the audit, not only its hash. */
  keepText: flag.default(false),
});

const icbc = { name: '工商银行', aliases: ['ICBC', '工行', '中国工商银行'] };

export const ConfigFile = strict({
  customers: z.record(CustomerKey, CustomerEntry).default({ icbc }),
  tenants: z.record(PlaceKey, Tenant).default({}),
  people: z.record(PlaceKey, Person).default({}),
  channels: z.record(PlaceKey, Channel).default({}),
  summary: Summary.prefault({}),
  crm: Crm.prefault({}),
  retention: strict({ uploadDays: whole(30).default(30) }).prefault({}),
  limits: Limits.prefault({}),
  model: Model.prefault({}),
});
export type ConfigFile = z.infer<typeof ConfigFile>;

export function emptyConfigFile(): ConfigFile {
  return ConfigFile.parse({});
}

export interface ParsedConfigFile {
  /** Undefined when a mistake hides what was meant. */
  file?: ConfigFile | undefined;
  /** Chinese, each with its place and remedy. */
  mistakes: readonly string[];
}

export function parseConfigFile(text: string): ParsedConfigFile {
  let data: unknown;
  try {
    data = oneDocument(text) ?? {};
  } catch (error) {
    const line = error instanceof YAMLException ? (error.mark?.line ?? 0) : 0;
    return { mistakes: [`第 ${line + 1} 行不是合法的 YAML。请检查缩进、冒号后的空格和引号。`] };
  }
  const parsed = ConfigFile.safeParse(data);
  if (!parsed.success) {
    return { mistakes: parsed.error.issues.map(describeIssue) };
  }
  return { file: parsed.data, mistakes: findContradictions(parsed.data) };
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const path = issue.path.join('.') || '文件';
  const message =
    issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message;
  return `${path} ${message}。`;
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('zh-CN', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
