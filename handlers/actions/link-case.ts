import { isTemporary } from '../../knowledge/cases/case.ts';
import type { ActionContext, ActionHandler } from '../action.ts';
import { type Asked, findAsked } from '../cases/asked.ts';
import { caseNumbersIn, findVisible } from '../cases/find.ts';
import { fileUnder, type LinkedCase, linkCase } from '../cases/link.ts';
import { say } from '../command.ts';
import { describeLinked } from '../commands/link-case.ts';
import type { Form, Reply } from '../reply.ts';

const gone = '这个回答不在本对话里，或已过保留期。请用“关联 CAS-…”。';

/** The button under an answer: which case of the CRM it belongs to. */
export const askLink: ActionHandler = {
  id: 'ask-link',
  name: '关联',
  audience: 'desk',
  asksForm: true,
  async run(context) {
    const asked = await findAsked(context.subject, context);
    return asked ? { ...say('请填写 CRM 的案例号。'), form: linkForm(asked) } : say(gone);
  },
};

function linkForm({ id }: Asked): Form {
  return {
    id: `link-case:${id}`,
    title: '关联案例',
    submit: '关联',
    fields: [{ kind: 'text', id: 'number', label: 'CRM 的案例号（CAS-…）', multiline: false }],
  };
}

/** The form was sent. */
export const linkCaseAction: ActionHandler = {
  id: 'link-case',
  name: '关联',
  audience: 'desk',
  async run(context) {
    const asked = await findAsked(context.subject, context);
    if (!asked) {
      return say(gone);
    }
    const [to] = caseNumbersIn(context.fields.number ?? '');
    if (to === undefined || isTemporary(to)) {
      return say('没有关联：案例号应写成 CAS-…，请核对后再按一次“关联 CAS”。', 'warning');
    }
    return withCase(await linkAsked(asked, to, context));
  },
};

async function linkAsked(asked: Asked, to: string, context: ActionContext): Promise<LinkedCase> {
  const own = asked.case === undefined ? undefined : await findVisible(asked.case, context);
  return own ? linkCase(own.case, to, context) : fileUnder(asked, to, context);
}

/** What has become part of a case is told to everybody in the conversation, with whose case it is. */
function withCase(linked: LinkedCase): Reply {
  const reply = describeLinked(linked);
  if (linked.kind !== 'linked' && linked.kind !== 'filed') {
    return reply;
  }
  const { customer, branch, severity } = linked.case;
  const text = [customer, branch, severity].filter(Boolean).join(' · ');
  return { ...reply, blocks: [...reply.blocks, { kind: 'paragraph', text }] };
}
