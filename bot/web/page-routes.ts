import type { Asset } from './assets.ts';
import type { Context, Exchange } from './context.ts';
import { send, sendProblem } from './respond.ts';

export async function pageRoute(context: Context, exchange: Exchange): Promise<void> {
  sendAsset(exchange, context.assets.get('index.html'));
}

export async function assetRoute(context: Context, exchange: Exchange): Promise<void> {
  const name = exchange.url.pathname.slice('/assets/'.length);
  sendAsset(exchange, name.endsWith('.html') ? undefined : context.assets.get(name));
}

export async function metricsRoute(context: Context, { response }: Exchange): Promise<void> {
  const { contentType, body } = await context.metrics.render();
  send(response, 200, contentType, body);
}

function sendAsset({ request, response }: Exchange, asset: Asset | undefined): void {
  if (asset === undefined) {
    sendProblem(response, 404, '没有这个页面。');
    return;
  }
  response.setHeader('cache-control', 'no-cache');
  response.setHeader('etag', asset.etag);
  if (request.headers['if-none-match'] === asset.etag) {
    response.writeHead(304).end();
    return;
  }
  send(response, 200, asset.contentType, asset.body);
}
