import { SessionFailure } from './protocol/channel.ts';

/** What the control plane answers. */
export interface ControlAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The HTTP status of each error code of `mpc-2p/1`. */
const statuses: Readonly<Record<string, number>> = {
  bad_digest: 400,
  bad_json: 400,
  client_not_allowed: 403,
  leader_only: 403,
  not_found: 404,
  key_not_initialized: 409,
  key_exists: 409,
  epoch_mismatch: 409,
  address_mismatch: 409,
  request_id_conflict: 409,
  refresh_in_progress: 409,
  wrong_party: 409,
  bad_passphrase_or_corrupt: 422,
  in_doubt: 423,
  busy: 429,
  refresh_changed_key: 500,
  signature_invalid: 500,
  peer_unreachable: 502,
  peer_cert_mismatch: 502,
  session_failed: 502,
  session_timeout: 504,
};

/** The answer for something that was thrown; what is no code of ours is `internal`. */
export function failureAnswer(thrown: unknown, requestId: string | null): ControlAnswer {
  const failure = thrown instanceof SessionFailure ? thrown : new SessionFailure('internal', String(thrown));
  const { code, detail } = failure;
  const status = statuses[code] ?? 500;
  const retryable = status === 429 || status === 502 || status === 504;
  return { status, body: { ok: false, error: code, detail, retryable, request_id: requestId } };
}
