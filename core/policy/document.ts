import { createHash } from 'node:crypto';
import { PolicyDocument as PolicyDocumentShape } from '../contract/schemas/policy.ts';
import type { PolicyDocument, TriggerThresholds } from '../contract/shapes.ts';
import { canonicalText, type Json } from '../domain/canonical.ts';
import { decimal } from '../domain/money.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { canonicalTransactions } from './canonical-transactions.ts';

/**
 * What a new data folder allows: spot orders on the practice exchange, none further than 5 % on the bad side of the book's middle, and
 * no more than a person could send by hand.
 */
export const firstDocument: PolicyDocument = {
  version: 1,
  allowExchanges: ['practice'],
  allowMarketTypes: ['spot'],
  priceBandPercent: decimal('5'),
  maxOrdersPerMinute: 120,
};

/** What is done with a document that cannot be read: nothing passes. */
export const closedDocument: PolicyDocument = { version: 1, allowExchanges: [] };

/** Every threshold at which the console halts, or an exchange is only reduced at, by itself. */
export type Triggers = { readonly [K in keyof TriggerThresholds]-?: number };

/** Those thresholds where the document does not say. */
export const triggerDefaults: Triggers = {
  refusedSubmits: 5,
  clockJumpSeconds: 60,
  freeDiskMegabytes: 100,
  staleMarketSeconds: 60,
  venueErrors: 5,
  venueLatencyMs: 3_000,
  venueSkewMs: 1_000,
  staleVenueSeconds: 90,
};

/** The thresholds that stand: the document's where it names one, else the usual ones. */
export function triggersOf({ triggers }: PolicyDocument): Triggers {
  return {
    refusedSubmits: triggers?.refusedSubmits ?? triggerDefaults.refusedSubmits,
    clockJumpSeconds: triggers?.clockJumpSeconds ?? triggerDefaults.clockJumpSeconds,
    freeDiskMegabytes: triggers?.freeDiskMegabytes ?? triggerDefaults.freeDiskMegabytes,
    staleMarketSeconds: triggers?.staleMarketSeconds ?? triggerDefaults.staleMarketSeconds,
    venueErrors: triggers?.venueErrors ?? triggerDefaults.venueErrors,
    venueLatencyMs: triggers?.venueLatencyMs ?? triggerDefaults.venueLatencyMs,
    venueSkewMs: triggers?.venueSkewMs ?? triggerDefaults.venueSkewMs,
    staleVenueSeconds: triggers?.staleVenueSeconds ?? triggerDefaults.staleVenueSeconds,
  };
}

/** A document from its text; `invalid-input` names what is not of the shape. */
export function parseDocument(text: string): Result<PolicyDocument> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return err({ code: 'invalid-input', retry: 'never', issues: [{ path: '', problem: 'is not JSON' }] });
  }
  const parsed = PolicyDocumentShape.safeParse(value);
  if (parsed.success) return ok(canonicalDocument(parsed.data));
  const issues = parsed.error.issues.map(({ path, message }) => ({
    path: path.map(String).join('.'),
    problem: message,
  }));
  return err({ code: 'invalid-input', retry: 'never', issues });
}

/** The same document in the one form it is kept in: names trimmed, in their case, sorted, each once; empty parts left out. */
export function canonicalDocument(document: PolicyDocument): PolicyDocument {
  const list = (names: readonly string[] | undefined, toCase: (name: string) => string) =>
    names === undefined ? undefined : [...new Set(names.map((name) => toCase(name.trim())))].sort();
  const lower = (name: string) => name.toLowerCase();
  const filled = <T extends object>(part: T | undefined) =>
    part === undefined || Object.keys(part).length === 0 ? undefined : part;
  const parts = {
    ...document,
    allowExchanges: list(document.allowExchanges, lower),
    allowSymbols: list(document.allowSymbols, (name) => name.toUpperCase()),
    allowMarketTypes: list(document.allowMarketTypes, lower),
    maxOrderNotional: filled(document.maxOrderNotional),
    maxHourNotional: filled(document.maxHourNotional),
    maxDayNotional: filled(document.maxDayNotional),
    maxDayLoss: filled(document.maxDayLoss),
    maxPosition: filled(document.maxPosition),
    transactions: filled(canonicalTransactions(document.transactions)),
    triggers: filled(document.triggers),
  };
  return PolicyDocumentShape.parse(withoutAbsent(parts));
}

/** SHA-256 (hex) over the canonical text of a policy document. */
export function documentDigest(document: PolicyDocument): string {
  return createHash('sha256')
    .update(canonicalText(document as unknown as Json))
    .digest('hex');
}

function withoutAbsent(parts: object): object {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
}
