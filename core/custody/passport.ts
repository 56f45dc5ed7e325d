import type { Attestation, KeyPassport } from '../contract/shapes.ts';
import { type ExchangeName, exchanges } from '../domain/exchanges.ts';
import { type KeyRights, unknownRights } from '../domain/key-rights.ts';
import type { WidenedRight } from './widened.ts';

/** Why a key's rights could not be read at the last try. */
export interface ReadingFailure {
  readonly atMs: number;
  readonly text: string;
  /** 'dead': the exchange has no such key (any more); 'refused': it does not take this one; 'unanswered' says nothing of the key. */
  readonly kind: 'dead' | 'refused' | 'unanswered';
}

/** All that a passport is judged by. Times in milliseconds since the epoch. */
export interface PassportQuestion {
  readonly exchange: ExchangeName;
  readonly credentialId: string;
  /** The last reading; null when there never was one. */
  readonly reading: { readonly rights: KeyRights; readonly answerHash: string; readonly readAtMs: number } | null;
  /** Whether that is longer ago than a passport holds. */
  readonly isStale: boolean;
  /** What went wrong at the last try; null where it went well. */
  readonly failure: ReadingFailure | null;
  readonly attested: Attestation | null;
  /** What the key can do now and could not before. */
  readonly widened: readonly WidenedRight[];
  readonly intervalDays: number;
  readonly nowMs: number;
}

type Severity = KeyPassport['findings'][number]['severity'];
/** One thing that was found; `isOpen` where it keeps the passport from being fit without being wrong. */
interface Found {
  readonly severity: Severity;
  readonly text: string;
  readonly isOpen?: true;
}

const dayMs = 86_400_000;

/**
 * The passport of a key. It is fit for live trading only when a reading of the last 24 hours says, each in exactly the expected words,
 * that the key can trade, cannot take money out, has not expired and can read what the console needs; and says, or the person has
 * attested where the exchange cannot say it, whether it is bound to IP addresses. What is known to be wrong makes it unfit however old it
 * is. What CUSTODY.md only recommends (IP restriction, spot only, the rotation interval) is a warning.
 */
export function judgePassport(question: PassportQuestion): KeyPassport {
  const { attested, credentialId, exchange, failure, reading, widened } = question;
  const { ipRestriction, permissions, rotationDays, title } = exchanges[exchange];
  const rights = reading?.rights ?? unknownRights;
  const found: readonly Found[] =
    reading === null
      ? [
          ...failed(failure),
          { severity: 'warning', text: `${title} has not said yet what this key may do.`, isOpen: true },
        ]
      : [
          ...failed(failure),
          ...(question.isStale ? [stale] : []),
          withdrawing(rights, title),
          trading(rights),
          ...expiry(rights, question.nowMs, title),
          ...rights.missing.map(
            (right): Found => ({
              severity: 'refusal',
              text: `It lacks the right to read that the console needs: ${right}.`,
            }),
          ),
          ipBinding(rights, attested, title),
          ...spotOnly(rights),
          ...age(question),
          ...widened.map(
            ({ text }): Found => ({ severity: 'warning', text: `It became wider since it was first read: ${text}.` }),
          ),
        ];
  const isUnfit = found.some(({ severity }) => severity === 'refusal');
  const isOpen = found.some((finding) => finding.isOpen === true);
  const { createdAtMs, expiresAtMs, futures, ipRestricted, label, margin, missing, trade, withdraw } = rights;
  return {
    exchange,
    credentialId,
    state: failure !== null ? 'failed' : reading === null ? 'unread' : question.isStale ? 'stale' : 'fresh',
    verdict: isUnfit ? 'unfit' : isOpen ? 'unknown' : 'fit',
    readAtMs: reading?.readAtMs ?? null,
    answerHash: reading?.answerHash ?? null,
    failure: failure?.text ?? null,
    trade,
    withdraw,
    futures,
    margin,
    ipRestricted,
    createdAtMs,
    expiresAtMs,
    missing: [...missing],
    label,
    attested,
    findings: found.map(({ severity, text }) => ({ severity, text })),
    expected: { permissions, ipRestriction, rotationDays },
  };
}

const stale: Found = { severity: 'warning', text: 'It was read more than 24 hours ago.', isOpen: true };

function failed(failure: ReadingFailure | null): readonly Found[] {
  if (failure === null) return [];
  const { kind, text } = failure;
  if (kind === 'dead') return [{ severity: 'refusal', text }];
  return kind === 'refused' ? [{ severity: 'warning', text, isOpen: true }] : [{ severity: 'warning', text }];
}

function withdrawing({ withdraw }: KeyRights, title: string): Found {
  switch (withdraw) {
    case 'yes':
      return {
        severity: 'refusal',
        text: `It can withdraw or transfer money out: it is never used for live trading. Make one without that right at ${title}.`,
      };
    case 'no':
      return { severity: 'ok', text: 'It cannot withdraw or transfer money out.' };
    case 'unknown':
      return { severity: 'warning', text: 'Whether it can withdraw or transfer money out is unknown.', isOpen: true };
  }
}

function trading({ trade }: KeyRights): Found {
  switch (trade) {
    case 'yes':
      return { severity: 'ok', text: 'It can trade.' };
    case 'no':
      return { severity: 'refusal', text: 'It cannot trade.' };
    case 'unknown':
      return { severity: 'warning', text: 'Whether it can trade is unknown.', isOpen: true };
  }
}

function expiry({ expiresAtMs }: KeyRights, nowMs: number, title: string): readonly Found[] {
  if (expiresAtMs === 'never' || expiresAtMs === 'untold') return [];
  if (expiresAtMs === 'unknown') {
    return [
      { severity: 'warning', text: `When it expires is unknown: ${title} did not say it clearly.`, isOpen: true },
    ];
  }
  if (expiresAtMs <= nowMs) return [{ severity: 'refusal', text: `It expired on ${dayOf(expiresAtMs)}.` }];
  const isSoon = expiresAtMs - nowMs < 7 * dayMs;
  return [{ severity: isSoon ? 'warning' : 'ok', text: `It expires on ${dayOf(expiresAtMs)}.` }];
}

function ipBinding({ ipRestricted }: KeyRights, attested: Attestation | null, title: string): Found {
  const open = 'It can be used from any IP address: CUSTODY.md asks for a restriction where the exchange has one.';
  switch (ipRestricted) {
    case 'yes':
      return { severity: 'ok', text: 'It is bound to IP addresses.' };
    case 'no':
      return { severity: 'warning', text: open };
    case 'unknown':
      return {
        severity: 'warning',
        text: `Whether it is bound to IP addresses is unknown: ${title} did not say it clearly.`,
        isOpen: true,
      };
    case 'untold':
      if (attested === null) {
        return {
          severity: 'warning',
          text: `${title} cannot tell whether it is bound to IP addresses: say it yourself.`,
          isOpen: true,
        };
      }
      return attested.ipRestricted
        ? {
            severity: 'ok',
            text: `It is bound to IP addresses by your word of ${dayOf(attested.atMs)}; ${title} cannot tell it, so this is weaker.`,
          }
        : { severity: 'warning', text: `${open} (By your word.)` };
  }
}

function spotOnly({ futures, margin }: KeyRights): readonly Found[] {
  return [['futures', futures] as const, ['margin', margin] as const].flatMap(([name, answer]): readonly Found[] => {
    if (answer === 'no') return [];
    const text =
      answer === 'yes'
        ? `It can trade on ${name}: CUSTODY.md asks for spot only. The console itself never trades on ${name}.`
        : `Whether it can trade on ${name} is not known. The console itself never trades on ${name}.`;
    return [{ severity: 'warning', text }];
  });
}

function age({ attested, intervalDays, nowMs, reading }: PassportQuestion): readonly Found[] {
  const told = reading?.rights.createdAtMs;
  const createdAtMs = typeof told === 'number' ? told : (attested?.createdAtMs ?? null);
  const bySomeone = typeof told === 'number' ? '' : ' by your word';
  if (createdAtMs === null) {
    return [
      { severity: 'warning', text: 'When it was created is not known: its age counts from when it was entered.' },
    ];
  }
  const made = `It was created on ${dayOf(createdAtMs)}${bySomeone}`;
  if (createdAtMs > nowMs + dayMs)
    return [{ severity: 'warning', text: `${made}, which is yet to come: a clock is wrong.` }];
  const days = Math.floor((nowMs - createdAtMs) / dayMs);
  if (days <= intervalDays) return [{ severity: 'ok', text: `${made}.` }];
  return [{ severity: 'warning', text: `${made}, ${days} days ago: it is to be rotated every ${intervalDays} days.` }];
}

function dayOf(atMs: number): string {
  const date = new Date(atMs);
  return Number.isNaN(date.getTime()) ? 'a day that cannot be' : date.toISOString().slice(0, 10);
}
