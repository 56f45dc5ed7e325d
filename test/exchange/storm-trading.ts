import { join } from 'node:path';
import { openFoundations } from '../../core/foundations.ts';
import { systemClock, systemIds } from '../../core/node-ports.ts';
import type { Ports } from '../../core/ports.ts';
import { systemSignerPorts } from '../../core/signer-ports.ts';
import { openDatabase } from '../../core/store/database.ts';
import { createApprovals } from '../../core/trading/approvals.ts';
import { createCancels } from '../../core/trading/cancels.ts';
import { createConfirmedTime } from '../../core/trading/confirmed-time.ts';
import { createJournal } from '../../core/trading/journal.ts';
import { createLostOrders } from '../../core/trading/lost-orders.ts';
import { tradingMigrations } from '../../core/trading/migrations.ts';
import { createRecord } from '../../core/trading/record.ts';
import { createReservations } from '../../core/trading/reservations.ts';
import type { Trading } from '../../core/trading/trading.ts';
import type { VenueConnection } from '../../core/venues/venue.ts';

/** The real gate over a live.db, an audit log and a halt of its own, on any venue. */
export interface StormTrading {
  readonly trading: Trading;
  /** Lets both clocks of the gate go on. */
  later(byMs: number): void;
  close(): void;
}

/** Opens it in a folder that is the caller's to remove; its one scope is armed, and its policy allows everything. */
export function openStormTrading(folder: string, venue: VenueConnection): StormTrading {
  let aheadMs = 0;
  const clock = {
    ...systemClock,
    nowMs: () => systemClock.nowMs() + aheadMs,
    monotonicMs: () => systemClock.monotonicMs() + aheadMs,
  };
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const ports: Ports = {
    clock,
    ids: systemIds,
    log,
    fetch: () => Promise.reject(new Error('no')),
    arming: { isArmed: () => true },
    signers: systemSignerPorts(),
    masterKey: null,
  };
  const opened = openFoundations(ports, {
    dataFolder: join(folder, 'data'),
    environment: { PORTCULLIS_HEAD_DIR: join(folder, 'heads') },
  });
  const database = openDatabase(join(folder, 'data', 'live.db'), tradingMigrations);
  if (!opened.ok || !database.ok) throw new Error('not opened');
  const { audit, halt } = opened.value;
  const record = createRecord(audit, halt);
  const trading: Trading = {
    clock,
    ids: systemIds,
    log,
    halt,
    record,
    journal: createJournal(database.value),
    venue,
    orderClient() {
      const client = venue.orderClient(ports.arming, 'live');
      return client.ok ? client.value : null;
    },
    judge: () => ({ verdict: 'allow', rulings: [] }),
    priceBandPercent: () => null,
    reservations: createReservations(database.value),
    confirmedTime: createConfirmedTime(clock.nowMs()),
    approvals: createApprovals({ clock, ids: systemIds, record, announce: () => undefined, isLocked: () => false }),
    refusedSubmit: () => undefined,
    announce: () => undefined,
    balancesChanged: () => undefined,
    inFlight: new Set(),
    lostOrders: createLostOrders(clock),
    cancels: createCancels(),
    refreshSoon: () => undefined,
    count: () => undefined,
  };
  return {
    trading,
    later(byMs) {
      aheadMs += byMs;
    },
    close() {
      database.value.close();
      opened.value.close();
    },
  };
}
