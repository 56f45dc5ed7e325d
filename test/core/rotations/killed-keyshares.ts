import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { BackupRow, Procedure } from '../../../core/contract/shapes.ts';
import type { PartyFault } from '../../mpc/party-config.ts';
import { relayParties } from '../../mpc/relays.ts';
import { startTwoPartySigner } from '../../mpc/start.ts';
import { seed } from '../../some-of.ts';
import { twoPartySettings } from '../transactions/two-party-settings.ts';
import { said } from './killed-deeds.ts';
import { killedFolder } from './killed-folder.ts';
import type { KilledKind } from './killed-kind.ts';
import type { RealConsole } from './real-console.ts';
import { both, shareSafe } from './share-safe.ts';

/** What becomes at the parties of a refresh in whose middle the console ends; party 1 ends with it where it has a fault. */
const endings: readonly (PartyFault | 'committed')[] = ['committed', 'exit-after-commit', 'exit-before-commit'];
const ending = endings[seed % endings.length] ?? 'committed';

/** Where the backups lie that there were, and the new ones. */
const places = {
  old: ['the safe of the office', 'the safe of the bank'],
  new: ['the cellar of the office', 'the vault of the bank'],
} as const;
const componentOf = (party: 0 | 1) => `mpc-party-${party}` as const;
const about = { encryption: 'AES-256', access: 'two persons', twoPerson: 'yes', geographicSplit: 'yes' } as const;

/** The keyshares of two parties, which are processes of their own and asked over mutual TLS. */
export const killedKeyshares: KilledKind = {
  kind: 'refresh-keyshares',
  async prepare() {
    const root = mkdtempSync(join(tmpdir(), 'portcullis-mpc-'));
    const parties = await startTwoPartySigner({ folder: root, sessionTimeoutMs: 10_000 });
    const relays = await relayParties(root, parties);
    const safe = shareSafe(root, parties);
    const settings = {
      ...twoPartySettings({ ...parties, urls: relays.urls }),
      PORTCULLIS_SIGNER_ADDRESS: parties.address,
    };
    const folder = await killedFolder(
      () => settings,
      async (asPerson) => {
        for (const party of both) {
          const file = await safe.backUp(party);
          await asPerson('backups.record', { ...about, component: componentOf(party), place: places.old[party], file });
        }
      },
    );
    /** Party 1 is to be started again where it ended in the refresh; resolves once it is there. */
    let isBroken = false;
    let mended: Promise<void> | null = null;
    const changes = () =>
      relays
        .calls()
        .flatMap(({ call }) => (call === 'POST /v1/refresh' || call === 'POST /v1/reconcile' ? [call] : []));
    const kept = async (console: RealConsole, which: keyof typeof places): Promise<readonly BackupRow[]> =>
      (await console.get('backups.list', {})).rows.filter(
        ({ place, retired }) => retired === null && places[which].some((one) => one === place),
      );

    return {
      dataFolder: folder.dataFolder,
      environment: folder.environment,
      needsVault: false,
      async begin(console) {
        const { credentials } = await console.get('custody.list', {});
        const credentialId = credentials.find(({ kind }) => kind === 'mpc-keyshare')?.credentialId ?? '';
        return console.get('procedures.start', { kind: 'refresh-keyshares', credentialId });
      },
      deeds: {
        archive: said('in the cellar until May'),
        'new-backups': { act: () => Promise.all(both.map(safe.backUp)) },
        register: {
          async act(console) {
            const there = await kept(console, 'new');
            for (const party of both) {
              const place = places.new[party];
              if (there.some((row) => row.place === place)) continue;
              await console.asPerson('backups.record', { ...about, component: componentOf(party), place });
            }
          },
        },
        // Once the new ones are registered, and not before, the old ones may be let go.
        'test-signature': {
          async act(console) {
            for (const { backupId } of await kept(console, 'old'))
              await console.asPerson('backups.retire', { backupId, reason: 'destroyed' });
          },
        },
        release: { act: (console) => console.release() },
      },
      holdBack(stepId, what) {
        if (what === 'deed') return null;
        switch (stepId) {
          case 'attest':
          case 'test-signature':
            return relays.holdBack({ party: 0, call: 'POST /sign_digest' });
          case 'refresh':
            return relays.holdBack({ party: 0, call: 'POST /v1/refresh' }, async () => {
              if (ending === 'committed') return;
              isBroken = true;
              await parties.restart(1, { fault: ending });
            });
          case 'new-backups':
            return relays.holdBack({ party: 1, call: 'POST /v1/attest' });
          default:
            return null;
        }
      },
      letGo() {
        relays.letGo();
        if (isBroken) mended ??= parties.restart(1, { fault: null });
      },
      async check(console, procedure) {
        await mended;
        const { currentStepId, steps } = procedure;
        const at = (stepId: string): number => steps.findIndex((step) => step.stepId === stepId);
        const place = currentStepId === null ? steps.length : at(currentStepId);
        const afterFirst = changes().slice(changes().indexOf('POST /v1/refresh') + 1);
        const isInDoubt = isBroken && !afterFirst.includes('POST /v1/reconcile');

        const { condition, look } = await console.get('keyshares.attest', {});
        const signed = await console.ask('signers.test', {});
        expect(look?.parties.map(({ address }) => address)).toEqual([parties.address, parties.address]);
        if (isInDoubt) {
          expect(condition).toBe('in-doubt');
          expect(signed.ok).toBe(false);
        } else {
          const isBare = look?.parties.some(({ backup, epoch }) => backup?.epoch !== epoch);
          expect(condition).toBe(isBare === true ? 'not-backed-up' : 'fits');
          expect(signed).toMatchObject({ ok: true, value: { address: parties.address } });
          const epoch = await safe.epoch();
          if (place !== at('refresh')) expect(epoch).toBe(place < at('refresh') ? 0 : 1);
        }
        expectNeverBlind(changes());
        const refreshes = changes().filter((call) => call === 'POST /v1/refresh').length;
        // What was rolled back is asked for once more, and nothing else is.
        const all = isBroken && ending === 'exit-before-commit' ? 2 : 1;
        if (place < at('refresh')) expect(refreshes).toBe(0);
        else if (place > at('refresh')) expect(refreshes).toBe(all);
        else expect(refreshes).toBeLessThanOrEqual(1);

        await safe.expectBringsBack(registered((await console.get('backups.list', {})).rows));
        if (place <= at('register')) {
          const [old] = await kept(console, 'old');
          const retired = await console.asPerson('backups.retire', {
            backupId: old?.backupId ?? '',
            reason: 'too early',
          });
          expect(retired).toMatchObject({ ok: false, error: { code: 'conflict' } });
        }
        await expectWrittenAtBoth(console, procedure);
      },
      async close() {
        await relays.close();
        await mended;
        await parties.stop();
        folder.remove();
        rmSync(root, { recursive: true, force: true });
      },
    };
  },
};

/** Before every refresh that the parties were asked for they were asked to settle what was open, also before the first. */
function expectNeverBlind(changes: readonly string[]): void {
  for (const [at, call] of changes.entries())
    if (call === 'POST /v1/refresh') expect(changes[at - 1], `what came before call ${at}`).toBe('POST /v1/reconcile');
}

/** What the register has of backups of shares that count, with the digest that is recorded or that their party attests. */
function registered(rows: readonly BackupRow[]) {
  return rows.flatMap(({ component, digest, retired }) => {
    const party = both.find((one) => componentOf(one) === component);
    return party === undefined || digest === null || retired !== null ? [] : [{ party, sha256: digest }];
  });
}

/** That the shares are new stands at both of them or at none, and at both once the refresh is behind. */
async function expectWrittenAtBoth(console: RealConsole, { currentStepId, steps }: Procedure): Promise<void> {
  const { credentials } = await console.get('custody.list', {});
  const shares = credentials.filter(({ kind }) => kind === 'mpc-keyshare');
  const written = shares.map(({ lastRotatedAtMs }) => lastRotatedAtMs !== null);
  expect(shares).toHaveLength(2);
  expect(new Set(written).size).toBe(1);
  const isRefreshed = steps.find(({ stepId }) => stepId === 'refresh')?.state === 'done';
  if (currentStepId !== 'refresh') expect(written[0]).toBe(isRefreshed);
}
