/** Which kinds of rows tell of changes of the policy and of what else is set. */
export const policyKinds = [
  'policy-change',
  'setting-change',
  'address-book',
  'signer-choice',
  'webhook',
  'practice-reset',
] as const;

/** Which tell of changes of credentials, of what they lie in, and of the procedures that replace them. */
export const credentialKinds = [
  'credential-entered',
  'credential-found',
  'credential-used',
  'credential-rotated',
  'credential-moved',
  'credential-missing',
  'credential-retired',
  'credential-attested',
  'credential-interval',
  'credential-rotation',
  'keyshare-first-key',
  'keystore',
  'rotation',
  'vault',
] as const;

/** Which tell of halts and releases. */
export const haltKinds = ['halt', 'halt-release'] as const;

/** Which tell of arming, and of what going live asks for. */
export const armingKinds = ['golive'] as const;
