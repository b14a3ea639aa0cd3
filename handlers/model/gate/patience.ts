import { ModelFailure } from '../model.ts';

/**
 * Runs something that may take so many milliseconds, and ends then even when it does not listen to its signal.
 * @throws ModelFailure `late` when the time is up, `cancelled` when `signal` was aborted, else what `run` throws.
 */
export async function withPatience<Value>(
  milliseconds: number,
  signal: AbortSignal | undefined,
  run: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const ending = new AbortController();
  // Not `AbortSignal.timeout`: its timer would outlive what it was for.
  const timer = setTimeout(
    () => ending.abort(new DOMException('No more patience', 'TimeoutError')),
    milliseconds,
  );
  const stop = () => ending.abort(signal?.reason);
  signal?.addEventListener('abort', stop, { once: true });
  const ended = new Promise<never>((_, reject) => {
    ending.signal.addEventListener('abort', () =>
      reject(new ModelFailure(signal?.aborted ? 'cancelled' : 'late')),
    );
  });
  try {
    if (signal?.aborted) {
      stop();
      return await ended;
    }
    return await Promise.race([run(ending.signal), ended]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  }
}
