import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { encryptKeystoreJson } from 'ethers';
import { expect } from 'vitest';
import type { Procedure, ProcedureKind } from '../../../core/contract/shapes.ts';
import { developmentAccounts } from '../../chain/anvil.ts';
import { type KilledFolder, killedFolder } from './killed-folder.ts';
import type { RealConsole } from './real-console.ts';
import { type SignerChildren, signerChildren } from './signer-children.ts';

const [first, second] = developmentAccounts();
if (first === undefined || second === undefined) throw new Error('there are fewer accounts');

/** The key that is in use at first. */
export const owner = first;
/** The one that takes its place. */
export const heir = second;
/** Of the keystore that is in use at first. */
export const oldPassword = 'the first password';
/** Of what takes its place. */
export const newPassword = 'and the one after it';
const othersPassword = 'the one that it came with';

/** What is said to import a key that another program keeps, under a password of ours. */
export async function imported(key: typeof owner, password: string) {
  const text = await encryptKeystoreJson(key, othersPassword, { scrypt: { N: 2 ** 12, r: 8, p: 1 } });
  return { text, password: othersPassword, newPassword: password } as const;
}

/** A folder with a keystore of the owner's, whose password the vault keeps. */
export interface KeystoreFolder extends KilledFolder {
  /** The keystore that is in use at first, and what it holds then. */
  readonly file: string;
  readonly before: Buffer;
  /** The processes in which keys are opened. */
  readonly children: SignerChildren;
  /** Pins the owner's address and begins a procedure with the keystore. */
  begin(kind: ProcedureKind, console: RealConsole): Promise<Procedure>;
  /**
   * What must hold of every keystore whenever the console has started again: the key of `address` is the pinned one and signs with what
   * the vault keeps, one password is in use, no key outlives its console, every file is for this user alone and all but the one in use are
   * told of, and no password lies about. Throws.
   */
  check(console: RealConsole, address: string): Promise<void>;
}

/** Makes one, with these settings. The files are as strong as the console makes them: who looks from beside it is in time to stop one that is being opened. */
export async function keystoreFolder(environment: Readonly<Record<string, string>> = {}): Promise<KeystoreFolder> {
  const keystore = await imported(owner, oldPassword);
  const folder = await killedFolder(
    () => environment,
    async (asPerson) => {
      await asPerson('keystore.import', keystore);
      await asPerson('keystore.password', { password: oldPassword, keep: true });
    },
  );
  const { dataFolder } = folder;
  const file = join(dataFolder, 'keystore.json');
  const children = signerChildren(dataFolder);
  return {
    ...folder,
    file,
    before: readFileSync(file),
    children,
    async begin(kind, console) {
      await pin(console, owner.address);
      const [password] = await passwords(console);
      return console.get('procedures.start', { kind, credentialId: password?.credentialId ?? '' });
    },
    async check(console, address) {
      await children.expectGone();
      expect((await console.get('signers.list', {})).pinned).toBe(address);
      expect((await console.get('signers.test', {})).address).toBe(address);
      expect(await passwords(console)).toMatchObject([{ state: 'active', place: 'vault' }]);
      const told = (await console.get('custody.list', {})).problems.join(' ');
      const files = keystoreNames(dataFolder).map((name) => join(dataFolder, name));
      for (const one of files) expect(statSync(one).mode & 0o077).toBe(0);
      expect(files.filter((one) => !told.includes(`${one}. `) && !told.includes(`${one}, `))).toHaveLength(1);
      for (const entry of readdirSync(dataFolder, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile()) continue;
        const held = readFileSync(join(entry.parentPath, entry.name));
        for (const secret of [oldPassword, othersPassword, newPassword]) expect(held.includes(secret)).toBe(false);
      }
      children.remember();
    },
  };
}

/** Has an address pinned, as a person does who compares it. */
export async function pin(console: RealConsole, address: string): Promise<void> {
  const { approvalId, digest } = await console.get('signers.select', { kind: 'keystore', address });
  await console.asPerson('approvals.decide', { approvalId, digest, answer: 'approve' });
}

/** Every row of a keystore's password. */
export async function passwords(console: RealConsole) {
  const { credentials } = await console.get('custody.list', {});
  return credentials.filter(({ kind }) => kind === 'keystore-password');
}

/** What lies in a data folder that is a keystore, or was to become one. */
export function keystoreNames(dataFolder: string): readonly string[] {
  return readdirSync(dataFolder).filter((name) => name.startsWith('keystore'));
}

/** Whether a procedure has not come to a step yet, stands at it, or is behind it. */
export function placeAt({ currentStepId, steps }: Procedure, stepId: string): 'before' | 'at' | 'behind' {
  const at = steps.findIndex((step) => step.stepId === stepId);
  const place = currentStepId === null ? steps.length : steps.findIndex((step) => step.stepId === currentStepId);
  if (place === at) return 'at';
  return place < at ? 'before' : 'behind';
}
