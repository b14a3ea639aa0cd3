import { defineConfig } from 'vitest/config';

/** Started by test/browser/run.ts, which finds the browser first. */
export default defineConfig({
  test: {
    include: ['test/browser/**/*.browser.ts'],
    globalSetup: ['test/support/temporary.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
});
