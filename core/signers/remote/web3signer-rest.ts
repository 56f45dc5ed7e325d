import { computeAddress } from 'ethers';
import * as z from 'zod';
import { type Address, parseAddress } from '../../domain/address.ts';
import { type Hex, hexOf } from '../../domain/hex.ts';
import { readJson } from '../../domain/read-json.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { ClaimedText } from '../signer.ts';
import { chooseAccount } from './choose-account.ts';
import type { RemoteDialect } from './dialect.ts';
import type { ServiceCalls } from './service-calls.ts';
import { failureError, shapeError, statusError, unavailable } from './service-errors.ts';
import { readSignature } from './signature-text.ts';

/** Uncompressed secp256k1 keys, without the leading 04. */
const PublicKeys = z.array(z.string().regex(/^0x[0-9a-fA-F]{128}$/)).max(10_000);

interface Account {
  readonly address: Address;
  readonly publicKey: string;
}

/**
 * Web3Signer's REST interface (its OpenAPI document for eth1): the unsigned bytes go out, the service hashes them itself and answers with
 * the two numbers. It cannot change the transaction, which is put together here; therefore this one is preferred.
 */
export function createWeb3signerRest(calls: ServiceCalls, pinned: () => Address | null): RemoteDialect {
  async function accounts(signal: AbortSignal): Promise<Result<readonly Account[]>> {
    const answer = await calls.get('/api/v1/eth1/publicKeys', signal);
    if (!answer.ok) return err(failureError(answer.error, 'read'));
    if (answer.value.status !== 200) return err(statusError(answer.value, 'read'));
    const parsed = PublicKeys.safeParse(readJson(answer.value.body));
    const found = parsed.success ? parsed.data.map(accountOf) : [null];
    return found.every((account) => account !== null)
      ? ok(found)
      : err(shapeError('it answered with no public keys', 'read'));
  }

  /** Has the service hash and sign `data` with the key of `address`. */
  async function signed(address: Address, data: Hex, signal: AbortSignal): Promise<Result<ClaimedText>> {
    const held = await accounts(signal);
    if (!held.ok) return held;
    const account = held.value.find((one) => one.address === address);
    if (account === undefined) return err(unavailable('account-missing', `it holds no key of ${address}`));
    const answer = await calls.post(`/api/v1/eth1/sign/${account.publicKey}`, JSON.stringify({ data }), signal);
    if (!answer.ok) return err(failureError(answer.error, 'sign'));
    if (answer.value.status !== 200) return err(statusError(answer.value, 'sign'));
    const numbers = readSignature(answer.value.body.trim());
    return numbers === null ? err(shapeError('it answered with no signature', 'sign')) : ok(numbers);
  }

  return {
    title: 'Web3Signer (REST)',
    capabilities: { types: [0, 1, 2], accessLists: true, hasScreen: false, signsTexts: true },
    async address(signal) {
      const held = await accounts(signal);
      const chosen = held.ok ? chooseAccount(held.value, pinned()) : held;
      return chosen.ok ? ok(chosen.value.address) : chosen;
    },
    async sign(transaction, signal) {
      const numbers = await signed(transaction.from, transaction.unsigned, signal);
      return numbers.ok ? ok({ form: 'numbers', ...numbers.value, clearSigned: null }) : numbers;
    },
    async signText(text, signal) {
      const address = pinned();
      if (address === null) return err(unavailable('not-pinned', 'no address of it is pinned'));
      return signed(address, textPreimage(text), signal);
    },
  };
}

/** What EIP-191 hashes of a text (https://eips.ethereum.org/EIPS/eip-191, version 0x45). */
function textPreimage(text: string): Hex {
  const bytes = new TextEncoder().encode(text);
  const prefix = new TextEncoder().encode(`\x19Ethereum Signed Message:\n${bytes.length}`);
  return hexOf(Uint8Array.from([...prefix, ...bytes]));
}

function accountOf(publicKey: string): Account | null {
  try {
    const address = parseAddress(computeAddress(`0x04${publicKey.slice(2)}`));
    return address === null ? null : { address, publicKey: publicKey.toLowerCase() };
  } catch {
    return null;
  }
}
