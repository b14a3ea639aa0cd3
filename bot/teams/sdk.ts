import type { Sdk, SdkParts } from './sdk/contract.ts';

/** It takes half a second and 60 MB, so whoever does not use Teams does not load it. */
export async function loadSdk(parts: SdkParts): Promise<Sdk> {
  const { createSdk } = await import('./sdk/create.ts');
  return createSdk(parts);
}
