import * as z from 'zod';
import { readJson } from '../domain/read-json.ts';
import type { Clock, Log } from '../ports.ts';
import type { ServedCertificate } from '../signers/http-exchange.ts';
import type { Database } from '../store/database.ts';
import { createDocuments } from '../store/documents.ts';
import { type TlsService, tlsServices } from './kept-identities.ts';

const documentName = 'served-certificates';
const Served = z.strictObject({
  fingerprint: z.string(),
  notBeforeMs: z.number().int(),
  notAfterMs: z.number().int(),
});
const Kept = z.partialRecord(z.enum(tlsServices), Served);

/** The certificates that signing services showed on the connections that were made to them anyway; none is made to look. */
export interface ServedCertificates {
  /** The one that a service showed last, in this run or an earlier one; null where it never did. */
  of(service: TlsService): ServedCertificate | null;
  /** Keeps what a service has shown, and was trusted with. */
  saw(service: TlsService, certificate: ServedCertificate): void;
}

/** The served certificates of an open console.db. What cannot be read or kept is logged: it is seen again with the next connection. */
export function openServedCertificates(database: Database, clock: Clock, log: Log): ServedCertificates {
  const documents = createDocuments(database);
  const read = documents.read(documentName);
  const parsed = read.ok && read.value !== null ? Kept.safeParse(readJson(read.value)) : null;
  let kept: z.output<typeof Kept> = parsed?.success === true ? parsed.data : {};
  return {
    of: (service) => kept[service] ?? null,
    saw(service, { fingerprint, notAfterMs, notBeforeMs }) {
      // A date that cannot be read is none to remind by.
      if (!Number.isSafeInteger(notAfterMs) || !Number.isSafeInteger(notBeforeMs)) return;
      const before = kept[service];
      if (before?.fingerprint === fingerprint) return;
      kept = { ...kept, [service]: { fingerprint, notBeforeMs, notAfterMs } };
      const written = documents.write(documentName, JSON.stringify(kept), clock.nowMs());
      if (!written.ok) log.warn('the certificate of a signing service could not be kept', { service });
    },
  };
}
