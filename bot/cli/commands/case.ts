import { type CliCommand, type CliContext, type ExitCode, UsageError } from '../command.ts';
import { compareSome } from './case-compare.ts';
import { archiveOne, forgetOne } from './case-end.ts';
import { importCases } from './case-import.ts';
import { listCases, showCase } from './case-list.ts';
import { rereadSome } from './case-reread.ts';
import { type CaseFlag, type CaseOptions, parseOptions, usage } from './case-words.ts';
import { openOne, updateOne } from './case-work.ts';

interface CaseAction {
  flags: readonly CaseFlag[];
  run(context: CliContext, options: CaseOptions): Promise<ExitCode>;
}

const actions: Record<string, CaseAction> = {
  list: { flags: ['open', 'builtin', 'json'], run: listCases },
  show: { flags: ['json'], run: showCase },
  import: { flags: ['dry-run', 'json'], run: importCases },
  open: {
    flags: ['case', 'customer', 'branch', 'severity', 'machines', 'symptom', 'json'],
    run: openOne,
  },
  update: { flags: ['json'], run: updateOne },
  archive: { flags: ['yes'], run: archiveOne },
  compare: { flags: ['html', 'markdown'], run: compareSome },
  reread: { flags: ['accept'], run: rereadSome },
  forget: { flags: ['yes'], run: forgetOne },
};

export const caseCommand: CliCommand = {
  name: 'case',
  usage,
  async run(context) {
    const [name = '', ...rest] = context.args;
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
    if (!action) {
      throw new UsageError(`没有 case ${name} 这个用法。\n用法：${usage}`);
    }
    return action.run(context, parseOptions(rest, action.flags));
  },
};
