import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../core/node-ports.ts';
import type { Clock } from '../../../core/ports.ts';
import {
  type Answerer,
  fine,
  hostileAddress,
  refusal,
  rightDer,
  said,
  signed,
  startHostileService,
  wrongAddresses,
  wrongSignatures,
} from '../../mpc/hostile-service.ts';
import { endsWithTest } from '../../signer/remote-kit.ts';
import {
  cancelsDoubt,
  type Ending,
  endsAs,
  type GuardedCore,
  guardedCore,
  mismatch,
  refused,
  unavailable,
  unsure,
  withSigner,
} from './guarded-core.ts';
import { hastyClock } from './hasty-clock.ts';
import { sharedChain } from './shared-chain.ts';
import { twoParties, twoPartySettings } from './two-party-settings.ts';

const { anvil } = sharedChain();
type Dialect = 'legacy' | 'mpc-2p/1';

/** A service that answers wrongly by path, and a console that has it as its signer. */
async function hostile(dialect: Dialect, wrong: Readonly<Record<string, Answerer>>, clock: Clock = systemClock) {
  const service = await endsWithTest(startHostileService(dialect, wrong));
  const settings = {
    SIGNER_TYPE: 'cb_mpc_2pc',
    MPC_SIGNER_URL: service.url,
    PORTCULLIS_SIGNER_ADDRESS: hostileAddress,
  };
  return { service, world: await guardedCore(anvil(), settings, { ports: { clock } }) };
}

const digests = ({ heard }: { readonly heard: readonly { readonly path: string }[] }): number =>
  heard.filter(({ path }) => path === '/sign_digest').length;

async function submitted(world: GuardedCore) {
  const shown = await world.preview(world.draft);
  return [shown, await world.submit(shown)] as const;
}

describe.each(['mpc-2p/1', 'legacy'] as const)('a two-party signer that lies, in %s', (dialect) => {
  it.each([
    'by another key',
    'over another digest',
    'with r and s exchanged',
    'cut short',
    'with bytes after it',
    'of nothing',
  ])('its signature is %s: nothing is sent, and trading halts', async (name) => {
    const wrong = wrongSignatures[name];
    if (wrong === undefined) throw new Error(`no such lie: ${name}`);
    const { world } = await hostile(dialect, { '/sign_digest': ({ body }) => signed(dialect, wrong(body)) });
    await endsAs(world, ...(await submitted(world)), mismatch);
    // The signer has halted itself, too: it signs nothing before the person has looked, not even a cancel.
    expect(world.console.core.status().signer).toMatchObject({ isReady: false });
  });

  it.each(Object.entries(wrongAddresses))(
    'it says %s: no digest is handed to it, and trading halts',
    async (_, wrong) => {
      const { service, world } = await hostile(dialect, { '/address': () => fine(wrong(dialect)) });
      await endsAs(world, ...(await submitted(world)), mismatch);
      expect(digests(service)).toBe(0);
    },
  );
});

describe('a two-party signer that gives no answer that can be used', () => {
  const endings: Readonly<Record<string, readonly [Answerer, Ending, number]>> = {
    'does not let us in': [() => refusal(403, 'client_not_allowed'), refused, 1],
    'does not take the request': [() => refusal(400, 'bad_digest'), refused, 1],
    'breaks off within its answer, twice': [() => 'break-off', unsure, 2],
    'breaks the connection, twice': [() => 'reset', unsure, 2],
    fails: [() => refusal(500, 'signature_invalid'), unsure, 1],
    'never ends its answer': [() => 'endless', unsure, 1],
  };
  it.each(Object.entries(endings))('%s: nothing is sent', async (_, [answer, ending, asked]) => {
    const { service, world } = await hostile('mpc-2p/1', { '/sign_digest': answer });
    await endsAs(world, ...(await submitted(world)), ending);
    expect(digests(service)).toBe(asked);
  });

  it('answers rightly after its deadline, asked twice: neither answer is taken', async () => {
    const late: (() => void)[] = [];
    const answered = async (body: { readonly digest_hex?: unknown }) => {
      await new Promise<void>((resolve) => late.push(resolve));
      return signed('mpc-2p/1', rightDer(body));
    };
    const slow: Answerer = ({ body }) => answered(body);
    const { world } = await hostile('mpc-2p/1', { '/sign_digest': slow }, hastyClock(10_000, 10_000, 20));
    const [shown, answer] = await submitted(world);
    await endsAs(world, shown, answer, unsure);
    expect(late).toHaveLength(2);
    for (const answers of late) answers();
    await world.expectUntouched();
  });

  it('signs after it was told to stop: what it signed is not taken, and its nonce is held until it is replaced', async () => {
    let answers: () => void = () => undefined;
    const isTime = new Promise<void>((resolve) => {
      answers = resolve;
    });
    const { service, world } = await hostile('mpc-2p/1', {
      '/sign_digest': async ({ body }) => {
        await isTime;
        return signed('mpc-2p/1', rightDer(body));
      },
    });
    const shown = await world.preview(world.draft);
    const submitting = world.submit(shown);
    await expect.poll(() => digests(service)).toBe(1);
    const { transactionId } = await withSigner(world, 'Both parties sign');
    await world.console.get('transactions.stopSigning', { transactionId });
    // It cannot be called back once it has the digest.
    answers();
    const doubted = await endsAs(world, shown, await submitting, unsure);
    await cancelsDoubt(world, doubted);
  });

  it('is not there, or shows another certificate than the pinned one: nothing was handed over', async () => {
    const { service, world } = await hostile('mpc-2p/1', {});
    await service.close();
    await endsAs(world, ...(await submitted(world)), unavailable);
    const parties = await twoParties();
    const settings = {
      ...twoPartySettings(parties),
      PORTCULLIS_SIGNER_ADDRESS: parties.address,
      PORTCULLIS_MPC_0_PIN: parties.pins[1],
    };
    await anvil().rpc('anvil_setBalance', [parties.address, '0x8ac7230489e80000']);
    const pinned = await guardedCore(anvil(), settings);
    await endsAs(pinned, ...(await submitted(pinned)), unavailable);
  });

  it('whose epoch went back: no digest is handed to it, and trading halts', async () => {
    let epoch = 3;
    const { service, world } = await hostile('mpc-2p/1', {
      '/address': () => fine(said('mpc-2p/1', epoch)),
      '/v1/status': () =>
        fine({
          party: 0,
          state: 'ready',
          address: hostileAddress,
          epoch,
          pending_epoch: null,
          peer: { reachable: true, epoch, last_seen: null },
          cert_not_after: '2030-01-01T00:00:00.000Z',
        }),
    });
    await world.console.get('signers.address', {});
    epoch = 2;
    const [shown, answer] = await submitted(world);
    await endsAs(world, shown, answer, { ...unavailable, halts: ['keyshares-stale'] });
    expect(digests(service)).toBe(0);
    expect(await world.console.get('signers.requestRestarted', {})).toMatchObject({ word: 'RESTARTED' });
  });

  it('whose shares are of different epochs: nothing is sent, and trading halts', async () => {
    const { world } = await hostile('mpc-2p/1', { '/sign_digest': () => refusal(409, 'epoch_mismatch') });
    await endsAs(world, ...(await submitted(world)), { ...refused, halts: ['keyshares-mixed'] });
  });
});
