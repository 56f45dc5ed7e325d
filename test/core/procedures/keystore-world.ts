import { ok, type Result } from '../../../core/domain/result.ts';
import { systemIds } from '../../../core/node-ports.ts';
import { anyPlan } from '../../../core/procedures/any-plan.ts';
import type { KeyReplacementPorts, SeenFile } from '../../../core/procedures/keystore-ports.ts';
import { createProcedures } from '../../../core/procedures/procedures.ts';
import { createProceduresTable } from '../../../core/procedures/procedures-table.ts';
import type { Plan } from '../../../core/procedures/step.ts';
import type { Database } from '../../../core/store/database.ts';
import { manualClock } from '../../manual-clock.ts';
import { unwrap } from '../audit/temporary-audit.ts';
import { haltOver, type WalkedHalt } from './walked-procedure.ts';

/** A keystore file in the hands of a test: whose key it holds, and under which password. */
export interface WorldFile {
  readonly address: string;
  readonly password: string;
}

/** The files of keystores that are known under these names, and what a console and a person know of them. */
export interface KeystoreWorld {
  readonly ports: KeyReplacementPorts;
  readonly files: Map<string, WorldFile>;
  /** The password that counts in the console, by file: typed in this run or kept in the vault. */
  readonly passwords: Map<string, string>;
  pinned: string | null;
  /** Who is to be pinned, as the approval window asks. */
  asked: string | null;
  /** What `KEYSTORE_PATH` names; null where it is not set. */
  named: string | null;
  isSignerChosen: boolean;
  lines: readonly string[];
  maySign: boolean;
  unnamed: readonly string[];
  /** What lies at the old address; null where the chain does not answer, undefined where none is set up. */
  left: readonly string[] | null | undefined;
  isWell: boolean;
  readonly halt: WalkedHalt;
  trades: number;
  replacements: number;
}

export const usual = 'keystore.json';
export const beside = 'keystore-new.json';
export const oldAddress = '0xOld';
export const newAddress = '0xNew';

/** One with the key of `oldAddress` in use, under the password 'old', which the console knows. */
export function keystoreWorld(): KeystoreWorld {
  const seen = (file: string): SeenFile | null => {
    const found = world.files.get(file);
    return found === undefined
      ? null
      : { file, digest: `${found.address} under ${found.password}`, address: found.address };
  };
  const fileOf = (address: string | null): string => world.named ?? (address === newAddress ? beside : usual);
  const inUse = () => seen(fileOf(world.pinned));
  const opens = async (file: string): Promise<Result<string>> => {
    const [found, password] = [world.files.get(file), world.passwords.get(file)];
    if (password === undefined) return { ok: false, error: { code: 'not-found', retry: 'never', what: 'a password' } };
    if (found?.password !== password) return { ok: false, error: { code: 'wrong-passphrase', retry: 'safe' } };
    return ok(found.address);
  };
  const world: KeystoreWorld = {
    files: new Map([[usual, { address: oldAddress, password: 'old' }]]),
    passwords: new Map([[usual, 'old']]),
    pinned: oldAddress,
    asked: null,
    named: null,
    isSignerChosen: true,
    lines: [],
    maySign: true,
    unnamed: [],
    left: [],
    isWell: true,
    halt: { state: 'active', isOurs: false },
    trades: 0,
    replacements: 0,
    ports: {
      halt: haltOver(() => world.halt),
      async tradeOnPaper() {
        world.trades += 1;
        return ok('traded');
      },
      inUse,
      opens,
      isPasswordSet: () => false,
      signer: () =>
        world.pinned === null ? null : { kind: world.isSignerChosen ? 'keystore' : 'ledger', pinned: world.pinned },
      async signs() {
        const opened = await opens(fileOf(world.pinned));
        if (opened.ok && opened.value === world.pinned) return opened;
        const why = opened.ok ? 'another key' : opened.error.code;
        return { ok: false, error: { code: 'signer-unavailable', retry: 'safe', signer: 'keystore', state: why, why } };
      },
      health: async () => (world.isWell ? [] : ['The vault is locked.']),
      oldCopies: (file) => [...world.files.keys()].filter((name) => name.startsWith(`${file}.old-`)),
      others: () => [usual, beside].filter((file) => file !== fileOf(world.pinned)).flatMap((file) => seen(file) ?? []),
      isThere: (file) => world.files.has(file),
      linesToChange: () => world.lines,
      maySign: () => world.maySign,
      unnamedRecipient: () => world.unnamed,
      async askToPin(address) {
        const opened = await opens(fileOf(address));
        if (!opened.ok) return opened;
        world.asked = address;
        return ok(undefined);
      },
      replaced() {
        world.replacements += 1;
      },
      leftAt: async () => (world.left === undefined ? [] : [{ chain: 'Anvil', holds: world.left }]),
    },
  };
  return world;
}

/** A procedure over a world and its console.db, which a test can end hard at any point. */
export async function procedureOver<Facts>(database: Database, plan: Plan<Facts>, facts: Facts) {
  let isCutOff = false;
  const table = createProceduresTable(database);
  const any = anyPlan(plan);
  const open = () =>
    createProcedures({
      table: {
        ...table,
        // Cut off: what the step did is done, and that it did it is not kept.
        keep: (procedure, found) =>
          isCutOff && procedure.isDoing === 0
            ? { ok: false, error: { code: 'storage-failed', retry: 'after-checking', what: 'cut off' } }
            : table.keep(procedure, found),
      },
      planOf: () => any,
      record: { before: async () => ok(1), after: async () => undefined, always: () => undefined },
      clock: manualClock(),
      ids: systemIds,
      changed: () => undefined,
    });
  let procedures = open();
  const about = { kind: plan.kind, credentialId: 'c', label: 'Password of the keystore', facts: JSON.stringify(facts) };
  unwrap(await procedures.start(about, 'test'));
  const shown = () => {
    const [first] = unwrap(procedures.list(1));
    if (first === undefined) throw new Error('no procedure');
    return first;
  };
  const step = (word: string | null = null) => {
    const { currentStepId, procedureId } = shown();
    return procedures.step(procedureId, currentStepId ?? '', { word, chosenId: null }, 'test');
  };
  const crash = async () => {
    procedures = open();
    await procedures.recover();
  };
  return {
    shown,
    step,
    crash,
    at: () => shown().currentStepId,
    last: () =>
      shown()
        .steps.find(({ stepId }) => stepId === shown().currentStepId)
        ?.proofs.at(-1)?.text ?? '',
    underWay: () => unwrap(procedures.underWay()),
    leave: () => procedures.leave(shown().procedureId, 'enough', 'test'),
    async stepCutOff() {
      isCutOff = true;
      await step();
      isCutOff = false;
      await crash();
    },
  };
}
