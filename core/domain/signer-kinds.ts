/** The kinds of signer, by the names of `SIGNER_TYPE`. */
export const signerKindNames = ['env_private_key', 'keystore', 'remote', 'cb_mpc_2pc', 'ledger'] as const;

/** One kind of signer. */
export type SignerKindName = (typeof signerKindNames)[number];
