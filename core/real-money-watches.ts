import type { Listener } from './contract/topics.ts';
import { exchanges as known } from './domain/exchanges.ts';
import type { Exchanges } from './exchanges/exchanges.ts';
import type { Foundations } from './foundations.ts';
import { haltOnDayLoss } from './halt/triggers/day-loss.ts';
import { haltOnUnexplainedChange } from './halt/triggers/unexplained-change.ts';
import { haltOnVaultFailure } from './halt/triggers/vault-failure.ts';
import type { Clock } from './ports.ts';
import { vaultTrouble } from './vault-trouble.ts';

const accountsMs = 1_000;
const vaultMs = 5_000;

/** What the watches over real money stand on. */
export interface RealMoneyParts {
  readonly foundations: Pick<Foundations, 'halt' | 'vault'>;
  readonly clock: Clock;
  readonly exchanges: Exchanges;
  readonly isLive: () => boolean;
  readonly on: (listener: Listener) => () => void;
}

/**
 * Everything that halts by itself only while real money may be moved: balances that changed without a cause, the day's loss, the vault. An
 * exchange or a fill that is told of is looked at in the same moment. The answer stops it.
 */
export function watchRealMoney({ clock, exchanges, foundations, isLive, on }: RealMoneyParts): () => void {
  const { halt, vault } = foundations;
  const changes = () =>
    exchanges.all.flatMap(({ account, name }) =>
      account.unexplained().map(({ asset, change }) => ({ title: known[name].title, asset, change })),
    );
  const lookAtChanges = haltOnUnexplainedChange(halt, isLive, changes);
  const lookAtLoss = haltOnDayLoss(halt, isLive, exchanges.dayLoss.lost);
  const look = (): void => {
    lookAtChanges();
    lookAtLoss();
  };
  const stops = [
    clock.every(accountsMs, look),
    clock.every(
      vaultMs,
      haltOnVaultFailure(halt, isLive, () => vaultTrouble(vault, exchanges.all)),
    ),
    on(({ topic }) => {
      if (topic === 'venue.changed' || topic === 'fill.added') look();
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
