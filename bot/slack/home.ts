import type { App, webApi } from '@slack/bolt';
import { z } from 'zod';
import type { Asker } from '../../handlers/inquiry.ts';
import { addressOf } from '../digests/personal.ts';
import type { Deps } from '../face.ts';
import { createHomeView, homeButton } from './home/view.ts';
import { identifyOne } from './receive.ts';

export interface HomeParts extends Deps {
  app: App;
}

const Opened = z.object({
  team_id: z.string(),
  event: z.object({ type: z.literal('app_home_opened'), user: z.string(), tab: z.string() }),
});

const Pressed = z.object({
  user: z.object({ id: z.string(), team_id: z.string().optional() }),
  team: z.object({ id: z.string() }).nullish(),
  actions: z.array(z.object({ action_id: z.string() })).min(1),
});

/** The app's home shows whoever opens it his cases, his questions and his settings, as of now. */
export function listenToHome(parts: HomeParts): void {
  const { app, config, home, log } = parts;
  const view = createHomeView();
  const show = async (web: webApi.WebClient, user: string, asker: Asker) => {
    try {
      await view.show(web, user, await home(asker));
    } catch (error) {
      log.warn({ err: error, face: 'slack' }, 'Home was not shown');
    }
  };
  app.event('app_home_opened', async ({ body, client: web }) => {
    const opened = Opened.safeParse(body).data;
    if (opened?.event.tab !== 'home') {
      return;
    }
    const { user } = opened.event;
    const asker = identifyOne({ team: opened.team_id, user }, config);
    await (asker ? show(web, user, asker) : undefined);
  });
  app.action(homeButton, async ({ ack, body, client: web }) => {
    const pressed = await pressAtHome(body, web, parts);
    await ack();
    await (pressed && show(web, pressed.user, pressed.asker));
  });
}

/** What is set is stored when this resolves. It is told by what the home then shows, not by a message. */
async function pressAtHome(
  body: unknown,
  web: webApi.WebClient,
  { act, config, log }: HomeParts,
): Promise<{ user: string; asker: Asker } | undefined> {
  const pressed = Pressed.safeParse(body).data;
  const [button] = pressed?.actions ?? [];
  if (!(pressed && button)) {
    return undefined;
  }
  const { user, team } = pressed;
  const tenant = user.team_id ?? team?.id ?? '';
  const asker = identifyOne(
    { team: team?.id ?? tenant, userTeam: user.team_id, user: user.id },
    config,
  );
  if (!asker) {
    log.warn({ face: 'slack' }, 'A button at home was pressed by nobody of ours');
    return undefined;
  }
  // The home is no conversation: what is to be sent goes to his own.
  const opened = await web.conversations.open({ users: user.id });
  const conversation = addressOf({ tenant, channel: opened.channel?.id ?? user.id });
  const action = button.action_id.replace(homeButton, '');
  await act({ asker, conversation, action, value: '', fields: {} });
  return { user: user.id, asker };
}
