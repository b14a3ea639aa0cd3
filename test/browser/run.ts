import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { findChromium } from './chromium.ts';

/** `npm run test:browser`: the console in a real browser, against the real program. */
if (findChromium() === undefined) {
  process.stderr.write(
    [
      'No Chromium found. Install it with',
      '  apt-get install --no-install-recommends chromium fonts-noto-cjk',
      'or name one with CHROMIUM_PATH=/path/to/chromium.',
      '',
    ].join('\n'),
  );
  process.exitCode = 1;
} else {
  const vitest = dirname(createRequire(import.meta.url).resolve('vitest/package.json'));
  const config = join(import.meta.dirname, '../../vitest.browser.config.ts');
  const run = spawn(
    process.execPath,
    [join(vitest, 'vitest.mjs'), 'run', '--config', config, ...process.argv.slice(2)],
    { stdio: 'inherit' },
  );
  run.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}
