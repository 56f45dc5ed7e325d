import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { TransactionPreview } from '../../../core/contract/shapes.ts';
import { endsWithTest, from } from '../../signer/remote-kit.ts';
import { serveRecording } from '../../tls/recording-server.ts';
import { type Ending, endsAs, guardedCore, mismatch, refused, unavailable, unsure } from './guarded-core.ts';
import { remoteSettings } from './remote-settings.ts';
import { sharedChain } from './shared-chain.ts';
import { signedLike, wrongTransactions } from './wrong-answers.ts';

const { anvil } = sharedChain();
type Answer = (response: ServerResponse, shown: TransactionPreview) => void;

const says =
  (status: number, body: unknown): Answer =>
  (response) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
const signs: Answer = (response, shown) => says(200, { rawTransactionHex: signedLike(shown) })(response, shown);

/** A service that has ReadyTrader's paths and answers a question for a signature as it is told. */
async function scripted(more: Readonly<Record<string, string>> = {}) {
  let answer: Answer = signs;
  let asked: TransactionPreview | null = null;
  const waiting: (() => void)[] = [];
  const service = await endsWithTest(
    serveRecording((response, { method, path }) => {
      if (method === 'GET') return says(path === '/address' ? 200 : 404, { address: from })(response, {} as never);
      if (asked === null) throw new Error('nothing was previewed');
      for (const tell of waiting.splice(0)) tell();
      answer(response, asked);
    }),
  );
  const pinned = { PORTCULLIS_SIGNER_ADDRESS: from, ...more };
  const world = await guardedCore(anvil(), remoteSettings(service.url, pinned));
  const will = async (next: Answer): Promise<TransactionPreview> => {
    answer = next;
    asked = await world.preview(world.draft);
    return asked;
  };
  return {
    ...world,
    service,
    will,
    /** Resolves when the service is asked for a signature. */
    whenAsked: () => new Promise<void>((resolve) => waiting.push(resolve)),
    /** Answers rightly from now on, for what is previewed with it. */
    mends: (shown: TransactionPreview): void => {
      answer = signs;
      asked = shown;
    },
  };
}

describe('what a remote signer gives back that is not what was approved', () => {
  it.each(Object.entries(wrongTransactions))(
    '%s: nothing is sent, its nonce is held, and trading halts',
    async (_, wrong) => {
      const world = await scripted();
      const shown = await world.will((response, preview) =>
        says(200, { rawTransactionHex: wrong(preview) })(response, preview),
      );
      await endsAs(world, shown, await world.submit(shown), mismatch);
      expect(await world.submit(shown)).toMatchObject({ ok: false, error: { code: 'signature-mismatch' } });
      await world.expectUntouched();
    },
  );

  it('is replaced with nothing to oneself while halted, once the signer is itself again', async () => {
    const world = await scripted();
    const wrong = wrongTransactions['with another value'];
    const shown = await world.will((response, preview) =>
      says(200, { rawTransactionHex: wrong?.(preview) })(response, preview),
    );
    const doubted = await endsAs(world, shown, await world.submit(shown), mismatch);
    const { console } = world;
    const { transactionId } = doubted;
    const speedUp = await console.get('transactions.previewReplace', { transactionId, as: 'speed-up' });
    expect(await world.submit(speedUp)).toMatchObject({ ok: false, error: { code: 'trading-halted' } });
    const cancel = await console.get('transactions.previewReplace', { transactionId, as: 'cancel' });
    world.mends(cancel);
    const sent = await world.submit(cancel);
    if (!sent.ok) throw new Error(JSON.stringify(sent.error));
    await world.reaches(sent.value.transactionId, 'confirmed');
    expect(await console.get('transactions.get', { transactionId })).toMatchObject({ status: 'replaced' });
    expect(world.haltCodes()).toEqual(['signature-mismatch']);
  });
});

describe('a remote signer that gives no answer that can be used', () => {
  const endings: Readonly<Record<string, readonly [Answer, Ending]>> = {
    'says no (403)': [says(403, { detail: 'Policy violation' }), refused],
    'says that it cannot read it (422)': [says(422, { detail: 'no' }), refused],
    'fails (500)': [says(500, { detail: 'Internal Server Error' }), unsure],
    'answers nothing of the kind': [says(200, { signed: true }), unsure],
    'answers with no bytes': [says(200, { rawTransactionHex: '0x' }), unsure],
    'breaks the connection': [(response) => void response.destroy(), unsure],
    'breaks off within its answer': [
      (response) => {
        response.writeHead(200, { 'content-length': '500' }).write('{"rawTransactionHex":"0x02');
        setImmediate(() => response.destroy());
      },
      unsure,
    ],
  };

  it.each(Object.entries(endings))('%s: nothing is sent', async (_, [answer, ending]) => {
    const world = await scripted();
    const shown = await world.will(answer);
    await endsAs(world, shown, await world.submit(shown), ending);
  });

  it('is not there: nothing was handed over, and the nonce is free', async () => {
    const world = await scripted();
    const shown = await world.will(signs);
    await world.service.close();
    await endsAs(world, shown, await world.submit(shown), unavailable);
  });

  it('answers rightly after its deadline: the answer is not taken any more', async () => {
    const world = await scripted({ REMOTE_SIGNER_TIMEOUT_SEC: '1' });
    let late: () => void = () => undefined;
    const shown = await world.will((response, preview) => {
      late = () => signs(response, preview);
    });
    const doubted = await endsAs(world, shown, await world.submit(shown), unsure);
    late();
    await world.expectUntouched();
    const cancel = await world.console.get('transactions.previewReplace', {
      transactionId: doubted.transactionId,
      as: 'cancel',
    });
    world.mends(cancel);
    expect(await world.submit(cancel)).toMatchObject({ ok: true, value: { status: 'sent' } });
  });

  it('is told to stop and answers rightly afterwards: the answer is not taken any more', async () => {
    const world = await scripted();
    let late: () => void = () => undefined;
    const shown = await world.will((response, preview) => {
      late = () => signs(response, preview);
    });
    const asked = world.whenAsked();
    const submitted = world.submit(shown);
    await asked;
    const [signing] = await world.console.get('transactions.list', { open: true, limit: 1 });
    expect(signing).toMatchObject({ status: 'signing' });
    await world.console.get('transactions.stopSigning', { transactionId: signing?.transactionId ?? '' });
    await endsAs(world, shown, await submitted, unsure);
    late();
    await world.expectUntouched();
  });
});

it('a doubt is settled by what takes its place', async () => {
  const world = await scripted();
  const shown = await world.will(says(500, {}));
  const doubted = await endsAs(world, shown, await world.submit(shown), unsure);
  const speedUp = await world.console.get('transactions.previewReplace', {
    transactionId: doubted.transactionId,
    as: 'speed-up',
  });
  world.mends(speedUp);
  const sent = await world.submit(speedUp);
  if (!sent.ok) throw new Error(JSON.stringify(sent.error));
  await world.reaches(sent.value.transactionId, 'confirmed');
  expect(await world.preview(world.draft)).toMatchObject({ nonce: shown.nonce + 1 });
});
