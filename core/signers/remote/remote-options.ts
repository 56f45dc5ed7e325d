import type { Address } from '../../domain/address.ts';
import type { Clock, Ids, Log } from '../../ports.ts';
import type { TlsIdentity } from '../http-exchange.ts';

/** The protocols a remote signer may speak; `auto` finds out which by harmless questions. */
export const remoteProtocols = ['auto', 'readytrader', 'web3signer-rest', 'web3signer-rpc'] as const;

/** One of them. */
export type RemoteProtocol = (typeof remoteProtocols)[number];

/** What holds where `REMOTE_SIGNER_TIMEOUT_SEC` and `REMOTE_SIGNER_RETRY_COUNT` are not set: the values CUSTODY.md shows. */
export const remoteDefaults = { timeoutMs: 30_000, retries: 3 } as const;

/** Where a remote signer is and how it is spoken to. */
export interface RemoteSettings {
  /** `SIGNER_REMOTE_URL`; null where it is not set. */
  readonly url: string | null;
  readonly protocol: RemoteProtocol;
  /** For each try, connecting included: 1 ms to 10 minutes. */
  readonly timeoutMs: number;
  /** How often it is tried again: 0 to 10 times. */
  readonly retries: number;
  /** `REMOTE_SIGNER_REQUIRE_TLS`: true has no exemption; undefined (not set) exempts literal 127.0.0.0/8 and ::1; false permits plain HTTP. */
  readonly requireTls: boolean | undefined;
  /** `PORTCULLIS_REMOTE_CERT`, `_KEY`, `_CA` and `_PIN`. Pins may have colons and capitals. */
  readonly tls: TlsIdentity;
  /** Sent as `Authorization: Bearer …`, as the service that comes with ReadyTrader-Crypto wants it; undefined sends none. */
  readonly token?: string | undefined;
}

/** What a remote signer is made with. */
export interface RemoteOptions extends RemoteSettings {
  /** The pinned address, asked when it is needed; null while none is. */
  readonly pinned: () => Address | null;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}
