import type { AppError } from '../../domain/errors.ts';
import type { Result } from '../../domain/result.ts';
import type { ServedCertificate } from '../http-exchange.ts';
import type { SignerState } from '../signer.ts';
import { askParty, type PartyAnswer, type PartyCall, type SeenFailure } from './ask-party.ts';
import { stateInWords } from './conditions.ts';
import { type Condition, type Dialect, failureRow } from './failure-table.ts';
import { defaultTiming, type MpcHalt, type MpcMarks, type MpcOptions, type MpcTiming } from './mpc-options.ts';

/** What is known of the service at the moment, kept in step with the marks. */
export interface MpcService {
  readonly options: MpcOptions;
  readonly timing: MpcTiming;
  state(): SignerState;
  condition(): Condition;
  setCondition(condition: Condition): void;
  halt(): MpcHalt | null;
  dialect(): Dialect | null;
  setDialect(dialect: Dialect | null): void;
  highestEpoch(): number | null;
  /** Writes the marks; with an error nothing of them has changed. */
  mark(change: Partial<Pick<MpcMarks, 'highestEpoch' | 'halt'>>): Result<void>;
  /** Asks party 0. */
  ask<T>(call: PartyCall<T>): Promise<Result<PartyAnswer<T>, SeenFailure>>;
  /** The certificate that party 0 showed last. */
  certificate(): ServedCertificate | null;
  /** Takes a failure to heart: the state, a halt where the table says so, a line in the log. `isHanded` once a digest has left. */
  fail(failure: SeenFailure, isHanded: boolean): AppError;
  /** Why it may not be asked at all: its marks could not be read, or, save to end the halt, it is halted. Null when it may. */
  hindrance(isToEndHalt?: boolean): AppError | null;
}

const dayMs = 86_400_000;

/** A service nothing is known of yet but its marks. */
export function mpcService(options: MpcOptions): MpcService {
  const { clock, log, pinned } = options;
  const stored = options.marks.read();
  const known = stored.ok && stored.value?.address === pinned ? stored.value : null;
  let marks: MpcMarks = known ?? { address: pinned, highestEpoch: null, halt: null };
  let condition: Condition = 'not-checked';
  let dialect: Dialect | null = null;
  let certificate: ServedCertificate | null = null;

  const mark: MpcService['mark'] = (change) => {
    const next = { ...marks, ...change };
    const written = options.marks.write(next);
    if (!written.ok) return written;
    const isOver = marks.halt !== null && next.halt === null;
    marks = next;
    if (isOver) options.onHalt?.(null);
    return written;
  };

  /** In memory first: it holds even where it cannot be stored. */
  const stop = (halt: MpcHalt): void => {
    const before = marks;
    marks = { ...marks, halt };
    options.onHalt?.(halt);
    log.error('the two-party signer is halted', { seen: halt.seen, until: halt.until, why: halt.why });
    if (!options.marks.write({ ...before, halt }).ok) log.error('the halt of the two-party signer could not be stored');
  };

  return {
    options,
    timing: { ...defaultTiming, ...options.timing },
    state() {
      const daysLeft = certificate === null ? null : Math.floor((certificate.notAfterMs - clock.nowMs()) / dayMs);
      return stateInWords(stored.ok ? condition : 'marks-unreadable', marks.halt, daysLeft);
    },
    condition: () => condition,
    setCondition(next) {
      condition = next;
    },
    halt: () => marks.halt,
    dialect: () => dialect,
    setDialect(next) {
      dialect = next;
    },
    highestEpoch: () => marks.highestEpoch,
    mark,
    certificate: () => certificate,
    async ask(call) {
      const asked = await askParty(options.party0, call, clock);
      if (asked.ok) certificate = asked.value.certificate;
      return asked;
    },
    fail({ seen, signerCode, why }, isHanded) {
      const row = failureRow(seen, dialect);
      condition = (isHanded ? null : row.unhandedCondition) ?? row.condition;
      const isHalt = row.halts === 'always' || (row.halts === 'after-handing' && isHanded);
      if (isHalt && row.until !== null) stop({ seen, until: row.until, why, atMs: clock.nowMs() });
      else log.warn('the two-party signer', { seen, signerCode, why });
      if (row.error === 'signature-mismatch') {
        return { code: 'signature-mismatch', retry: 'never', signer: 'cb_mpc_2pc', what: why };
      }
      if (!isHanded || row.error === 'signer-unavailable') return unavailable(isHalt ? 'halted' : condition, why);
      const retry = row.error === 'signer-refused' ? 'never' : 'after-checking';
      return { code: row.error, retry, signer: 'cb_mpc_2pc', signerCode, why } as AppError;
    },
    hindrance(isToEndHalt = false) {
      if (!stored.ok) return unavailable('marks-unreadable', 'what is known of it cannot be read');
      return marks.halt === null || isToEndHalt ? null : unavailable('halted', marks.halt.why);
    },
  };
}

/** An error that promises that nothing was handed over; `state` names what is in the way. */
export function unavailable(state: string, why: string): AppError {
  return { code: 'signer-unavailable', retry: 'safe', signer: 'cb_mpc_2pc', state, why };
}
