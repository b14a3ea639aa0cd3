import type { Config } from '../config.ts';

/** What a sub-command gets: its words, and where to write. */
export interface CliContext {
  args: readonly string[];
  config: Config;
  /** Answers, and nothing else. */
  out(text: string): void;
  /** Progress and complaints. */
  err(text: string): void;
  stdin: AsyncIterable<Uint8Array>;
  /** True when progress can be drawn over itself. */
  interactive: boolean;
}

/** 0 answered (未识别 is an answer), 2 wrong usage, 3 an input could not be read at all, 130 stopped by Ctrl-C. */
export type ExitCode = 0 | 1 | 2 | 3 | 130;

export interface CliCommand {
  name: string;
  usage: string;
  run(context: CliContext): Promise<ExitCode>;
}

/** Wrong usage: the message says what is right. */
export class UsageError extends Error {}
