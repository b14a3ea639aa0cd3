import { describe, expect, it, vi } from 'vitest';
import type { Said } from '../../../../knowledge/input/parallel/message.ts';
import { Outbox } from '../../../../knowledge/input/parallel/outbox.ts';
import type { LogRecord } from '../../../../knowledge/input/record.ts';

const record: LogRecord = {
  input: 'CBS.log',
  format: 'cbs',
  time: undefined,
  component: 'CBS',
  text: 'x'.repeat(1000),
  variant: undefined,
  parts: [{ line: 1, raw: 'x'.repeat(1000), start: 0 }],
};

function weightOf(said: Said | undefined): number {
  return said?.kind === 'records' ? said.weight : 0;
}

describe('Outbox', () => {
  it('sends small records together, in their order', () => {
    const send = vi.fn<(said: Said) => void>();
    const outbox = new Outbox(send, 1);

    for (let at = 0; at < 200; at += 1) {
      outbox.add(record, [at]);
    }
    outbox.flush();
    outbox.flush();

    const sent = send.mock.calls.map(([said]) => (said.kind === 'records' ? said.records : []));
    expect(sent.length).toBe(2);
    expect(sent.flat().map(({ patterns }) => patterns[0])).toEqual([...Array(200).keys()]);
  });

  it('waits while too much was not heard, and no longer', async () => {
    const send = vi.fn<(said: Said) => void>();
    const outbox = new Outbox(send, 3000);
    const { signal } = new AbortController();
    const gone = vi.fn();

    outbox.add(record, [1]);
    outbox.flush();
    await outbox.room(signal);
    outbox.add(record, [2]);
    outbox.flush();
    const waiting = outbox.room(signal).then(gone);
    await new Promise((resolve) => setImmediate(resolve));

    expect(gone).not.toHaveBeenCalled();
    outbox.heard(weightOf(send.mock.lastCall?.[0]));
    await waiting;
  });

  it('waits no longer when nobody wants it any more', async () => {
    const stop = new AbortController();
    const outbox = new Outbox(() => undefined, 1);
    outbox.add(record, [1]);
    outbox.flush();

    const waiting = outbox.room(stop.signal);
    stop.abort(new Error('nobody waits'));

    await expect(waiting).rejects.toThrow('nobody waits');
  });
});
