import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { SigningKey, Transaction } from 'ethers';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Approved } from '../../../../core/domain/approved.ts';
import { normaliseTransaction } from '../../../../core/domain/transaction/normalise.ts';
import { type SignableTransaction, signable } from '../../../../core/domain/transaction/signable.ts';
import { protectionOf } from '../../../../core/signers/mpc/protection.ts';
import { verifySignature } from '../../../../core/signers/verify.ts';
import { fine, type Reply, startHostileService } from '../../../mpc/hostile-service.ts';
import { sharedFolder } from '../../../shared-folder.ts';
import { patiently, pinnedAddress, signerFor, unheard } from './mpc-parts.ts';

type Fields = Readonly<Record<string, unknown>>;
interface MpcCase {
  readonly id: string;
  readonly area: string;
  readonly given: {
    readonly address?: string;
    readonly test_private_key?: string;
    readonly tx?: Fields;
    readonly chain_id?: number;
    readonly 'POST /sign_digest response'?: Fields;
    readonly responses?: readonly { readonly status: number; readonly json: Fields }[];
    readonly base_tx?: Fields;
    readonly mutations?: readonly Fields[];
    readonly config?: { readonly MPC_SIGNER_URL: string };
  };
  readonly then: Fields & { readonly outcome: unknown };
}

const folder = sharedFolder();
const all: readonly MpcCase[] =
  folder === null ? [] : JSON.parse(readFileSync(resolve(folder, 'cases', 'custody-cases.json'), 'utf8'));
const cases = all.filter(({ area }) => area === 'mpc_signer');

/** The transaction of a case as the gate would hand it over. */
function asked(fields: Fields, chainId: number, address: string): Approved<SignableTransaction> {
  const from = pinnedAddress(address);
  const normal = normaliseTransaction(fields, { chainId: BigInt(chainId), from });
  if (!normal.ok) throw new Error(JSON.stringify(normal.error));
  return signable(normal.value, from) as Approved<SignableTransaction>;
}

/** A service of the older dialect with the case's key and its answer to a digest. */
async function serviceOf(key: string, address: string, reply: Reply) {
  const publicKey = new SigningKey(key).publicKey.slice(2);
  const service = await startHostileService('legacy', {
    '/address': () => fine({ address, public_key_uncompressed_hex: publicKey }),
    '/sign_digest': () => reply,
  });
  onTestFinished(() => service.close());
  return service;
}

describe.runIf(cases.length > 0)('the cases of the two-party signer', () => {
  it('are all here', () => {
    const ids = ['MPC-01', 'MPC-03', 'MPC-05', 'MPC-07', 'MPC-09', 'MPC-11', 'MPC-13', 'MPC-16'];
    expect(cases.map(({ id }) => id)).toEqual(ids);
  });

  for (const { given, id, then } of cases.filter((each) => each.given.test_private_key !== undefined)) {
    it(`${id}: the bytes, the digest and the transaction that is broadcast are the expected ones`, async () => {
      const { address = '', chain_id: chainId = 0, test_private_key: key = '', tx = {} } = given;
      const transaction = asked(tx, chainId, address);
      expect(transaction).toMatchObject({ unsigned: then.unsigned, digest: then.digest_hex });
      const service = await serviceOf(key, address, fine(given['POST /sign_digest response']));
      const { signer } = signerFor({ url: service.url, tls: {} }, address);
      const claimed = await signer.sign(transaction, unheard, patiently);
      if (!claimed.ok) throw new Error(JSON.stringify(claimed.error));
      const proved = verifySignature('cb_mpc_2pc', transaction, claimed.value);
      expect(proved).toMatchObject({ ok: true, value: { raw: then.raw, hash: then.tx_hash } });
      const { signature } = Transaction.from(String(then.raw));
      expect([signature?.r, signature?.s, Number(signature?.networkV ?? signature?.v)]).toEqual([
        then.r,
        then.s,
        then.v,
      ]);
      const sent = service.heard.find(({ path }) => path === '/sign_digest')?.body;
      expect(sent?.digest_hex).toBe(then.digest_hex);
    });
  }

  for (const { given, id } of cases.filter((each) => each.id === 'MPC-09')) {
    it(`${id}: a signature of neither recovery by the pinned address is refused, never guessed`, async () => {
      const { address = '', chain_id: chainId = 0, tx = {} } = given;
      const transaction = asked(tx, chainId, address);
      // The key behind this case's signature, published with the case beside it; its own address is another one.
      const key = cases.find((each) => each.id === 'MPC-01')?.given.test_private_key ?? '';
      const service = await serviceOf(key, address, fine(given['POST /sign_digest response']));
      const { signer } = signerFor({ url: service.url, tls: {} }, address);
      expect(await signer.sign(transaction, unheard, patiently)).toMatchObject({
        error: { code: 'signature-mismatch' },
      });
      const { signature_der_hex: der } = given['POST /sign_digest response'] ?? {};
      const [r, s] = [String(der).slice(10, 74), String(der).slice(78)];
      const claimed = { form: 'numbers', r: `0x${r}`, s: `0x${s}`, clearSigned: null } as Parameters<
        typeof verifySignature
      >[2];
      expect(verifySignature('cb_mpc_2pc', transaction, claimed)).toMatchObject({
        error: { code: 'signature-mismatch' },
      });
    });
  }

  for (const { given, id } of cases.filter((each) => each.given.responses !== undefined)) {
    it(`${id}: each failure is told in the service's own code and words`, async () => {
      const key = `0x${'46'.repeat(32)}`;
      const address = pinnedAddress('0x9d8a62f656a8d1615c1294fd71e9cfb3e4855a4f');
      for (const { json, status } of given.responses ?? []) {
        const service = await serviceOf(key, address, { status, body: json });
        const { signer } = signerFor({ url: service.url, tls: {} }, address);
        const transaction = asked({ chainId: 1, nonce: 0, gas: 21_000, gasPrice: 1, to: address }, 1, address);
        const refused = await signer.sign(transaction, unheard, patiently);
        expect(refused).toMatchObject({
          ok: false,
          error: { signerCode: json.error, why: expect.stringContaining(String(json.error)) },
        });
        if (json.detail !== undefined) {
          expect(refused).toMatchObject({ error: { why: expect.stringContaining(String(json.detail)) } });
        }
      }
    });
  }

  for (const { given, id, then } of cases.filter((each) => each.given.mutations !== undefined)) {
    it(`${id}: what is no whole transaction is refused before anything is asked`, () => {
      const outcomes = (given.mutations ?? []).map((mutation) => {
        const { delete: gone, ...change } = mutation;
        const fields = Object.fromEntries(
          Object.entries({ ...given.base_tx, ...change }).filter(([name]) => name !== gone),
        );
        const from = pinnedAddress('0x9d8a62f656a8d1615c1294fd71e9cfb3e4855a4f');
        return normaliseTransaction(fields, { chainId: 1n, from }).ok ? 'ok' : 'error';
      });
      expect(outcomes).toEqual(then.outcome);
    });
  }

  for (const { given, id } of cases.filter((each) => each.given.config !== undefined)) {
    // The origin sends its idempotency key as the session id, which the protocol forbids: ours is new for each attempt.
    it(`${id}: a digest goes to /sign_digest with a session id of its own`, async () => {
      expect(protectionOf({ url: given.config?.MPC_SIGNER_URL ?? '', tls: {} }, false).refusal).toBeNull();
      const key = `0x${'46'.repeat(32)}`;
      const address = pinnedAddress('0x9d8a62f656a8d1615c1294fd71e9cfb3e4855a4f');
      const service = await serviceOf(key, address, { status: 502, body: { error: 'peer_not_ready' } });
      const { signer } = signerFor({ url: `${service.url}/`, tls: {} }, address);
      const transaction = asked({ chainId: 1, nonce: 0, gas: 21_000, gasPrice: 1, to: address }, 1, address);
      await signer.sign(transaction, unheard, patiently);
      const sent = service.heard.filter(({ path }) => path === '/sign_digest').map(({ body }) => body);
      expect(sent).toHaveLength(4);
      for (const body of sent) {
        expect(Object.keys(body).sort()).toEqual(['digest_hex', 'session_id']);
        expect(body.digest_hex).toBe(transaction.digest);
        expect(body.session_id).toMatch(/^[0-9a-f]{32}$/);
      }
      expect(new Set(sent.map(({ session_id: session }) => session)).size).toBe(4);
    });
  }
});
