import type { ExitCode } from './command.ts';

/** Why work on the command line is given up. */
class Interrupted extends Error {}

/**
 * Lets `work` close its files and remove what it put down when somebody presses Ctrl-C; a second Ctrl-C ends the
 * process at once. For work that heeds the signal only: nothing else would stop it.
 */
export async function interruptible(
  work: (signal: AbortSignal) => Promise<ExitCode>,
): Promise<ExitCode> {
  const stop = new AbortController();
  const onInterrupt = () => stop.abort(new Interrupted());
  process.once('SIGINT', onInterrupt);
  process.once('SIGTERM', onInterrupt);
  try {
    return await work(stop.signal);
  } catch (error) {
    if (stop.signal.aborted) {
      process.stderr.write('\n已停止，没有得出结果。\n');
      return 130;
    }
    throw error;
  } finally {
    process.off('SIGINT', onInterrupt);
    process.off('SIGTERM', onInterrupt);
  }
}
