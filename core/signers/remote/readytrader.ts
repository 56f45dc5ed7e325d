import { parseAddress } from '../../domain/address.ts';
import { readHex } from '../../domain/hex.ts';
import { err, ok } from '../../domain/result.ts';
import type { Clock, Ids } from '../../ports.ts';
import type { RemoteDialect } from './dialect.ts';
import { readytraderRequest } from './readytrader-request.ts';
import type { ServiceCalls } from './service-calls.ts';
import { failureError, refused, shapeError, statusError } from './service-errors.ts';

/** What the protocol needs around it. */
export interface ReadytraderParts {
  readonly calls: ServiceCalls;
  readonly clock: Clock;
  readonly ids: Ids;
  /** How long a request is worth signing. */
  readonly expiryMs: number;
}

/**
 * ReadyTrader-Crypto's protocol: GET /address and POST /sign_transaction, which answers with the whole signed transaction. The service
 * builds the transaction itself, so what comes back may be another one: the proof afterwards decides.
 */
export function createReadytrader({ calls, clock, expiryMs, ids }: ReadytraderParts): RemoteDialect {
  return {
    title: "ReadyTrader-Crypto's protocol",
    capabilities: { types: [0, 1, 2], accessLists: true, hasScreen: false, signsTexts: false },
    async address(signal) {
      const answer = await calls.get('/address', signal);
      if (!answer.ok) return err(failureError(answer.error, 'read'));
      if (answer.value.status !== 200) return err(statusError(answer.value, 'read'));
      const said = onlyMember(answer.value.body, ['address']);
      const address = said === null ? null : parseAddress(said);
      return address === null ? err(shapeError('it answered with no address', 'read')) : ok(address);
    },
    async sign(transaction, signal) {
      const expiresAtSec = BigInt(Math.ceil((clock.nowMs() + expiryMs) / 1000));
      const body = readytraderRequest(transaction, { requestId: ids.next(), expiresAtSec });
      const answer = await calls.post('/sign_transaction', body, signal);
      if (!answer.ok) return err(failureError(answer.error, 'sign'));
      if (answer.value.status !== 200) return err(statusError(answer.value, 'sign'));
      const said = onlyMember(answer.value.body, ['rawTransactionHex', 'raw_transaction_hex']);
      const raw = said === null ? null : readHex(said.startsWith('0x') ? said : `0x${said}`);
      if (raw === null || raw === '0x') return err(shapeError('it answered with no signed transaction', 'sign'));
      return ok({ form: 'raw', raw, clearSigned: null });
    },
    signText: async () => err(refused('not-offered', 'this protocol signs no texts')),
  };
}

/** The text of the one member an object has, which is one of `names`; null for any other answer: more members, one twice, an escape. */
function onlyMember(body: string, names: readonly string[]): string | null {
  const match = /^\s*\{\s*"([A-Za-z_]{1,40})"\s*:\s*"([0-9A-Za-z]*)"\s*\}\s*$/.exec(body);
  const [, name, text] = match ?? [];
  return name !== undefined && names.includes(name) ? (text ?? null) : null;
}
