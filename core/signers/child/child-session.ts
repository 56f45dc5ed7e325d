import type { Address } from '../../domain/address.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Clock, Log } from '../../ports.ts';
import { type ChildLine, openChildLine } from './child-line.ts';
import type { StartChild } from './node-child.ts';
import type { KeySource, RuleTexts } from './protocol.ts';
import type { Obstacle, Standing } from './standing.ts';

/** A key's source as it was fetched; `warning` is one sentence for the person, or null. */
export interface FetchedSource {
  readonly source: KeySource;
  readonly warning: string | null;
}

/** What sessions are made with. */
export interface SessionOptions {
  readonly start: StartChild;
  /** Asked for every child that is started; the secret bytes it hands over are overwritten. */
  readonly fetchSource: () => Promise<Result<FetchedSource, Obstacle>>;
  /** The `SIGNER_*` settings as texts. */
  readonly rules: RuleTexts;
  readonly clock: Clock;
  readonly log: Log;
  /** For fetching the source, and again for deriving its key. */
  readonly openTimeoutMs: number;
  /** How long a key that nobody asks for stays open; null for until it is closed. */
  readonly keepOpenMs: number | null;
}

/** A child that holds a key. */
export interface ChildSession {
  readonly line: ChildLine;
  readonly address: Address;
}

/** At most one child with its key, opened when it is asked for. */
export interface ChildSessions {
  /** The open child, or a new one when there is none; those who ask meanwhile get the same. Never rejects. */
  open(): Promise<Result<ChildSession, Obstacle>>;
  standing(): Standing;
  /** Ends the child. */
  close(): Promise<void>;
}

/** Sessions of which none is open yet. */
export function openSessions(options: SessionOptions): ChildSessions {
  const { start, clock, log, openTimeoutMs, keepOpenMs } = options;
  let session: (ChildSession & { readonly warning: string | null }) | null = null;
  let opening: Promise<Result<ChildSession, Obstacle>> | null = null;
  let obstacle: Obstacle | null = null;
  let line: ChildLine | null = null;
  let closings = 0;
  let stopIdling: () => void = () => undefined;

  async function openNew(): Promise<Result<ChildSession, Obstacle>> {
    const atStart = closings;
    const fetched = await withinTime(options.fetchSource());
    if (!fetched.ok) return stop(fetched.error);
    const { source, warning } = fetched.value;
    if (closings !== atStart) {
      overwrite(source);
      return err(closed);
    }
    const opened = openChildLine(start, clock);
    line = opened;
    const asked = opened.ask({ kind: 'open', source, rules: options.rules }, openTimeoutMs);
    overwrite(source);
    const answer = await asked;
    if (closings !== atStart) return err(closed);
    if (!answer.ok || answer.value.kind !== 'opened') {
      await close();
      return stop(answer.ok ? { state: 'bad-answer', why: 'answered something else than was asked' } : answer.error);
    }
    obstacle = null;
    session = { line: opened, address: answer.value.address, warning };
    return ok(session);
  }

  function stop(found: Obstacle): Result<never, Obstacle> {
    obstacle = found;
    log.warn('the signer could not be opened', { state: found.state });
    return err(found);
  }

  function withinTime<T>(task: Promise<Result<T, Obstacle>>): Promise<Result<T, Obstacle>> {
    return new Promise((resolve) => {
      const stopDeadline = clock.after(openTimeoutMs, () =>
        resolve(err({ state: 'no-answer', why: `could not be had within ${openTimeoutMs} ms` })),
      );
      const settle = (result: Result<T, Obstacle>): void => {
        stopDeadline();
        resolve(result);
      };
      task.then(settle, () => settle(err({ state: 'no-answer', why: 'could not be had' })));
    });
  }

  function keepOpen(): void {
    stopIdling();
    if (keepOpenMs !== null) stopIdling = clock.after(keepOpenMs, () => void close());
  }

  async function close(): Promise<void> {
    closings += 1;
    stopIdling();
    const closing = line;
    session = null;
    line = null;
    await closing?.end();
  }

  return {
    async open() {
      keepOpen();
      if (session?.line.isOpen === true) return ok(session);
      if (session !== null) log.warn('the process that holds the key ended; it is started again');
      session = null;
      opening ??= openNew().finally(() => {
        opening = null;
      });
      return opening;
    },
    standing() {
      if (opening !== null) return { at: 'opening' };
      if (session?.line.isOpen === true) return { at: 'ready', warning: session.warning };
      return obstacle === null ? { at: 'closed' } : { at: 'stopped', obstacle };
    },
    close,
  };
}

const closed: Obstacle = { state: 'closed', why: 'was closed' };

function overwrite(source: KeySource): void {
  if (source.from === 'keystore') source.password.fill(0);
  else source.key.fill(0);
}
