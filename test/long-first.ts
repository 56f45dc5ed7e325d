import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take long, the longest first. One that is not named here only starts later. */
const longest = [
  'core/canary/canary',
  'core/cli/recovery-terminal',
  'core/cli/custody-terminal',
  'core/canary/key-memory',
  'core/signers/mpc/two-party-faults',
  'core/signers/mpc/legacy',
  'core/signers/keystore/keystore-signer',
  'core/rotations/',
  'core/mirrored-market',
  'core/venues/fees',
  'core/transactions/',
  'core/signing/',
  'core/trading/live/',
  'core/golive/going-live',
  'core/webhooks-core',
  'core/chain/follower',
  'core/custody/',
  'core/cli/terminal',
  'core/signers/child/',
  'electron/core-host/',
  'core/exchanges/',
  'core/venues/kraken/order-storm',
  'e2e/going-live',
  'e2e/packaged',
  'e2e/signers',
  'e2e/signing',
  'e2e/screens',
  'e2e/custody',
  'e2e/ledger',
  'e2e/keychain',
  'e2e/trading-day',
  'e2e/due',
  'e2e/canary',
  'e2e/silent-core',
  'e2e/keyboard',
] as const;

/** Starts the long files first, so that no worker is left with one of them when the others are done. */
export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((one, other) => rank(one) - rank(other));
  }
}

function rank({ moduleId }: TestSpecification): number {
  const at = longest.findIndex((part) => moduleId.includes(`/test/${part}`));
  return at < 0 ? longest.length : at;
}
