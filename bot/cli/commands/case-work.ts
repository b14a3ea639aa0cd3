import { changeCase } from '../../../handlers/cases/change.ts';
import { describeOutcome } from '../../../handlers/cases/changing.ts';
import { openCase } from '../../../handlers/cases/open.ts';
import { narrowOpening, sayWhichCustomer } from '../../../handlers/cases/opening.ts';
import { parseChange } from '../../../handlers/cases/read-change.ts';
import {
  type Opening,
  parseOpening,
  readOpeningForm,
} from '../../../handlers/cases/read-opening.ts';
import type { Speaking } from '../../../handlers/command.ts';
import { renderText } from '../../text.ts';
import { type CliContext, type ExitCode, UsageError } from '../command.ts';
import { atDesk } from './case-desk.ts';
import { sayMissing } from './case-list.ts';
import { type CaseOptions, numberOf, usage } from './case-words.ts';

export function openOne(context: CliContext, options: CaseOptions): Promise<ExitCode> {
  return atDesk(context, async (speaking) => {
    const opening = narrowOpening(readOpening(options, speaking), speaking);
    const { customer, title } = opening;
    if (title === '') {
      throw new UsageError(`请给出标题。\n用法：${usage}`);
    }
    if (customer === undefined) {
      throw new UsageError(`${sayWhichCustomer(speaking)}可用 --customer。`);
    }
    const opened = await openCase({ ...opening, customer }, undefined, speaking);
    if (opened.kind === 'refused') {
      context.err(`${opened.reason}\n`);
      return 1;
    }
    const { case: one } = opened;
    const verb = opened.kind === 'opened' ? '已开案例' : '案例已经有了';
    context.out(options.json ? JSON.stringify(one, null, 2) : `${verb}  ${one.case}  ${one.title}`);
    return 0;
  });
}

/** What a flag says goes before what the title says. */
function readOpening(options: CaseOptions, { desk }: Speaking): Opening {
  const said = parseOpening(options.words.join(' '), desk);
  const { case: number = '', customer = '', branch = '', severity = '' } = options;
  const { machines = '', symptom = '' } = options;
  const told = readOpeningForm({ number, customer, branch, severity, machines, symptom }, desk);
  if (customer !== '' && told.customer === undefined) {
    const names = desk.customers.map(({ name }) => name).join('、');
    throw new UsageError(`没有名为 ${customer} 的客户。已配置：${names || '无'}。`);
  }
  return {
    number: told.number ?? said.number,
    title: said.title,
    customer: told.customer ?? said.customer,
    branch: told.branch ?? said.branch,
    severity: told.severity ?? said.severity,
    machines: told.machines ?? said.machines,
    symptom: told.symptom || said.symptom,
  };
}

export function updateOne(context: CliContext, options: CaseOptions): Promise<ExitCode> {
  const number = numberOf(options);
  const text = options.words.slice(1).join(' ').trim();
  if (text === '') {
    throw new UsageError(`请给出要记的内容。\n用法：${usage}`);
  }
  return atDesk(context, async (speaking) => {
    const told = parseChange(text, speaking.desk);
    if (told.kind === 'wrong') {
      throw new UsageError(told.reason);
    }
    const outcome = await changeCase(number, { set: told.set }, speaking);
    if (outcome.kind === 'missing') {
      context.err(sayMissing(number));
      return 3;
    }
    const done = outcome.kind === 'changed' || outcome.kind === 'unchanged';
    if (done && options.json) {
      context.out(JSON.stringify(outcome.case, null, 2));
      return 0;
    }
    const answer = renderText(describeOutcome(number, outcome, speaking));
    if (done) {
      context.out(answer);
    } else {
      context.err(`${answer}\n`);
    }
    return done ? 0 : 1;
  });
}
