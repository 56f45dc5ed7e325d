import type { Clock, Ids } from '../../ports.ts';
import type { RecoveryKind } from '../../procedures/recovery/subject.ts';
import type { ProtectedFiles } from '../../protected-file.ts';

/** The largest file that is protected: as large as a copy of a vault can be. */
export const mostProtectedBytes = 4_194_304;

/** What recovery needs of the machine: no network, and no database. */
export interface RecoveryPorts {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly files: ProtectedFiles;
}

/** What was said on the command line; nothing of it is secret. */
export interface RecoveryGiven {
  readonly file: string;
  readonly kind: RecoveryKind;
  readonly threshold: number;
  readonly count: number;
  readonly address: string | undefined;
  readonly out: string | undefined;
}
