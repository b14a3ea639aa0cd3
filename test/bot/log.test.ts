import { expect, it } from 'vitest';
import { createLog } from '../../bot/log.ts';

function collect(level: 'info' | 'warn' = 'info') {
  const lines: string[] = [];
  return { log: createLog(level, { write: (line) => lines.push(line) }), lines };
}

it('writes one JSON object a line, the sentence with its fields', () => {
  const { log, lines } = collect();

  log.info({ bytes: 12 }, 'Upload spooled');

  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 'info',
    bytes: 12,
    msg: 'Upload spooled',
  });
});

it('keeps quiet below its level', () => {
  const { log, lines } = collect('warn');

  log.info('Nothing to see');

  expect(lines).toEqual([]);
});

it('keeps only the beginning of an error message, which may quote what somebody sent', () => {
  const { log, lines } = collect();
  const error = new Error(`bad token\n${'password=geheim'.repeat(50)}`, {
    cause: new Error('x'.repeat(500)),
  });

  log.error({ err: error, token: 'geheim' }, 'Request failed');

  expect(lines.join()).not.toContain('geheim');
  expect(JSON.parse(lines[0] ?? '').err).toMatchObject({ type: 'Error', message: 'bad token' });
  expect(JSON.parse(lines[0] ?? '').err.cause.message).toHaveLength(200);
});
