import { z } from 'zod';

// Answers exactly as the two dialects write them; an unknown key is not understood.
const epoch = z.int().nonnegative();
const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/);
const publicKey = z.string().regex(/^04[0-9a-fA-F]{128}$/);

/** `GET /v1/info`. */
export const InfoAnswer = z.strictObject({
  protocol: z.literal('mpc-2p/1'),
  engine: z.string().max(80),
  party: z.union([z.literal(0), z.literal(1)]),
  features: z.array(z.string().max(40)).max(20),
  limits: z.record(z.string().max(40), z.number()),
});

/** `GET /v1/status`. */
export const StatusAnswer = z.strictObject({
  party: z.union([z.literal(0), z.literal(1)]),
  state: z.enum(['ready', 'refreshing', 'in_doubt', 'no_key', 'peer_down']),
  address: address.nullable(),
  epoch: epoch.nullable(),
  pending_epoch: epoch.nullable(),
  peer: z.strictObject({ reachable: z.boolean(), epoch: epoch.nullable(), last_seen: z.string().max(40).nullable() }),
  cert_not_after: z.string().max(40),
});

/** `GET /health` of the older service. */
export const HealthAnswer = z.strictObject({
  ok: z.boolean(),
  status: z.strictObject({
    role_index: z.int(),
    messenger_ready: z.boolean(),
    key_share_loaded: z.boolean(),
    last_error: z.string(),
  }),
});

/** `GET /address`; the epoch belongs to `mpc-2p/1` alone. */
export const AddressAnswer = z.strictObject({
  address,
  public_key_uncompressed_hex: publicKey,
  epoch: epoch.optional(),
});

/** `POST /sign_digest`; what the signature is, is read by the strict decoder. */
export const SignAnswer = {
  legacy: z.strictObject({ ok: z.literal(true), signature_der_hex: z.string() }),
  'mpc-2p/1': z.strictObject({ ok: z.literal(true), signature_der_hex: z.string(), epoch, address }),
};

/** `POST /dkg`; `already_initialized` where there was a key before. */
export const FirstKeyAnswer = z.strictObject({
  address,
  public_key: publicKey,
  epoch,
  already_initialized: z.literal(true).optional(),
});

/** `POST /v1/refresh`; `already` when it had been done before. */
export const RefreshAnswer = z.union([
  z.strictObject({ epoch, address, proof_digest: z.string(), proof_signature_der_hex: z.string() }),
  z.strictObject({ epoch, address, already: z.literal(true) }),
]);

/** `POST /v1/reconcile`. */
export const ReconcileAnswer = z.strictObject({ epoch, action: z.enum(['none', 'rolled_forward', 'rolled_back']) });

/** `POST /v1/attest`: the payload is JSON text, signed as it stands with the key of the party's certificate (ECDSA, SHA-256). */
export const AttestAnswer = z.strictObject({
  payload: z.string().max(8_192),
  signature: z.string().regex(/^(?:[0-9a-f]{2}){8,80}$/),
  certificate_pem: z.string().max(16_384),
});

/** What an attestation says. */
export const Attestation = z.strictObject({
  party: z.union([z.literal(0), z.literal(1)]),
  address,
  public_key: publicKey,
  epoch,
  share_point: z.string().regex(/^0[23][0-9a-fA-F]{64}$/),
  backup: z
    .strictObject({ epoch, sha256: z.string().regex(/^[0-9a-f]{64}$/), verified_at: z.string().max(40) })
    .nullable(),
  nonce: z.string(),
  at: z.string().max(40),
});

/** One attestation, read. */
export type Attestation = z.infer<typeof Attestation>;

/** How a failure is told; more than this is not read. */
export const FailureAnswer = z.object({ error: z.string(), detail: z.string().optional() });
