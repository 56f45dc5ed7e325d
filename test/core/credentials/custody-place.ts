import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { CredentialRow } from '../../../core/contract/shapes.ts';
import type { Announcement } from '../../../core/contract/topics.ts';
import { type Custody, openCustody } from '../../../core/credentials/open-custody.ts';
import type { Foundations } from '../../../core/foundations.ts';
import { openFoundations } from '../../../core/foundations.ts';
import { systemIds } from '../../../core/node-ports.ts';
import type { Fetch, Ports } from '../../../core/ports.ts';
import { systemSignerPorts } from '../../../core/signer-ports.ts';
import { type KeptIdentities, openKeptIdentities } from '../../../core/signing/kept-identities.ts';
import { type Keystores, openKeystores } from '../../../core/signing/keystores.ts';
import { openServedCertificates, type ServedCertificates } from '../../../core/signing/served-certificates.ts';
import { createStandingPolicy } from '../../../core/standing-policy.ts';
import { createRecord } from '../../../core/trading/record.ts';
import { type ManualClock, manualClock } from '../../manual-clock.ts';
import { unwrap } from '../audit/temporary-audit.ts';

/** What a core knows of its credentials, on a data folder of its own and a clock that is wound. */
export interface CustodyPlace {
  readonly custody: Custody;
  readonly foundations: Foundations;
  readonly identities: KeptIdentities;
  readonly keystores: Keystores;
  readonly served: ServedCertificates;
  /** What was announced since it was started. */
  readonly heard: readonly Announcement[];
  /** The rows of a kind, found anew. */
  rows(kind: CredentialRow['kind']): readonly CredentialRow[];
  /** What the trail tells of credentials, oldest first: type and level. */
  told(): Promise<readonly string[]>;
}

/** A data folder, on which one core after the other starts. */
export interface CustodyFolder {
  readonly folder: string;
  readonly clock: ManualClock;
  /** Starts one in place of the one before. A null master key leaves the vault locked. */
  start(
    environment?: Readonly<Record<string, string>>,
    ports?: { readonly masterKey?: Uint8Array | null; readonly fetch?: Fetch },
  ): CustodyPlace;
}

/** An empty one; all of it ends with the running test. */
export function custodyFolder(): CustodyFolder {
  const root = mkdtempSync(join(tmpdir(), 'portcullis-custody-'));
  const folder = join(root, 'data');
  const clock = manualClock();
  let close = (): void => undefined;
  onTestFinished(() => {
    close();
    rmSync(root, { recursive: true, force: true });
  });
  return {
    folder,
    clock,
    start(environment = {}, { fetch, masterKey = new Uint8Array(32).fill(5) } = {}) {
      close();
      const ports: Ports = {
        clock,
        ids: systemIds,
        fetch: fetch ?? (() => Promise.reject(new Error('no request may leave'))),
        log: { info: () => undefined, warn: () => undefined, error: () => undefined },
        arming: { isArmed: () => false },
        signers: systemSignerPorts(),
        masterKey,
      };
      const where = { dataFolder: folder, environment: { PORTCULLIS_HEAD_DIR: join(root, 'heads'), ...environment } };
      const foundations = unwrap(openFoundations(ports, where));
      const { audit, database, halt, settings, vault } = foundations;
      const node = process.execPath;
      const keystores = openKeystores({ settings, dataFolder: folder, vault, clock, node, pinned: () => null });
      const identities = openKeptIdentities(database, vault, clock);
      const served = openServedCertificates(database, clock, ports.log);
      const heard: Announcement[] = [];
      const custody = openCustody({
        ports,
        foundations,
        dataFolder: folder,
        record: createRecord(audit, halt),
        policy: createStandingPolicy(settings, database, clock),
        keystores,
        identities,
        served,
        widened: () => undefined,
        announce: (announcement) => heard.push(announcement),
        changed: () => undefined,
      });
      close = () => {
        custody.close();
        foundations.close();
        close = () => undefined;
      };
      return {
        custody,
        foundations,
        identities,
        keystores,
        served,
        heard,
        rows: (kind) => unwrap(custody.list()).credentials.filter((row) => row.kind === kind),
        async told() {
          // What is queued is written before this one.
          const last = {
            eventType: 'test',
            level: 'info',
            status: 'ok',
            actor: 'test',
            subject: '',
            body: {},
          } as const;
          unwrap(await audit.append(last));
          const rows = unwrap(await audit.query({ limit: 200 }));
          return rows
            .filter(({ eventType }) => /^credential-|^key-passport/.test(eventType))
            .map(({ eventType, level, status }) => `${eventType} ${status} ${level}`)
            .reverse();
        },
      };
    },
  };
}
