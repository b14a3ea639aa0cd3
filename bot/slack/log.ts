import type { Logger } from '@slack/bolt';
import { LogLevel } from '@slack/bolt';

/**
 * Bolt and the web client log what they like, tokens and message texts among it. What matters is logged where it is
 * caught; this keeps the rest out of our log.
 */
export function createBoltLog(): Logger {
  let level = LogLevel.WARN;
  const nothing = () => undefined;
  return {
    debug: nothing,
    info: nothing,
    warn: nothing,
    error: nothing,
    setLevel: (wanted) => {
      level = wanted;
    },
    getLevel: () => level,
    setName: nothing,
  };
}
