/** At least so many dump lines in a row are a stack or a table of numbers, not a description. */
const DUMP_RUN = 20;
const LONGEST_DUMP = 450;
const DUMP_LINE =
  /^[^\S\n]{0,20}(?:[|\-[\]\s\d.,]{1,40}|0x[0-9A-F]{8,16}|\[Root\]|System|[|\- ]{0,12}[\w.]{1,40}\.(?:exe|sys|dll)(?:![\w:~<>]{1,80})?|[A-Za-z]:\\[^\s].{0,400})[^\S\n]{0,20}$/i;

/** Lines without stack dumps; `dumped` keeps what the dumps held, for the drivers in them. */
export function withoutDumps(lines: readonly string[]): { kept: string[]; dumped: string[] } {
  const kept: string[] = [];
  const dumped: string[] = [];
  let run: string[] = [];
  const flush = (): void => {
    (run.length >= DUMP_RUN ? dumped : kept).push(...run);
    run = [];
  };
  for (const line of lines) {
    if (line.length < LONGEST_DUMP && DUMP_LINE.test(line)) {
      run.push(line);
    } else {
      flush();
      kept.push(line);
    }
  }
  flush();
  return { kept, dumped };
}

const RECORD = /^[^\S\n]{0,8}\d{4}[-/]\d{2}[-/]\d{2}[T ,]{1,2}\d{2}:\d{2}:\d{2}/;
/** wimgapi's trace, SetupDiag's report, continuations of CSI records. */
const RECORD_LIKE =
  /^[^\S\n]{0,8}(?:\[\d{1,6}\] \S|Error: SetupDiag|Last (?:Phase|Operation): |Migration Ob\w{3,4}: |(?:Expected|Actual): \{l:|(?:Old|New) component: \[|Installer (?:name|ID): |\(\d{1,4}\) {1,4}[A-Z]\w{3,30}: |\[gle=0x|Error: {1,4}\d{1,5}$)/;
const PROOF =
  /error|fail|denied|拒绝|corrupt|not match|0x[89cd][0-9a-f]{7}|STATUS_|aborted|(?:Error = |GLE \[|Error: {1,4})\d|completed with hr=|does not have a winner|unexpectedly|SetupDiag|Last (?:Phase|Operation)|Installer name|Migration Ob|(?:Expected|Actual): \{/i;
const ONLY_LAST_ERROR = /^\[gle=0x[0-9a-f]{8}\]$/i;
const MOST_LOGS = 80;
const LONGEST = 1200;

export function isLogLine(line: string): boolean {
  return RECORD.test(line) || RECORD_LIKE.test(line);
}

/** Records that stand beside every failure and mean nothing. */
const NOISE = /DisableWerReporting/;

export function isNoise(line: string): boolean {
  return NOISE.test(line);
}

/** The quoted log lines that prove something, each once, in the order of the mails. */
export function collectLogs(lines: readonly string[]): string[] {
  const found = lines
    .filter(
      (line) =>
        isLogLine(line) && !isNoise(line) && PROOF.test(line) && !ONLY_LAST_ERROR.test(line.trim()),
    )
    .map((line) => line.trim().slice(0, LONGEST));
  return [...new Set(found)].slice(0, MOST_LOGS);
}

const DAY = /^[^\S\n]{0,8}(\d{4})[-/](\d{2})[-/](\d{2})[T ]/;

/** The earliest day that log lines carry. */
export function earliestDay(lines: readonly string[]): string | undefined {
  const days = lines.map((line) => DAY.exec(line)).filter((found) => found !== null);
  return days.map(([, year, month, day]) => `${year}-${month}-${day}`).sort()[0];
}
