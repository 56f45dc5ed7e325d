import type { Result } from '../domain/result.ts';
import type { KeystorePorts } from './keystore-ports.ts';
import { done, notYet, type Step, type Tried } from './step.ts';

/** What deleting a file comes to, and what it does not. */
export const deletedWords =
  'Deleted, may be recoverable: flash storage, the journal of a file system and backups may still hold it.';

/** Opens a file with the password that counts for it; `then` goes on with the address of its key. What a person can mend is not yet done. */
export async function openFile<Facts>(
  ports: Pick<KeystorePorts, 'opens' | 'isPasswordSet'>,
  facts: Facts,
  file: string,
  then: (address: string) => Result<Tried<Facts>>,
): Promise<Result<Tried<Facts>>> {
  const opened = await ports.opens(file);
  if (opened.ok) return then(opened.value);
  if (opened.error.code === 'not-found') {
    return notYet(facts, 'Its password is not known here: give it, for this run or to be kept in the vault.');
  }
  if (opened.error.code !== 'wrong-passphrase') return opened;
  return notYet(
    facts,
    ports.isPasswordSet()
      ? 'KEYSTORE_PASSWORD does not open it. Change that line, or take it out, and start the console again.'
      : 'The password that is known here does not open it: give its own.',
  );
}

/** Validate: the vault is open and the trail holds. */
export function keystoreHealthStep<Facts>(ports: Pick<KeystorePorts, 'health'>): Step<Facts> {
  return {
    stepId: 'health',
    stage: 'validate',
    who: 'console',
    title: 'Check health',
    instruction: () => 'The vault and the audit trail are checked.',
    async try(facts) {
      const problems = await ports.health();
      return problems.length === 0
        ? done(facts, 'proved', 'The vault and the audit trail are well.')
        : notYet(facts, problems.join(' '));
    },
  };
}

/** After: the person has deleted what is needed no more; `files` are those that must be gone. */
export function deleteOldStep<Facts>(files: (facts: Facts) => readonly string[]): Step<Facts> {
  return {
    stepId: 'delete-old',
    stage: 'after',
    who: 'person',
    title: 'Delete the old keystore file',
    instruction(facts) {
      const left = files(facts);
      return left.length === 0
        ? 'No old file is kept here.'
        : `It is needed no more: ${left.join(', ')}. The keystore in use is opened once more before it is deleted. ${deletedWords}`;
    },
    form: (facts) => (files(facts).length === 0 ? null : { name: 'keystore-delete-old', credentialId: null }),
    async try(facts) {
      const left = files(facts);
      return left.length === 0
        ? done(facts, 'proved', `No old file lies here any more. ${deletedWords}`)
        : notYet(facts, `It still lies here: ${left.join(', ')}.`);
    },
  };
}
