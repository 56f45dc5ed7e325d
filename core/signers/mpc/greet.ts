import { computeAddress } from 'ethers';
import { parseAddress } from '../../domain/address.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { AddressAnswer, HealthAnswer, InfoAnswer, StatusAnswer } from './answers.ts';
import type { PartyCall, SeenFailure } from './ask-party.ts';
import type { Dialect, Seen } from './failure-table.ts';
import type { MpcService } from './mpc-service.ts';
import { protectionOf } from './protection.ts';

/** What a service said of itself that was found right. */
export interface Greeting {
  readonly dialect: Dialect;
  /** Null in the legacy dialect. */
  readonly epoch: number | null;
}

/**
 * Asks the service what it speaks, whether it can sign, and for which key, before a digest is handed to it: the key must hash to the
 * address and that be the pinned one, its epoch never lower than the highest ever seen, and what once spoke `mpc-2p/1` never speaks the
 * older dialect again.
 */
export async function greet(service: MpcService, signal: AbortSignal): Promise<Result<Greeting, SeenFailure>> {
  const { isLive, party0 } = service.options;
  const { refusal } = protectionOf(party0, isLive);
  if (refusal !== null) return failure('not-protected', refusal);
  const dialect = await findDialect(service, signal);
  if (!dialect.ok) return dialect;
  const standing = dialect.value === 'legacy' ? await health(service, signal) : await status(service, signal);
  return standing.ok ? address(service, dialect.value, signal) : standing;
}

async function findDialect(service: MpcService, signal: AbortSignal): Promise<Result<Dialect, SeenFailure>> {
  const known = service.dialect();
  if (known !== null) return ok(known);
  const info = await service.ask(read(service, '/v1/info', InfoAnswer, signal));
  if (!info.ok && info.error.signerCode !== 'http-404' && info.error.signerCode !== 'not_found') return info;
  if (!info.ok && service.highestEpoch() !== null) {
    return failure('dialect-went-back', 'it no longer speaks mpc-2p/1');
  }
  if (info.ok && info.value.value.party !== 0) return failure('not-admitted', 'it is party 1; party 0 is to be asked');
  const found = info.ok ? 'mpc-2p/1' : 'legacy';
  service.setDialect(found);
  return ok(found);
}

/** While a refresh ends, one party may be an epoch ahead for a moment: that they are of different epochs is believed when it is said twice. */
async function status(service: MpcService, signal: AbortSignal): Promise<Result<void, SeenFailure>> {
  const first = await statusNow(service, signal);
  return !first.ok && first.error.seen === 'mixed-shares' ? statusNow(service, signal) : first;
}

async function statusNow(service: MpcService, signal: AbortSignal): Promise<Result<void, SeenFailure>> {
  const asked = await service.ask(read(service, '/v1/status', StatusAnswer, signal));
  if (!asked.ok) return asked;
  const { epoch, party, peer, state } = asked.value.value;
  if (party !== 0) return failure('not-admitted', 'it is party 1; party 0 is to be asked');
  if (state !== 'ready') return failure(statusSeen[state], `its state is ${state}`);
  const isOneEpoch = epoch !== null && peer.epoch === epoch;
  return isOneEpoch ? ok(undefined) : failure('mixed-shares', 'its parties are of different epochs');
}

const statusSeen = {
  refreshing: 'refreshing',
  in_doubt: 'in-doubt',
  no_key: 'no-key',
  peer_down: 'peer-down',
} as const satisfies Record<string, Seen>;

async function health(service: MpcService, signal: AbortSignal): Promise<Result<void, SeenFailure>> {
  const asked = await service.ask(read(service, '/health', HealthAnswer, signal));
  if (!asked.ok) return asked;
  const { ok: isWell, status: inner } = asked.value.value;
  if (inner.role_index !== 0) return failure('not-admitted', 'it is party 1; party 0 is to be asked');
  if (!inner.key_share_loaded) return failure('no-key', 'it has no key');
  return isWell && inner.messenger_ready ? ok(undefined) : failure('peer-down', 'it says that it is not well');
}

async function address(
  service: MpcService,
  dialect: Dialect,
  signal: AbortSignal,
): Promise<Result<Greeting, SeenFailure>> {
  const asked = await service.ask(read(service, '/address', AddressAnswer, signal));
  if (!asked.ok) return asked;
  const { value } = asked.value;
  const epoch = value.epoch ?? null;
  if ((epoch === null) !== (dialect === 'legacy')) return failure('bad-answer', 'its address is of another dialect');
  const said = parseAddress(value.address);
  const { pinned } = service.options;
  if (said !== pinned) return failure('wrong-address', `its address is ${said ?? 'none'} and not the pinned ${pinned}`);
  if (addressOfKey(value.public_key_uncompressed_hex) !== said) {
    return failure('wrong-address', 'its public key is not that of its address');
  }
  if (epoch !== null && epoch < (service.highestEpoch() ?? 0)) {
    return failure('epoch-went-back', `its epoch is ${epoch} and was ${service.highestEpoch()}`);
  }
  return ok({ dialect, epoch });
}

/** The address of an uncompressed public key (`04…`, no 0x); null when it is no point of the curve. */
export function addressOfKey(publicKey: string): string | null {
  try {
    return computeAddress(`0x${publicKey}`);
  } catch {
    return null;
  }
}

function read<T>(
  { timing }: MpcService,
  path: string,
  answer: PartyCall<T>['answer'],
  signal: AbortSignal,
): PartyCall<T> {
  return { method: 'GET', path, answer, timeoutMs: timing.readMs, signal };
}

function failure(seen: Seen, why: string): Result<never, SeenFailure> {
  return err({ seen, signerCode: seen, why });
}
