import type { AuditEntry } from '../knowledge/store/store.ts';
import type { Speaking } from './command.ts';

/** Notes who did what to which case, when and where; without a case number for what concerns several. */
export function audit(
  { asker, conversation, store, now }: Pick<Speaking, 'asker' | 'conversation' | 'store' | 'now'>,
  what: AuditEntry['what'],
  caseNumber = '',
): Promise<void> {
  return store.audit({
    at: now(),
    who: `${asker.face}/${asker.id}`,
    what,
    case: caseNumber,
    where: `${asker.face}/${conversation}`,
  });
}
