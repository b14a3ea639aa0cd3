import type { Route } from '../face.ts';
import { send } from './respond.ts';

/** `/healthz`: the process runs. `/readyz`: the store answers too. For both of our servers. */
export function createHealthRoutes(ready: () => Promise<boolean>): Route[] {
  const text = 'text/plain; charset=utf-8';
  return [
    {
      method: 'GET',
      path: '/healthz',
      handle: async (_request, response) => send(response, 200, text, 'ok\n'),
    },
    {
      method: 'GET',
      path: '/readyz',
      handle: async (_request, response) => {
        const isReady = await ready().catch(() => false);
        send(response, isReady ? 200 : 503, text, isReady ? 'ok\n' : 'store unavailable\n');
      },
    },
  ];
}
