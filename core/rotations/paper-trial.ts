import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Out, WireIn } from '../contract/methods.ts';
import type { MethodName } from '../contract/names.ts';
import type { Core } from '../core.ts';
import type { CoreOptions } from '../core-options.ts';
import { conflict } from '../domain/conflict.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Ports } from '../ports.ts';

/** Makes a core; `createCore`, which cannot be imported by what it is made of. */
export type MakeCore = (ports: Ports, options: CoreOptions) => Promise<Result<Core>>;

/** The exchange, market and amount that are traded: the practice exchange has them always. */
const order = { exchange: 'practice', symbol: 'BTC/USDT', side: 'buy', type: 'market', amount: '0.001' } as const;

/**
 * Buys a little on the practice exchange of a second core, which has a temporary folder, a halt and books of its own and can reach
 * nothing: previewed, judged, recorded, sent, filled, and its trail verified. What it did in a sentence; the error of what failed.
 */
export async function tradeOnPaper(makeCore: MakeCore, ports: Ports): Promise<Result<string>> {
  const root = mkdtempSync(join(tmpdir(), 'portcullis-trial-'));
  try {
    const made = await makeCore(
      {
        clock: ports.clock,
        ids: ports.ids,
        log: ports.log,
        fetch: () => Promise.reject(new Error('a trial reaches nothing')),
        arming: { isArmed: () => false },
        signers: { node: null, ledger: ports.signers.ledger },
        masterKey: null,
      },
      {
        dataFolder: join(root, 'data'),
        environment: { PORTCULLIS_HEAD_DIR: join(root, 'heads') },
        runtime: 'trial',
        previousCrash: false,
        serveApi: false,
      },
    );
    if (!made.ok) return made;
    try {
      return await buy(made.value);
    } finally {
      await made.value.close();
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

async function buy(core: Core): Promise<Result<string>> {
  const ask = <M extends MethodName>(method: M, input: WireIn<M>) =>
    core.call('console', method, input) as Promise<Result<Out<M>>>;
  const preview = await ask('orders.preview', order);
  if (!preview.ok) return preview;
  const sent = await ask('orders.submit', { previewId: preview.value.previewId });
  if (!sent.ok) return sent;
  if (sent.value.state !== 'sent' || sent.value.order.status !== 'filled') {
    return conflict('the practice order was not filled');
  }
  const verified = await ask('audit.verify', {});
  if (!verified.ok) return verified;
  return verified.value.ok
    ? ok(
        `A second console bought ${order.amount} BTC on the practice exchange through the whole gate, and its trail verifies.`,
      )
    : err({ code: 'audit-failed', retry: 'after-checking', what: 'the trail of the practice order does not verify' });
}
