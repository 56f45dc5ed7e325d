import { randomUUID, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { MpcParty } from '../../../../core/signers/mpc/mpc-options.ts';
import type { ControlAnswer } from '../../../mpc/answers.ts';
import { askParty } from '../../../mpc/ask-party.ts';
import type { PartyConfig } from '../../../mpc/party-config.ts';
import { startTwoPartySigner, type TwoPartySigner } from '../../../mpc/start.ts';
import { serveLoopback } from '../../../tls/loopback-server.ts';
import { folderForAll } from './folder-for-all.ts';
import { keptMarks, patiently, signerFor, transfer, unheard } from './mpc-parts.ts';

// Real processes on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 });

const folder = folderForAll();
let parties: TwoPartySigner;
beforeAll(async () => {
  parties = await startTwoPartySigner({ folder: folder() });
}, 60_000);
afterAll(() => parties?.stop());

type Lie = (really: () => Promise<ControlAnswer>) => Promise<ControlAnswer>;

/** A party with its own certificate, asked through something that lies about refreshes or about what is attested, and forwards the rest. */
async function lyingParty(
  lie: Lie,
  number: 0 | 1 = 0,
  attested: (payload: string) => string = (payload) => payload,
): Promise<MpcParty> {
  const path = join(folder(), `party-${number}`, 'config.json');
  const { cert, key } = JSON.parse(readFileSync(path, 'utf8')) as PartyConfig;
  const front = await serveLoopback(
    (request, response) => {
      void (async () => {
        let body = '';
        for await (const part of request) body += String(part);
        const call = `${request.method} ${request.url}`;
        const really = (): Promise<ControlAnswer> =>
          askParty(parties.urls[number], parties.tls[number], call, body === '' ? {} : JSON.parse(body));
        const answer = await (request.url === '/v1/refresh' ? lie(really) : really());
        if (request.url !== '/v1/attest')
          return void response.writeHead(answer.status).end(JSON.stringify(answer.body));
        const payload = attested(String(answer.body.payload));
        const signature = sign('sha256', Buffer.from(payload), key).toString('hex');
        response.end(JSON.stringify({ ...answer.body, payload, signature }));
      })();
    },
    { cert, key },
  );
  onTestFinished(() => front.close());
  return { url: front.url, tls: parties.tls[number] };
}

const changed =
  (change: Readonly<Record<string, unknown>>): Lie =>
  async (really) => {
    const { body, status } = await really();
    return { status, body: { ...body, ...change } };
  };

/** A signature that the parties made over something else, passed off as the proof of a refresh that never was. */
async function falseProof(): Promise<ControlAnswer> {
  const digest = `0x${'cd'.repeat(32)}`;
  const { body } = await askParty(parties.urls[0], parties.tls[0], 'POST /sign_digest', {
    session_id: randomUUID(),
    digest_hex: digest,
    expected_address: parties.address,
  });
  const { address, epoch, signature_der_hex: proof } = body;
  const refreshed = { epoch: Number(epoch) + 1, address, proof_digest: digest, proof_signature_der_hex: proof };
  return { status: 200, body: refreshed };
}

describe('a refresh that is lied about', () => {
  it.each<readonly [string, Lie]>([
    ['a proof by another key', changed({ proof_signature_der_hex: '0x3006020101020101' })],
    ['a proof over something else', changed({ proof_digest: `0x${'ab'.repeat(32)}` })],
    ['a proof that is no signature', changed({ proof_signature_der_hex: '0x' })],
    ['another epoch than the parties have', changed({ epoch: 99 })],
    ['no refresh at all', falseProof],
    [
      'a failure, though it is committed',
      async (really) => {
        await really();
        return { status: 504, body: { ok: false, error: 'session_timeout', detail: '', retryable: true } };
      },
    ],
    [
      'one that was made before',
      async () => ({ status: 200, body: { epoch: 1, address: parties.address, already: true } }),
    ],
  ])('by %s is not believed: halted until it is settled with both parties', async (_what, lie) => {
    const marks = keptMarks();
    const party1 = { url: parties.urls[1], tls: parties.tls[1] };
    const { signer } = signerFor(await lyingParty(lie), parties.address, { marks, party1 });
    expect(await signer.refresh()).toMatchObject({ ok: false, error: { code: 'signer-failed' } });
    expect(signer.awaits()).toBe('shares-put-right');
    expect(await signer.sign(transfer(parties.address), unheard, patiently)).toMatchObject({
      error: { code: 'signer-unavailable', state: 'halted' },
    });
    expect(await signer.settleRefresh()).toMatchObject({ ok: true, value: { address: parties.address } });
    expect(await signer.sign(transfer(parties.address), unheard, patiently)).toMatchObject({ ok: true });
  });

  it('is not believed when both parties only say a higher epoch and keep their shares', async () => {
    let isLying = false;
    const claimed = (payload: string): string => {
      const said = JSON.parse(payload) as { epoch: number };
      return JSON.stringify(isLying ? { ...said, epoch: said.epoch + 1 } : said);
    };
    const lie: Lie = async () => {
      isLying = true;
      return falseProof();
    };
    const [party0, party1] = [await lyingParty(lie, 0, claimed), await lyingParty(lie, 1, claimed)];
    const { signer } = signerFor(party0, parties.address, { party1 });
    const why = 'a share is the same as before';
    expect(await signer.refresh()).toMatchObject({ error: { code: 'signer-failed', why } });
    expect(signer.awaits()).toBe('shares-put-right');
  });

  it('is not begun where the parties refuse it, and nothing is in doubt', async () => {
    const refusing = await lyingParty(async () => ({ status: 429, body: { ok: false, error: 'busy', detail: '' } }));
    const party1 = { url: parties.urls[1], tls: parties.tls[1] };
    const { signer } = signerFor(refusing, parties.address, { party1 });
    expect(await signer.refresh()).toMatchObject({ error: { code: 'signer-unavailable', state: 'busy' } });
    expect(signer.awaits()).toBeNull();
  });

  it('needs both parties to be asked', async () => {
    const { signer } = signerFor({ url: parties.urls[0], tls: parties.tls[0] }, parties.address);
    expect(await signer.refresh()).toMatchObject({ error: { code: 'signer-unavailable', state: 'no-second-party' } });
  });
});
