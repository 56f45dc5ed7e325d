import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import type { CredentialKind } from '../../core/contract/shapes.ts';
import { createCredentialsTable, type StoredCredential } from '../../core/custody/credentials-table.ts';
import { specDays } from '../../core/custody/intervals.ts';
import { testAuthority } from '../tls/certificates.ts';
import { unwrap } from './audit/temporary-audit.ts';
import { type CustodyFolder, type CustodyPlace, custodyFolder } from './credentials/custody-place.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;
const startMs = Date.UTC(2026, 0, 1);
const kinds = Object.keys(specDays) as CredentialKind[];

/** A credential that was entered at the start; it has no slot, so nothing looks for it. */
function entered(kind: CredentialKind, changed: Partial<StoredCredential> = {}): StoredCredential {
  return {
    credentialId: kind,
    kind,
    slot: null,
    subject: null,
    label: `the ${kind}`,
    place: 'service',
    fingerprint: 'feedfacecafebeef',
    state: 'active',
    createdAtMs: startMs,
    enteredAtMs: startMs,
    lastRotatedAtMs: null,
    notAfterMs: null,
    intervalDays: specDays[kind],
    intervalReason: null,
    attested: null,
    ...changed,
  };
}

function keep({ foundations }: CustodyPlace, ...credentials: readonly StoredCredential[]): void {
  const table = createCredentialsTable(foundations.database);
  unwrap(table.keepAll(credentials.map((credential) => [credential, []])));
}

/** The machine sleeps, but for the minute in which it looks. */
function pass({ clock }: CustodyFolder, ms: number): void {
  clock.sleep(Math.max(0, ms - minuteMs));
  clock.wind(minuteMs);
}

const heard = ({ heard }: CustodyPlace) =>
  heard.flatMap(({ payload, topic }) =>
    topic === 'reminder.raised' ? [`${payload.credentialId} ${payload.level}`] : [],
  );
const row = ({ custody }: CustodyPlace, id: string) =>
  unwrap(custody.list()).credentials.find(({ credentialId }) => credentialId === id);

async function trail({ foundations }: CustodyPlace, eventType: string) {
  const { audit } = foundations;
  // What is queued is written before this one.
  unwrap(await audit.append({ eventType: 'test', level: 'info', status: 'ok', actor: 'test', subject: '', body: {} }));
  return [...unwrap(await audit.query({ eventType, limit: 200 }))].reverse();
}

describe('a year of a console', () => {
  it('reminds of each of the six kinds at each level once, with a row in the trail, though it sleeps, restarts and changes zones', async () => {
    const folder = custodyFolder();
    let place = folder.start();
    keep(place, ...kinds.map((kind) => entered(kind)));
    const all: string[] = [];
    for (let day = 0; day < 366; day += 1) {
      process.env.TZ = ['Europe/Berlin', 'Pacific/Kiritimati', 'America/Adak'][day % 3];
      pass(folder, dayMs);
      if (day % 40 === 39) {
        all.push(...heard(place));
        place = folder.start();
        folder.clock.wind(3_000);
      }
      if (day % 50 === 49) {
        folder.clock.jump(-dayMs);
        pass(folder, minuteMs);
        folder.clock.jump(dayMs);
      }
    }
    delete process.env.TZ;
    all.push(...heard(place));
    const levels = ['in-30-days', 'in-14-days', 'in-3-days', 'overdue'];
    expect([...all].sort()).toEqual(kinds.flatMap((kind) => levels.map((level) => `${kind} ${level}`)).sort());
    const rows = await trail(place, 'reminder-raised');
    expect(rows.map(({ subject }) => subject).sort()).toEqual(kinds.flatMap((kind) => levels.map(() => kind)).sort());
    expect(rows.filter(({ level }) => level === 'warn')).toHaveLength(kinds.length);
    expect(place.custody.due()).toEqual({ level: 'overdue', count: 6, snoozed: 0 });
  });
});

describe('what is due', () => {
  it('is told at a glance by its worst, and by each row', () => {
    const folder = custodyFolder();
    const place = folder.start();
    expect(place.custody.due()).toEqual({ level: null, count: 0, snoozed: 0 });
    keep(place, ...kinds.map((kind) => entered(kind)));
    pass(folder, 80 * dayMs);
    expect(place.custody.due()).toEqual({ level: 'in-14-days', count: 2, snoozed: 0 });
    expect(row(place, 'api-token')).toMatchObject({ dueLevel: 'in-14-days', snoozed: null });
    expect(row(place, 'remote-tls')?.dueLevel).toBe('later');
  });

  it('counts apart what is put off, for as long as it is', async () => {
    const folder = custodyFolder();
    const place = folder.start();
    keep(place, entered('api-token'), entered('cex-key'));
    pass(folder, 95 * dayMs);
    const snoozed = unwrap(await place.custody.schedule.snooze('api-token', 7, 'I am travelling', 'console'));
    const untilMs = folder.clock.nowMs() + 7 * dayMs;
    expect(snoozed.snoozed).toEqual({ untilMs, reason: 'I am travelling' });
    expect(place.custody.due()).toEqual({ level: 'overdue', count: 1, snoozed: 1 });
    const rows = await trail(place, 'reminder-snoozed');
    expect(rows.map(({ actor, status, subject }) => `${actor} ${status} ${subject}`)).toEqual([
      'console requested api-token',
      'console ok api-token',
    ]);
    const before = heard(place).length;
    pass(folder, 8 * dayMs);
    expect(heard(place).slice(before)).toEqual(['api-token overdue']);
    expect(place.custody.due()).toEqual({ level: 'overdue', count: 2, snoozed: 0 });
  });

  it('can be put off no longer than is allowed, and not before anybody is reminded', async () => {
    const folder = custodyFolder();
    const place = folder.start();
    keep(place, entered('api-token'));
    const { schedule } = place.custody;
    expect(await schedule.snooze('api-token', 1, 'too soon', 'console')).toMatchObject({ error: { code: 'conflict' } });
    expect(await schedule.snooze('none', 1, 'unknown', 'console')).toMatchObject({ error: { code: 'not-found' } });
    pass(folder, 91 * dayMs);
    expect(await schedule.snooze('api-token', 8, 'too long', 'console')).toMatchObject({
      error: { code: 'invalid-input' },
    });
    expect(row(place, 'api-token')?.snoozed).toBeNull();
  });

  it('keeps live trading from beginning where it is a key or of a signer, put off or not', async () => {
    const folder = custodyFolder();
    const place = folder.start();
    keep(
      place,
      ...kinds.map((kind) => entered(kind)),
      entered('cex-key', { credentialId: 'standby', state: 'standby' }),
    );
    const blocked = () =>
      unwrap(place.custody.list()).problems.flatMap((text) => (text.includes('Live trading cannot') ? [text] : []));
    pass(folder, 90 * dayMs - minuteMs);
    expect(blocked()).toEqual([]);
    pass(folder, 2 * minuteMs);
    expect(blocked()).toEqual([`'the cex-key' is overdue: rotate it. Live trading cannot begin before that.`]);
    unwrap(await place.custody.schedule.snooze('cex-key', 7, 'the exchange is down', 'console'));
    expect(blocked()).toHaveLength(1);
    pass(folder, 400 * dayMs);
    expect(blocked().map((text) => text.split("'")[1])).toEqual([
      'the cex-key',
      'the keystore-password',
      'the remote-tls',
      'the mpc-keyshare',
    ]);
    expect(unwrap(place.custody.list()).problems).toContain("'the api-token' is overdue: rotate it.");
  });
});

describe('the certificate that a signing service shows', () => {
  const environment = { SIGNER_REMOTE_URL: 'https://signer.example:8443' };
  const shown = (days: number) => ({
    fingerprint: 'ab'.repeat(32),
    notBeforeMs: startMs - 10 * dayMs,
    notAfterMs: startMs + days * dayMs,
  });

  it('has a row of its own, due by the earlier of interval and end, beside that of ours, also after a restart', () => {
    const authority = testAuthority();
    const folder = custodyFolder();
    const place = folder.start(environment);
    const ours = authority.issue({ name: 'us', notBeforeMs: startMs - dayMs, notAfterMs: startMs + 100 * dayMs });
    unwrap(place.identities.keep('remote', { cert: ours.cert, key: ours.key }));
    expect(place.rows('remote-tls')).toHaveLength(1);
    place.served.saw('remote', shown(40));
    for (const start of [() => place, () => folder.start(environment)]) {
      expect(
        start()
          .rows('remote-tls')
          .map(({ dueAtMs, dueBy, place }) => ({ dueAtMs, dueBy, place })),
      ).toEqual([
        { dueAtMs: startMs + 100 * dayMs, dueBy: 'certificate', place: 'vault' },
        { dueAtMs: startMs + 40 * dayMs, dueBy: 'certificate', place: 'service' },
      ]);
    }
  });

  it('is due by its interval where it would last for years, is rotated when another is shown, and is none over plain HTTP', () => {
    const folder = custodyFolder();
    const place = folder.start(environment);
    place.served.saw('remote', shown(3000));
    expect(place.rows('remote-tls')).toMatchObject([{ dueAtMs: startMs + 355 * dayMs, dueBy: 'interval' }]);
    place.served.saw('remote', { ...shown(50), fingerprint: 'cd'.repeat(32) });
    expect(place.rows('remote-tls')).toMatchObject([
      { dueAtMs: startMs + 50 * dayMs, fingerprint: 'cdcdcdcdcdcdcdcd', lastRotatedAtMs: startMs },
    ]);
    expect(folder.start({ SIGNER_REMOTE_URL: 'http://127.0.0.1:8443' }).rows('remote-tls')).toMatchObject([
      { state: 'missing', dueAtMs: null },
    ]);
  });
});

describe('the calendar', () => {
  const hostile = 'a,b;c\\d\r\nEND:VEVENT\nBEGIN:VEVENT\u202e\u2028x';
  async function exported({ custody }: CustodyPlace, clock: CustodyFolder['clock']) {
    const { file } = unwrap(await custody.schedule.exportCalendar('console'));
    // Files are named by their time.
    clock.wind(1_000);
    const text = readFileSync(file, 'utf8');
    const events = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map((one) => {
      const event = new ICAL.Event(one);
      return {
        uid: event.uid,
        sequence: event.sequence,
        summary: event.summary,
        description: event.description,
        startMs: event.startDate.toJSDate().getTime(),
        minutes: event.duration.toSeconds() / 60,
        stampMs: (one.getFirstPropertyValue('dtstamp') as ICAL.Time).toJSDate().getTime(),
        status: one.getFirstPropertyValue('status'),
        alarms: one
          .getAllSubcomponents('valarm')
          .map((alarm) => Math.abs((alarm.getFirstPropertyValue('trigger') as ICAL.Duration).toSeconds() / 86_400)),
      };
    });
    return { file, text, events };
  }
  const calendar = ({ custody }: CustodyPlace) => unwrap(custody.list()).calendar;

  it('has one event for each credential with a date, with alarms, for its owner only, and nothing else of it', async () => {
    const folder = custodyFolder();
    const place = folder.start();
    keep(place, entered('cex-key', { subject: 'binance' }), entered('mpc-keyshare', { state: 'missing' }));
    const { events, file, text } = await exported(place, folder.clock);
    expect(events).toEqual([
      {
        uid: 'rotation-cex-key@portcullis',
        sequence: 0,
        summary: 'Rotate the cex-key',
        description:
          'The exchange key for Binance is due: its interval is over. Rotate it in Portcullis, on the Custody screen.',
        startMs: startMs + 90 * dayMs,
        minutes: 30,
        stampMs: startMs,
        status: 'CONFIRMED',
        alarms: [30, 14, 3, 0],
      },
    ]);
    expect(text).not.toContain('feedface');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(folder.folder, 'exports'))).toHaveLength(1);
    expect((await trail(place, 'calendar-exported')).map(({ status }) => status)).toEqual(['requested', 'ok']);
  });

  it('takes names and notes as text, whatever is in them', async () => {
    const folder = custodyFolder();
    const place = folder.start();
    keep(place, entered('cex-key', { label: hostile }));
    unwrap(
      await place.custody.schedule.planMaintenance(
        { startsAtMs: startMs + dayMs, minutes: 90, note: hostile },
        'console',
      ),
    );
    const { events, text } = await exported(place, folder.clock);
    const shown = 'a,b;c\\d⟨U+000D⟩⟨U+000A⟩END:VEVENT⟨U+000A⟩BEGIN:VEVENT⟨U+202E⟩⟨U+2028⟩x';
    expect(events.map(({ description, summary }) => [summary, description])).toEqual([
      [`Rotate ${shown}`, expect.any(String)],
      ['Maintenance of the two-party signer', shown],
    ]);
    for (const line of text.split('\r\n')) {
      expect(line).not.toMatch(/[\r\n\u202e\u2028]/);
      expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    }
  });

  it('updates what was imported before: the same event, a higher sequence where it has changed, cancelled where it is gone', async () => {
    const folder = custodyFolder();
    let place = folder.start();
    keep(place, entered('cex-key'), entered('api-token'), entered('remote-tls'));
    await exported(place, folder.clock);
    pass(folder, dayMs);
    const rotatedAtMs = folder.clock.nowMs();
    keep(place, entered('cex-key', { lastRotatedAtMs: rotatedAtMs, createdAtMs: rotatedAtMs }));
    keep(place, entered('api-token', { state: 'retired' }));
    place = folder.start();
    const { events } = await exported(place, folder.clock);
    expect(events.map(({ sequence, status, startMs, uid }) => [uid, sequence, status, startMs])).toEqual([
      ['rotation-cex-key@portcullis', 1, 'CONFIRMED', rotatedAtMs + 90 * dayMs],
      ['rotation-remote-tls@portcullis', 0, 'CONFIRMED', startMs + 365 * dayMs],
      ['rotation-api-token@portcullis', 1, 'CANCELLED', startMs + 90 * dayMs],
    ]);
    expect(events.map(({ stampMs }) => stampMs)).toEqual(events.map(() => rotatedAtMs));
    keep(place, entered('api-token'));
    const again = (await exported(place, folder.clock)).events.map(({ sequence, status }) => [sequence, status]);
    expect(again).toEqual([
      [1, 'CONFIRMED'],
      [2, 'CONFIRMED'],
      [0, 'CONFIRMED'],
    ]);
  });

  it('is known to be current until a date, a name or a plan changes', async () => {
    const folder = custodyFolder();
    let place = folder.start();
    const { schedule } = place.custody;
    keep(place, entered('cex-key'), entered('remote-tls'));
    expect(calendar(place)).toEqual({ exportedAtMs: null, isCurrent: false });
    await exported(place, folder.clock);
    expect(calendar(place)).toEqual({ exportedAtMs: startMs, isCurrent: true });
    const window = unwrap(
      await schedule.planMaintenance({ startsAtMs: startMs + dayMs, minutes: 60, note: 'refresh' }, 'console'),
    );
    expect(calendar(place).isCurrent).toBe(false);
    await exported(place, folder.clock);
    unwrap(await schedule.removeMaintenance(window.windowId, 'console'));
    expect(calendar(place).isCurrent).toBe(false);
    expect((await exported(place, folder.clock)).events.at(-1)).toMatchObject({ status: 'CANCELLED', sequence: 1 });
    keep(place, entered('cex-key', { intervalDays: 60 }));
    expect(calendar(place).isCurrent).toBe(false);
    await exported(place, folder.clock);
    place = folder.start();
    expect(calendar(place).isCurrent).toBe(true);
    keep(place, entered('remote-tls', { state: 'retired' }));
    expect(calendar(place).isCurrent).toBe(false);
  });
});

describe('planned maintenance', () => {
  it('is listed soonest first, can be removed, and is current in the calendar when it is over', async () => {
    const folder = custodyFolder();
    const place = folder.start();
    const { schedule } = place.custody;
    const plan = (days: number, note: string) =>
      schedule.planMaintenance({ startsAtMs: startMs + days * dayMs, minutes: 60, note }, 'console');
    const later = unwrap(await plan(9, 'later'));
    unwrap(await plan(2, 'sooner'));
    expect(unwrap(place.custody.list()).maintenance.map(({ note }) => note)).toEqual(['sooner', 'later']);
    unwrap(await schedule.removeMaintenance(later.windowId, 'console'));
    expect(await schedule.removeMaintenance(later.windowId, 'console')).toMatchObject({ error: { code: 'not-found' } });
    unwrap(await schedule.exportCalendar('console'));
    pass(folder, 3 * dayMs);
    expect(unwrap(place.custody.list()).calendar.isCurrent).toBe(true);
    pass(folder, 40 * dayMs);
    unwrap(await plan(50, 'next'));
    expect(unwrap(place.custody.list()).maintenance.map(({ note }) => note)).toEqual(['next']);
  });

  it('lies ahead, and not years ahead', async () => {
    const { schedule } = custodyFolder().start().custody;
    const plan = (startsAtMs: number) =>
      schedule.planMaintenance({ startsAtMs, minutes: 60, note: 'refresh' }, 'console');
    for (const startsAtMs of [startMs - 1, startMs + 800 * dayMs, Number.MAX_SAFE_INTEGER]) {
      expect(await plan(startsAtMs)).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
    }
  });
});
