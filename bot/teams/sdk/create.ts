import { type Activity, CloudAdapter, type ConversationReference, TeamsInfo } from 'botbuilder';
import { publicCloud } from '../cloud.ts';
import { createAuthentication } from './cloud.ts';
import { ConnectorError, type Outgoing, type Sdk, type SdkParts, type Wire } from './contract.ts';
import { errorOf, refuseToken } from './errors.ts';
import { hush } from './quiet.ts';

type Authentication = ReturnType<typeof createAuthentication>;
type Connector = Awaited<
  ReturnType<ReturnType<Authentication['createConnectorFactory']>['create']>
>;

const mostConnectors = 50;

class Adapter extends CloudAdapter {
  identityOf(appId: string) {
    return this.createClaimsIdentity(appId);
  }
}

export function createSdk({ teams, signIn, milliseconds }: SdkParts): Sdk {
  const authentication = createAuthentication(teams, signIn);
  const adapter = new Adapter(authentication);
  const appId = teams.auth === 'off' ? '' : teams.appId;
  const connect = createConnectors(authentication, adapter.identityOf(appId), teams);
  const call = async <Result>(
    { serviceUrl }: Wire,
    work: (connector: Connector, options: { timeout: number }) => Promise<Result>,
  ) => {
    try {
      return await work(await connect(serviceUrl), { timeout: milliseconds });
    } catch (error) {
      throw errorOf(error);
    }
  };
  return {
    authenticate: (activity, authorization) =>
      hush(() => authentication.authenticateRequest(activity as Activity, authorization)).then(
        () => true,
        refuseToken,
      ),
    send: (wire, outgoing) =>
      call(wire, async ({ conversations }, options) => {
        const activity = activityOf(outgoing);
        const sent = await conversations.sendToConversation(wire.conversation, activity, options);
        return sent.id;
      }),
    update: (wire, id, outgoing) =>
      call(wire, async ({ conversations }, options) => {
        const activity = { ...activityOf(outgoing), id };
        await conversations.updateActivity(wire.conversation, id, activity, options);
      }),
    groupOf: (wire, team) => groupOf(adapter, appId, wire, team),
  };
}

/** One for each address: it keeps its connections and its token. */
function createConnectors(
  authentication: Authentication,
  identity: Parameters<Authentication['createConnectorFactory']>[0],
  { endpoints }: SdkParts['teams'],
): (serviceUrl: string) => Promise<Connector> {
  const factory = authentication.createConnectorFactory(identity);
  const scope = endpoints.oauthScope ?? publicCloud.oauthScope;
  const connectors = new Map<string, Promise<Connector>>();
  return (serviceUrl) => {
    const known = connectors.get(serviceUrl);
    if (known !== undefined) {
      return known;
    }
    if (connectors.size >= mostConnectors) {
      connectors.clear();
    }
    const made = factory.create(serviceUrl, scope).then(withoutRetries);
    connectors.set(serviceUrl, made);
    made.catch(() => connectors.delete(serviceUrl));
    return made;
  };
}

/** We try again by ourselves: a request that may have come through is not sent three times more. */
function withoutRetries(connector: Connector): Connector {
  const { pipeline } = (
    connector as unknown as {
      client: { pipeline: { removePolicy(named: { name: string }): unknown } };
    }
  ).client;
  pipeline.removePolicy({ name: 'defaultRetryPolicy' });
  // Nor is our token carried to where somebody points.
  pipeline.removePolicy({ name: 'redirectPolicy' });
  return connector;
}

function activityOf(outgoing: Outgoing): Partial<Activity> {
  return outgoing.kind === 'typing'
    ? { type: 'typing' }
    : { type: 'message', summary: outgoing.summary, attachments: [outgoing.attachment] };
}

async function groupOf(
  adapter: CloudAdapter,
  appId: string,
  { serviceUrl, conversation }: Wire,
  team: string,
): Promise<string | undefined> {
  const reference: Partial<ConversationReference> = {
    channelId: 'msteams',
    serviceUrl,
    conversation: { id: conversation } as ConversationReference['conversation'],
  };
  let group: string | undefined;
  try {
    await adapter.continueConversationAsync(appId, reference, async (context) => {
      const details = await TeamsInfo.getTeamDetails(context, team);
      group = details.aadGroupId;
    });
  } catch (error) {
    throw error instanceof ConnectorError ? error : errorOf(error);
  }
  return group;
}
