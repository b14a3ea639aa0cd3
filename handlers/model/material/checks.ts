import type { Diagnosis } from '../../../knowledge/diagnosis.ts';
import type { Knowledge } from '../../../knowledge/knowledge.ts';
import type { MaterialCheck } from '../material.ts';

/** Playbooks that only look at a machine or collect from it; each with the logs beside which it says something. */
const looking: readonly { playbook: string; beside?: RegExp }[] = [
  { playbook: 'list-filter-drivers' },
  { playbook: 'check-file-acl' },
  { playbook: 'driver-inventory' },
  { playbook: 'export-event-logs' },
  { playbook: 'procmon-capture' },
  { playbook: 'procmon-boot-log', beside: /setup|cbs|dump|event/u },
  {
    playbook: 'collect-cbs-logs',
    beside: /cbs|dism|checksur|windowsupdate|reporting|event/u,
  },
  { playbook: 'collect-setup-logs', beside: /setup|compat|dump/u },
  { playbook: 'setupdiag-run', beside: /setup|compat/u },
  { playbook: 'windows11-readiness-check', beside: /setup|compat/u },
  { playbook: 'collect-wu-logs', beside: /windowsupdate|reporting|cbs|event/u },
  { playbook: 'wu-network-check', beside: /windowsupdate|reporting/u },
  { playbook: 'update-policy-check', beside: /windowsupdate|reporting|registry/u },
  { playbook: 'collect-memory-dump', beside: /dump|event/u },
  { playbook: 'wpr-trace', beside: /cbs|setup|windowsupdate/u },
];

/** `T1`, …: what can be looked at on this machine, whatever its cause turns out to be. */
export function checksFor(
  { inputs }: Diagnosis,
  playbooks: Knowledge['playbooks'],
): MaterialCheck[] {
  const formats = inputs.map(({ format }) => format).join(' ');
  return looking
    .filter(({ beside }) => beside?.test(formats) ?? true)
    .flatMap(({ playbook }) => playbooks.get(playbook) ?? [])
    .map(({ id, title }, index) => ({ id: `T${index + 1}`, playbook: id, title }));
}
