import { expect, it } from 'vitest';
import type { Answer } from '../../bot/face.ts';
import { createMetrics, withMetrics } from '../../bot/metrics.ts';
import { sampleReply } from './sample-reply.ts';

const inquiry: Parameters<Answer>[0] = {
  asker: { face: 'slack', id: 'U1', role: 'staff' },
  conversation: 'c',
  text: 'x',
  files: [],
  language: 'zh',
};

it('counts an inquiry by face and by the verdict of the first cause', async () => {
  const metrics = createMetrics();
  const answer = withMetrics(async () => ({ id: '1', reply: sampleReply() }), metrics);

  await answer(inquiry, () => undefined);

  const { body } = await metrics.render();
  expect(body).toContain('caselens_inquiries_total{face="slack",verdict="identified"} 1');
  expect(body).toContain('caselens_answer_seconds_count{face="slack"} 1');
  expect(body).toContain('process_cpu_seconds_total');
});

it('counts a failure as an error and passes it on', async () => {
  const metrics = createMetrics();
  const answer = withMetrics(() => Promise.reject(new Error('down')), metrics);

  await expect(answer(inquiry, () => undefined)).rejects.toThrow('down');

  expect((await metrics.render()).body).toContain('caselens_errors_total{face="slack"} 1');
});

it('counts an answer that is no diagnosis apart', async () => {
  const metrics = createMetrics();
  const reply = sampleReply([{ kind: 'paragraph', text: '帮助' }]);

  await withMetrics(async () => ({ id: '1', reply }), metrics)(inquiry, () => undefined);

  expect((await metrics.render()).body).toContain('verdict="none"} 1');
});
