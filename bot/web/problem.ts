import { randomBytes } from 'node:crypto';
import type { Context } from './context.ts';

/** Logs what went wrong and makes the sentence that lets an administrator find it. */
export function report(context: Context, error: unknown, route: string): string {
  const reference = randomBytes(4).toString('hex').toUpperCase();
  context.log.error({ err: error, reference, route, face: 'web' }, 'Request failed');
  return `处理时出错，请稍后重试；仍不行时把编号 ${reference} 告诉管理员。`;
}
