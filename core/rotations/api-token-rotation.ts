import { beginTokenRotation, tokenRotationPlan } from '../procedures/rotate-api-token.ts';
import { type RotationKind, type RotationKindParts, rotationKind } from './rotation-kind.ts';
import { type ServedApi, tokensForRotation } from './served-tokens.ts';

/** The rotation of the token of the local API as it is served now. */
export function apiTokenRotation({ common, ports }: RotationKindParts, api: () => ServedApi): RotationKind {
  const tokens = tokensForRotation(api, ports.fetch);
  return rotationKind({
    plan: tokenRotationPlan({ ...common, tokens }),
    begin: (credential) => beginTokenRotation(credential, tokens.mark()),
  });
}
