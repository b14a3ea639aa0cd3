import type { Progress, Tell } from '../../handlers/inquiry.ts';
import { redactName } from '../../knowledge/cases/redact-name.ts';
import { describeAmount } from '../amounts.ts';
import { plainLine } from '../plain.ts';
import type { CliContext } from './command.ts';

/** In milliseconds. A line that is drawn over itself may change often; a log file wants few. */
const firstReport = 1000;
const redrawEvery = 200;
const lineEvery = 5000;
const longestName = 60;
const clearLine = '\r\u001b[K';

export interface CliProgress {
  tell: Tell;
  /** Takes the line off the screen. */
  end(): void;
}

/** Tells of long work only: nothing in the first second. */
export function createProgress(
  { err, interactive }: Pick<CliContext, 'err' | 'interactive'>,
  now: () => number = Date.now,
): CliProgress {
  let next = now() + firstReport;
  let isDrawn = false;
  return {
    tell(progress) {
      if (now() < next) {
        return;
      }
      next = now() + (interactive ? redrawEvery : lineEvery);
      const line = describe(progress);
      err(interactive ? `${clearLine}${line}` : `${line}\n`);
      isDrawn = interactive;
    },
    end() {
      if (isDrawn) {
        err(clearLine);
        isDrawn = false;
      }
    },
  };
}

function describe(progress: Progress): string {
  const name = plainLine(redactName(progress.input ?? ''))
    .slice(0, longestName)
    .toWellFormed();
  const amount = describeAmount(progress);
  return amount ? `正在读取 ${name}：${amount}` : `正在读取 ${name}`;
}
