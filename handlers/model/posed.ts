import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Diagnosis } from '../../knowledge/diagnosis.ts';
import type { SentItem, StoredInquiry } from '../../knowledge/store/store.ts';
import type { AnswerDeps } from '../answer.ts';
import type { Asker } from '../inquiry.ts';
import { openFor } from '../said.ts';
import type { ModelDesk } from './desk.ts';
import { customerOf } from './material/gather.ts';
import { redactConversation, type Said } from './material/redaction.ts';
import { buildMaterial } from './material.ts';
import type { Posed } from './pose.ts';

export type AnsweredInquiry = StoredInquiry & { diagnosis: Diagnosis };

/** Of a question that is answered, as far as `asker` may see it. `words` are those of a question that nobody keeps. */
export async function posedOf(
  stored: AnsweredInquiry,
  asker: Asker,
  deps: AnswerDeps,
  model: ModelDesk,
  words = '',
): Promise<Posed> {
  const { id, conversation, diagnosis } = stored;
  const said = await saidWith(stored, deps);
  const own = said.filter(({ file }) => path.dirname(file) === id).map(({ text }) => text);
  const redactor = redactConversation(
    words === '' ? said : [...said, { asker: asker.id, text: words }],
    deps.desk.staff.map(({ name }) => name),
  );
  const together = new Set(stored.sent.map(({ file }) => file));
  const cases = await deps.library.refresh();
  const filed = stored.case === undefined ? undefined : cases.get(stored.case);
  const material = buildMaterial({
    diagnosis,
    asker,
    question: [...own, words].join('\n').trim(),
    said: [...said.filter(({ file }) => together.has(file)).map(({ text }) => text), words],
    redactor,
    customer: customerOf(asker, filed, deps.desk.customers),
    cases,
    send: model.send,
    knowledge: deps.knowledge,
  });
  const restore = (text: string) => redactor.restore(text, asker.id);
  return { material, restore, asker, conversation, id };
}

type Kept = Said & Pick<SentItem, 'file'>;

/** What was typed in the conversation until then, oldest first: of one and the same words come the same tokens. */
async function saidWith(
  { id, conversation, face, at, asker, sent }: StoredInquiry,
  { store, inbox }: AnswerDeps,
): Promise<Kept[]> {
  const recent = await store.listInquiries(conversation, at - openFor);
  const all = recent
    .filter((one) => one.face === face && one.at <= at && one.id !== id)
    .toReversed();
  const items = new Map<string, { item: SentItem; asker: string }>();
  for (const one of [...all, { asker, sent }]) {
    for (const item of one.sent.filter(({ kind }) => kind === 'text')) {
      if (!items.has(item.file)) {
        items.set(item.file, { item, asker: one.asker });
      }
    }
  }
  return Promise.all(
    [...items.values()].map(async ({ item, asker: by }) => ({
      file: item.file,
      asker: by,
      // It may have outlived its retention.
      text: await readFile(inbox.open(item).path ?? '', 'utf8').catch(() => ''),
    })),
  );
}
