import {
  ConfigurationBotFrameworkAuthentication,
  ConfigurationServiceClientCredentialFactory,
} from 'botbuilder';
import type { TeamsConfig } from '../../config.ts';
import { publicCloud } from '../cloud.ts';
import type { SignIn } from './contract.ts';

type Credentials = NonNullable<
  ConstructorParameters<typeof ConfigurationBotFrameworkAuthentication>[1]
>;

/**
 * Every endpoint is written out: what is left empty, the SDK takes from the public cloud only when all are.
 */
export function createAuthentication(
  teams: TeamsConfig,
  signIn: SignIn | undefined,
): ConfigurationBotFrameworkAuthentication {
  const { endpoints } = teams;
  const metadata = endpoints.openIdMetadata ?? publicCloud.openIdMetadata;
  return new ConfigurationBotFrameworkAuthentication(
    {
      ChannelService: '',
      ValidateAuthority: true,
      ToChannelFromBotLoginUrl: endpoints.loginUrl ?? publicCloud.loginUrl,
      ToChannelFromBotOAuthScope: endpoints.oauthScope ?? publicCloud.oauthScope,
      ToBotFromChannelTokenIssuer: endpoints.tokenIssuer ?? publicCloud.tokenIssuer,
      OAuthUrl: endpoints.oauthUrl ?? publicCloud.oauthUrl,
      ToBotFromChannelOpenIdMetadataUrl: metadata,
      // Tokens of the emulator are refused before they come here.
      ToBotFromEmulatorOpenIdMetadataUrl: metadata,
      CallerId: 'urn:botframework:azure',
    },
    signIn ? withTokens(teams.appId, signIn) : credentialsOf(teams),
  );
}

function credentialsOf({ auth, appId, appPassword, appType, tenantId }: TeamsConfig): Credentials {
  if (auth === 'off') {
    return new ConfigurationServiceClientCredentialFactory({});
  }
  const isManaged = appType === 'UserAssignedMSI';
  return new ConfigurationServiceClientCredentialFactory({
    MicrosoftAppId: appId,
    MicrosoftAppType: appType,
    ...(!isManaged && { MicrosoftAppPassword: appPassword ?? '' }),
    ...(tenantId !== undefined && { MicrosoftAppTenantId: tenantId }),
  });
}

function withTokens(appId: string, signIn: SignIn): Credentials {
  return {
    isValidAppId: async (id: string) => id === appId,
    isAuthenticationDisabled: async () => false,
    createCredentials: async (_id: string, audience: string | undefined) => ({
      async signRequest(request: { headers: { set(name: string, value: string): void } }) {
        request.headers.set('authorization', `Bearer ${await signIn(audience ?? '')}`);
        return request;
      },
    }),
  } as unknown as Credentials;
}
