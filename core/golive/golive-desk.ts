import type { Approval, AttestedItem, Checklist, ChecklistItem } from '../contract/shapes.ts';
import { conflict } from '../domain/conflict.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Clock } from '../ports.ts';
import type { GateAnswer } from '../procedures/emergency/emergency-ports.ts';
import type { Approvals } from '../trading/approvals.ts';
import { betweenRows, type Record } from '../trading/record.ts';
import type { GoliveNotes, GoliveNotesStore, SelfTestNote } from './golive-notes.ts';

const dayMs = 86_400_000;

/** What the desk stands on. */
export interface GoliveDeskParts {
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly record: Record;
  readonly approvals: Pick<Approvals, 'ask'>;
  readonly notes: GoliveNotesStore;
  /** The checklist as it stands now. */
  readonly checklist: () => Result<Checklist>;
  readonly engageHalt: (text: string) => void;
  /** Sends a practice order into the gate of this console. */
  readonly tryGate: () => Promise<GateAnswer>;
  /** Tries what everything else stands on; never rejects. */
  readonly selfTest: () => Promise<Omit<SelfTestNote, 'atMs'>>;
  readonly changed: () => void;
}

/** What a person does about the checklist. Each change stands between two rows. */
export interface GoliveDesk {
  /** Asks the person, in the approval window, to go without an item for a time. `not-found`; `conflict` for what is met or never waived. */
  requestWaiver(wanted: { itemId: string; days: number; reason: string }): Result<Approval>;
  /** Ends a waiver. `not-found` where there is none. */
  endWaiver(itemId: string, actor: string): Promise<Result<Checklist>>;
  /** Takes a person's word for what no program can see. */
  attest(itemId: AttestedItem, text: string, actor: string): Promise<Result<Checklist>>;
  /** Halts trading, has the gate refuse an order, and notes that it did. `conflict` where it did not, or that is not clear. */
  testHalt(actor: string): Promise<Result<Checklist>>;
  /** Runs the self-test and notes how it ended; `conflict`, with what did not work, where it did not pass. */
  selfTest(actor: string): Promise<Result<Checklist>>;
}

/** The desk over the notes. */
export function createGoliveDesk(parts: GoliveDeskParts): GoliveDesk {
  const { approvals, clock, notes, record } = parts;

  const recorded = <T>(
    what: string,
    subject: string,
    actor: string,
    text: string,
    act: () => Promise<Result<T>> | Result<T>,
  ) => betweenRows({ record, ended: parts.changed }, { eventType: 'golive', actor, subject }, { what, text }, act);

  const keep = (next: (before: GoliveNotes) => GoliveNotes): Result<void> => notes.change(next, clock.nowMs());

  const shown = (done: Result<unknown>): Result<Checklist> => (done.ok ? parts.checklist() : done);

  const waive = (itemId: string, days: number, reason: string, actor: string): Promise<Result<void>> =>
    recorded('waive', itemId, actor, `${days} days: ${reason}`, () => {
      const atMs = clock.nowMs();
      const waiver = { atMs, untilMs: atMs + days * dayMs, reason };
      return keep((before) => ({ ...before, waivers: { ...before.waivers, [itemId]: waiver } }));
    });

  const waivable = (itemId: string): Result<ChecklistItem> => {
    const checklist = parts.checklist();
    if (!checklist.ok) return checklist;
    const item = checklist.value.items.find((one) => one.itemId === itemId);
    if (item === undefined) return err({ code: 'not-found', retry: 'never', what: 'this item of the checklist' });
    if (!item.isWaivable) return conflict(`'${item.title}' is never waived`);
    return item.state === 'met' ? conflict(`'${item.title}' is met: there is nothing to waive`) : ok(item);
  };

  return {
    requestWaiver({ days, itemId, reason }) {
      const item = waivable(itemId);
      if (!item.ok) return item;
      const { evidence, title } = item.value;
      const until = new Date(clock.nowMs() + days * dayMs).toISOString();
      return approvals.ask({
        kind: 'waiver',
        subject: `waiver ${itemId}`,
        title: `Go live without this for ${days === 1 ? 'a day' : `${days} days`}: ${title}`,
        lines: [
          { label: 'As it stands', text: evidence },
          { label: 'Your reason', text: reason },
          { label: 'Until', text: until },
        ],
        warnings: ['The console asks for it because others lost money without it.'],
        rulings: [],
        word: null,
        act: (actor) => waive(itemId, days, reason, actor),
      });
    },
    async endWaiver(itemId, actor) {
      const before = notes.read();
      if (!before.ok) return before;
      if (!Object.hasOwn(before.value.waivers, itemId)) {
        return err({ code: 'not-found', retry: 'never', what: 'a waiver of this item' });
      }
      const ended = await recorded('end waiver', itemId, actor, '', () =>
        keep(({ waivers, ...others }) => ({
          ...others,
          waivers: Object.fromEntries(Object.entries(waivers).filter(([waived]) => waived !== itemId)),
        })),
      );
      return shown(ended);
    },
    async attest(itemId, text, actor) {
      const kept = await recorded('attest', itemId, actor, text, () =>
        keep((before) => ({ ...before, diskEncrypted: { atMs: clock.nowMs(), text } })),
      );
      return shown(kept);
    },
    async testHalt(actor) {
      const tested = await recorded('test halt', 'halt', actor, '', async () => {
        parts.engageHalt('The halt is being tried for going live');
        const { answer, text } = await parts.tryGate();
        if (answer !== 'refused') return conflict(text);
        return keep((before) => ({ ...before, haltTest: { atMs: clock.nowMs(), text } }));
      });
      return shown(tested);
    },
    async selfTest(actor) {
      const tested = await recorded('self-test', 'console', actor, '', async () => {
        const note = { ...(await parts.selfTest()), atMs: clock.nowMs() };
        const kept = keep((before) => ({ ...before, selfTest: note }));
        return note.isPassed ? kept : conflict(note.text);
      });
      return shown(tested);
    },
  };
}
