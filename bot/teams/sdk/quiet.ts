import { AsyncLocalStorage } from 'node:async_hooks';

const hushed = new AsyncLocalStorage<true>();
let isInstalled = false;

/** The SDK prints the stack of every forged token: whoever sends many would fill the log with them. */
export function hush<Result>(work: () => Promise<Result>): Promise<Result> {
  if (!isInstalled) {
    isInstalled = true;
    // biome-ignore lint/suspicious/noConsole: it is silenced here, not used.
    const print = console.error.bind(console);
    console.error = (...args: unknown[]) => {
      if (!hushed.getStore()) {
        print(...args);
      }
    };
  }
  return hushed.run(true, work);
}
