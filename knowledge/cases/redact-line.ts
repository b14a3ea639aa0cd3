import { maskUsers } from './redact-accounts.ts';
import { maskMail, maskNumbers } from './redact-contacts.ts';
import { maskCredentials } from './redact-credentials.ts';
import { maskAddresses, maskHosts } from './redact-network.ts';
import type { Tokenise } from './redact-tokens.ts';

/** Masks what a text shows by its form alone. A text with nothing to hide comes back as it was. */
export function maskForms(text: string, token: Tokenise): string {
  let masked = maskCredentials(text);
  masked = maskMail(masked, token);
  masked = maskNumbers(masked, token);
  masked = maskAddresses(masked, token);
  masked = maskHosts(masked, token);
  return maskUsers(masked, token);
}
