import { audit } from '../../../handlers/audit.ts';
import type { Speaking } from '../../../handlers/command.ts';
import { assembleAnswering } from '../../assemble.ts';
import { cliAsker } from '../asker.ts';
import type { CliContext, ExitCode } from '../command.ts';

/** Does something as the operator, who sees and may do everything, with what stands behind every chat. */
export async function atDesk(
  { config }: Pick<CliContext, 'config'>,
  work: (speaking: Speaking) => Promise<ExitCode>,
): Promise<ExitCode> {
  const answering = await assembleAnswering(config);
  try {
    return await work({ ...answering, asker: cliAsker(config, undefined), conversation: 'case' });
  } finally {
    await answering.store.close();
  }
}

export function auditView(speaking: Speaking, caseNumber = ''): Promise<void> {
  return audit(speaking, 'view', caseNumber);
}
