import type { KeyPassport } from '../../../core/contract/shapes.ts';

/** The passport of a key that is fit for live trading, but for what is changed of it. */
export function fitPassport(change: Partial<KeyPassport> = {}): KeyPassport {
  return {
    exchange: 'kraken',
    credentialId: 'id-cex-key',
    state: 'fresh',
    verdict: 'fit',
    readAtMs: 1,
    answerHash: null,
    failure: null,
    trade: 'yes',
    withdraw: 'no',
    futures: 'no',
    margin: 'no',
    ipRestricted: 'yes',
    createdAtMs: 'untold',
    expiresAtMs: 'never',
    missing: [],
    label: null,
    attested: null,
    findings: [],
    expected: { permissions: '', ipRestriction: '', rotationDays: 90 },
    ...change,
  };
}
