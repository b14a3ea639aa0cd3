import { parseArgs } from 'node:util';
import { caseNumbersIn } from '../../../handlers/cases/find.ts';
import { UsageError } from '../command.ts';

export const usage = `caselens case list [--open] [--builtin] [--json]
  caselens case show CAS号 [--json]
  caselens case import 路径... [--dry-run] [--json]
  caselens case open 标题 [--case CAS号] [--customer 客户] [--branch 分行] [--severity P1-P4] [--machines 台数] [--symptom 现象] [--json]
  caselens case update CAS号 内容 [--json]
  caselens case archive CAS号 [--yes]
  caselens case compare CAS号 CAS号... [--html 文件 | --markdown]
  caselens case reread [CAS号] 邮件文件...     用语言模型重读邮件，列出差异，不改动案例
  caselens case reread CAS号 [--accept 1,3]   再看上次的差异，或采纳其中几条
  caselens case forget CAS号 [--yes]`;

const flags = {
  json: { type: 'boolean', default: false },
  open: { type: 'boolean', default: false },
  builtin: { type: 'boolean', default: false },
  'dry-run': { type: 'boolean', default: false },
  yes: { type: 'boolean', default: false },
  markdown: { type: 'boolean', default: false },
  html: { type: 'string' },
  case: { type: 'string' },
  customer: { type: 'string' },
  branch: { type: 'string' },
  severity: { type: 'string' },
  machines: { type: 'string' },
  symptom: { type: 'string' },
  accept: { type: 'string' },
} as const;

export type CaseFlag = keyof typeof flags;
export type CaseOptions = ReturnType<typeof readAll>;

/** @throws UsageError also for a flag that this action does not know. */
export function parseOptions(args: readonly string[], allowed: readonly CaseFlag[]): CaseOptions {
  try {
    const options = readAll(args);
    const strange = options.given.some((name) => !allowed.includes(name));
    if (strange) {
      throw new UsageError();
    }
    return options;
  } catch {
    throw new UsageError(`参数有误。\n用法：${usage}`);
  }
}

function readAll(args: readonly string[]) {
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    allowPositionals: true,
    tokens: true,
    options: flags,
  });
  const given = tokens.flatMap((token) =>
    token.kind === 'option' ? [token.name as CaseFlag] : [],
  );
  return { ...values, dryRun: values['dry-run'], words: positionals, given };
}

/** The number that comes first. @throws UsageError without one. */
export function numberOf({ words }: CaseOptions): string {
  const [number] = caseNumbersIn(words[0] ?? '');
  if (!number) {
    throw new UsageError(`请给出案例号，例如 CAS-00000-A1B2C3。\n用法：${usage}`);
  }
  return number;
}
