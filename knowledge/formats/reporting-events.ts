import type { Format, Grammar, Head } from '../format.ts';

/**
 * Tab separated, which mails turn into blanks: event GUID, local time and zone, source, event and its name, category,
 * update, revision, HRESULT without `0x`, caller, result, kind, sentence.
 */
const columns =
  /^\{[0-9A-F-]{36}\}\s+(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d):\d{3}(?:[+-]\d{4})?\s+\d{1,3}\s+\d{1,4}(?: \[([A-Z0-9_]{3,60})\])?\s+\d{1,4}\s+(\{[0-9A-F-]{1,36}\})\s+(\d{1,6})\s+(-?\d{1,10}|[0-9a-f]{1,8})\s+(.*)$/iu;

const failure = /(?:^|\s)Failure\s/u;

const grammar: Grammar = {
  name: 'reportingevents',
  starts: '{',
  read: readEvent,
};

function readEvent(line: string): Head | undefined {
  const found = columns.exec(line);
  if (!found) {
    return undefined;
  }
  const [, day, clock, name = '', update = '', revision = '', result = '', rest = ''] = found;
  return {
    time: `${day}T${clock}`,
    level: failure.test(rest) ? 'Error' : 'Info',
    component: name,
    text: [name, update, revision, readResult(result), rest].filter(Boolean).join('\t'),
  };
}

const negative = /^-\d{1,10}$/u;

/** Hexadecimal, or decimal with a sign, as `0x` and eight digits. */
function readResult(text: string): string {
  const value = negative.test(text) ? Number(text) >>> 0 : Number.parseInt(text, 16);
  return `0x${value.toString(16).padStart(8, '0')}`;
}

/** C:\Windows\SoftwareDistribution\ReportingEvents.log: what the update client reports to its server. */
export const reportingEvents: Format = {
  name: 'reportingevents',
  grammar,
  rewrites: true,
  isOneLine: true,
  isOpen: true,
  samples: [
    {
      line: '{11111111-2222-3333-4444-555555555555}\t2026-01-05 10:00:01:636+0800\t1\t182 [AGENT_INSTALLING_FAILED]\t101\t{66666666-7777-8888-9999-000000000000}\t203\t800f0922\tUpdateOrchestrator\tFailure\tContent Install\tInstallation Failure: Windows failed to install the following update with error 0x800f0922: Example Update (KB5099001).',
      reads: {
        time: '2026-01-05T10:00:01',
        level: 'Error',
        component: 'AGENT_INSTALLING_FAILED',
        text: 'AGENT_INSTALLING_FAILED\t{66666666-7777-8888-9999-000000000000}\t203\t0x800f0922\tUpdateOrchestrator\tFailure\tContent Install\tInstallation Failure: Windows failed to install the following update with error 0x800f0922: Example Update (KB5099001).',
      },
    },
    {
      line: '{11111111-2222-3333-4444-555555555555}\t2026-01-05 10:00:01:636+0800\t1\t147 [AGENT_DETECTION_FINISHED]\t101\t{00000000-0000-0000-0000-000000000000}\t0\t0\tAutomaticUpdates\tSuccess\tSoftware Synchronization\tWindows Update Client 已成功检测到 0 个更新。',
      reads: {
        time: '2026-01-05T10:00:01',
        level: 'Info',
        component: 'AGENT_DETECTION_FINISHED',
        text: 'AGENT_DETECTION_FINISHED\t{00000000-0000-0000-0000-000000000000}\t0\t0x00000000\tAutomaticUpdates\tSuccess\tSoftware Synchronization\tWindows Update Client 已成功检测到 0 个更新。',
      },
    },
    {
      line: '{11111111-2222-3333-4444-555555555555} 2026-01-05 10:00:01:636+0800 1 148 [AGENT_DETECTION_FAILED] 101 {00000000-0000-0000-0000-000000000000} 0 -2145107934 AutomaticUpdates Failure Software Synchronization Error: Agent failed detecting with reason: 0x80244022',
      reads: {
        time: '2026-01-05T10:00:01',
        level: 'Error',
        component: 'AGENT_DETECTION_FAILED',
        text: 'AGENT_DETECTION_FAILED\t{00000000-0000-0000-0000-000000000000}\t0\t0x80244022\tAutomaticUpdates Failure Software Synchronization Error: Agent failed detecting with reason: 0x80244022',
      },
    },
  ],
};
