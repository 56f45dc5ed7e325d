import type { VenueStanding } from '../contract/shapes.ts';
import type { ExchangeKey, ExchangeKeys } from '../custody/exchange-keys.ts';
import { keyFingerprint } from '../custody/kept-keys.ts';
import type { AppError } from '../domain/errors.ts';
import { type ExchangeName, exchanges } from '../domain/exchanges.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Clock } from '../ports.ts';
import type { OrderKey } from '../trading/order-keys.ts';
import type { VenueConnection } from '../venues/venue.ts';

/** How long a connection that failed waits before it is tried again: twice as long each time. */
const firstRetryMs = 5_000;
const longestRetryMs = 300_000;

/** What was begun with a key that is not the one in use any more. */
export const keyChanged: Result<never> = err({
  code: 'core-unavailable',
  retry: 'safe',
  why: 'the key has changed meanwhile',
});

/** A connection that is open, and the key it was opened with. */
export interface Linked extends OrderKey {
  readonly connection: VenueConnection;
}

/** The connection to an exchange, open while a key is set. */
export interface ExchangeLink {
  current(): Linked | null;
  /** Opens it now and waits. `not-found` where no key is set, `vault-locked`, `conflict`, or the venue's error. */
  open(): Promise<Result<Linked>>;
  /** Whether a key is set, without asking the exchange anything. */
  hasKey(): boolean;
  keySource(): VenueStanding['keySource'];
  keyProblem(): string | null;
  /** Why it could not be opened at the last try. */
  failure(): AppError | null;
  /** Requests that could change something and left since start, through this connection and those before it. */
  mutatingRequests(): number;
  close(): void;
}

/** What it stands on. */
export interface LinkDeps {
  readonly exchange: ExchangeName;
  readonly keys: ExchangeKeys;
  readonly clock: Clock;
  readonly connect: (key: ExchangeKey) => Promise<Result<VenueConnection>>;
  /** The connection is open. */
  readonly opened: (linked: Linked) => void;
  /** The connection that was open is let go, because the key has changed or the console closes. */
  readonly closed: () => void;
  readonly changed: () => void;
}

/**
 * A link that nobody has opened yet. Once it has been, it tries again by itself when it fails, and a key that changes closes it and opens
 * it anew.
 */
export function createExchangeLink(deps: LinkDeps): ExchangeLink {
  const { clock, exchange, keys } = deps;
  let current: Linked | null = null;
  let opening: Promise<Result<Linked>> | null = null;
  let failure: AppError | null = null;
  let failures = 0;
  let cancelRetry = (): void => undefined;
  let ofBefore = 0;
  let turn = 0;
  let isBegun = false;
  let isClosed = false;

  const key = (): Result<ExchangeKey | null> => keys.keyFor(exchange);

  function letGo(): void {
    turn += 1;
    opening = null;
    cancelRetry();
    failures = 0;
    failure = null;
    if (current === null) return;
    ofBefore += current.connection.mutatingRequests();
    current = null;
    deps.closed();
  }

  async function begin(): Promise<Result<Linked>> {
    const mine = turn;
    cancelRetry();
    const found = key();
    if (!found.ok) return found;
    if (found.value === null) {
      return err({ code: 'not-found', retry: 'never', what: `an API key for ${exchanges[exchange].title}` });
    }
    const { credentialId } = found.value;
    const fingerprint = keyFingerprint(found.value);
    const made = await deps.connect(found.value);
    if (mine !== turn) return keyChanged;
    if (!made.ok) {
      failure = made.error;
      cancelRetry = clock.after(waitMs(made.error, failures), () => void open());
      failures += 1;
      deps.changed();
      return made;
    }
    failure = null;
    failures = 0;
    current = { connection: made.value, credentialId, fingerprint };
    deps.opened(current);
    deps.changed();
    return ok(current);
  }

  function open(): Promise<Result<Linked>> {
    if (isClosed) return Promise.resolve(err({ code: 'core-unavailable', retry: 'safe', why: 'the core is closing' }));
    isBegun = true;
    if (current !== null) return Promise.resolve(ok(current));
    if (opening !== null) return opening;
    const mine = begin().finally(() => {
      if (opening === mine) opening = null;
    });
    opening = mine;
    return mine;
  }

  const stopListening = keys.onChange((changed) => {
    if (changed !== exchange || isClosed) return;
    letGo();
    deps.changed();
    const now = key();
    if (isBegun && now.ok && now.value !== null) void open();
  });

  return {
    current: () => current,
    open,
    hasKey: () => {
      const found = key();
      return found.ok && found.value !== null;
    },
    keySource() {
      const found = key();
      return found.ok ? (found.value?.source ?? 'none') : 'none';
    },
    keyProblem() {
      const found = key();
      return found.ok ? null : keyProblemOf(found.error);
    },
    failure: () => failure,
    mutatingRequests: () => ofBefore + (current?.connection.mutatingRequests() ?? 0),
    close() {
      isClosed = true;
      stopListening();
      letGo();
    },
  };
}

function keyProblemOf(error: AppError): string {
  switch (error.code) {
    case 'vault-locked':
      return 'Its key lies in the vault, which is locked.';
    case 'conflict':
    case 'storage-failed':
      return error.what;
    default:
      return `Its key cannot be read (${error.code}).`;
  }
}

/** A key that is refused will be refused again: it is not asked about often. */
function waitMs(error: AppError, failures: number): number {
  const backedOff = Math.min(firstRetryMs * 2 ** Math.min(failures, 10), longestRetryMs);
  if (error.code === 'key-refused' && error.problem !== 'clock') return longestRetryMs;
  return error.code === 'rate-limited' ? Math.max(error.retryAfterMs, backedOff) : backedOff;
}
