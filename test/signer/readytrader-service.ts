import type { ServerOptions } from 'node:https';
import { SigningKey, Transaction, type TransactionLike, Wallet } from 'ethers';
import { type Received, type RecordingServer, serveRecording } from '../tls/recording-server.ts';

/** How the service is set up; each fault is one that the real one, or what stands in front of it, has. */
export interface ReadytraderSetup {
  /** Read at every request: whoever gives a getter can put another key in. */
  readonly privateKey: string;
  readonly tls?: ServerOptions;
  /** What every request must carry as its bearer token. */
  readonly token?: string;
  /** Above it the service's own policy says no, with 403. */
  readonly maxValueWei?: bigint;
  /** Answers under the other name that clients accept. */
  readonly alias?: boolean;
  /** Changes the transaction before it is signed, as a service that does something else than it was asked. */
  readonly tamper?: (transaction: TransactionLike) => TransactionLike;
}

/** A status and a body. */
type Answer = readonly [number, unknown];

type Members = Readonly<Record<string, unknown>>;

/**
 * ReadyTrader-Crypto's reference service as its source describes it (sentinel/app.py and signing/intents.py): it reads `tx` for itself,
 * compares that reading with `intent` exactly, and answers 500 where they differ, because its handler of all exceptions also catches
 * its own 400.
 */
export function startReadytraderService(setup: ReadytraderSetup): Promise<RecordingServer> {
  return serveRecording((response, request) => {
    const [status, body] = answerTo(request);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }, setup.tls ?? null);

  function answerTo(request: Received): Answer {
    if (setup.token !== undefined && request.headers.authorization !== `Bearer ${setup.token}`) {
      return [401, { detail: 'Invalid authentication token' }];
    }
    const call = `${request.method} ${request.path}`;
    if (call === 'GET /address') return [200, { address: new Wallet(setup.privateKey).address }];
    return call === 'POST /sign_transaction' ? sign(request) : [404, { detail: 'Not Found' }];
  }

  function sign({ body }: Received): Answer {
    const { chain_id: chainId, intent, tx } = withIntegers(body);
    if (typeof tx !== 'object' || tx === null) {
      return [422, { detail: [{ loc: ['body', 'tx'], msg: 'Field required', type: 'missing' }] }];
    }
    const fields = tx as Members;
    const own = {
      intent_type: 'evm_transaction',
      chain_id: chainId ?? toInt(fields.chainId),
      to: fields.to ?? null,
      value_wei: toInt(fields.value),
      data_hex: fields.data ?? null,
      gas: toInt(fields.gas),
      gas_price_wei: toInt(fields.gasPrice),
      nonce: toInt(fields.nonce),
    };
    if (!isSame(own, intent as Members)) {
      return [500, { detail: '400: Intent mismatch: payload does not match declared intent.' }];
    }
    const value = toInt(fields.value) ?? 0n;
    if (setup.maxValueWei !== undefined && value > setup.maxValueWei) {
      return [403, { detail: 'Policy violation: value exceeds the maximum' }];
    }
    // As eth-account reads it: without a type it is a legacy transaction.
    const { gas, ...rest } = fields;
    const asked: TransactionLike = { ...rest, gasLimit: String(gas), type: Number(toInt(fields.type) ?? 0n) };
    const made = Transaction.from(setup.tamper?.(asked) ?? asked);
    made.signature = new SigningKey(setup.privateKey).sign(made.unsignedHash);
    const name = setup.alias === true ? 'raw_transaction_hex' : 'rawTransactionHex';
    return [200, { [name]: made.serialized }];
  }
}

/** JSON with its whole numbers kept exactly, as Python reads them: they become bigint, and texts stay texts. */
function withIntegers(body: string): Members {
  const marked = body.replace(/([:[,])(-?\d+)(?=[,}\]])/g, '$1{"int":"$2"}');
  return JSON.parse(marked, (_key, value: unknown) => {
    const isInt = typeof value === 'object' && value !== null && 'int' in value;
    return isInt ? BigInt(String(value.int)) : value;
  }) as Members;
}

/** A number out of an integer, or decimal or 0x text; anything else is no number, and null. */
function toInt(value: unknown): bigint | null {
  if (typeof value === 'bigint') return value;
  return typeof value === 'string' && /^(0x[0-9a-f]+|-?\d+)$/i.test(value.trim()) ? BigInt(value.trim()) : null;
}

/** Python's equality of two dictionaries of plain values: the same keys, and 1 is not "1". */
function isSame(own: Members, declared: Members | null): boolean {
  if (declared === null) return true;
  const keys = Object.keys(own);
  return keys.length === Object.keys(declared).length && keys.every((key) => own[key] === declared[key]);
}
