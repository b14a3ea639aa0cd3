import pino, { type DestinationStream, type Logger } from 'pino';
import type { LogLevel } from './environment.ts';

/**
 * `log.info({ reference, bytes }, 'Upload spooled')`: fields first, then one fixed English sentence.
 * Never message text, file contents, names of people or files, or anything secret.
 */
export type Log = Pick<Logger, 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'child'>;

const messageLimit = 200;
const stackFrame = /^\s+at .*$/gm;

/** Writes JSON lines to stderr, which leaves stdout to answers. */
export function createLog(
  level: LogLevel,
  destination: DestinationStream = pino.destination({ dest: 2, sync: true }),
): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError },
      redact: {
        paths: ['token', 'password', 'authorization', 'cookie', '*.token', '*.password'],
        censor: '***',
      },
    },
    destination,
  );
}

/** Parsers quote what they choke on, so only the beginning of a message is kept. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) {
    return { type: typeof error };
  }
  const code = 'code' in error ? error.code : undefined;
  return {
    type: error.name,
    code,
    message: error.message.split('\n', 1)[0]?.slice(0, messageLimit),
    stack: error.stack?.match(stackFrame)?.join('\n'),
    cause: error.cause === undefined ? undefined : describeError(error.cause),
  };
}
