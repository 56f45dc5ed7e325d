import type { Address } from '../../domain/address.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Clock } from '../../ports.ts';
import type { KeystoreStrength, WrittenKeystore } from '../keystore/create-keystore.ts';
import { type LostChild, openChildLine } from './child-line.ts';
import type { StartChild } from './node-child.ts';
import type { ChildFault, ChildRequest, ChildValue, KeystoreSource, WriteSource } from './protocol.ts';

/** Why a child did not do it, in words that follow "the keystore". Nothing was written. */
export type KeystoreChildFault = ChildFault | LostChild | { readonly state: 'bad-answer'; readonly why: string };

/**
 * What is done with a keystore's key other than signing, each time in a new child that ends with it: the key is never in this process.
 * The secrets that are handed over are overwritten.
 */
export interface KeystoreChild {
  /** A keystore around a new key, or around the one in another keystore, under `newPassword` (UTF-8). */
  write(
    source: WriteSource,
    newPassword: Uint8Array,
    strength: KeystoreStrength,
  ): Promise<Result<WrittenKeystore, KeystoreChildFault>>;
  /** Opens a keystore once: the address of its key, `wrong-password`, or why else it cannot be opened. */
  tryOpen(source: KeystoreSource): Promise<Result<Address, KeystoreChildFault>>;
}

/** Children for keystores; `lost` where one does not answer within `timeoutMs` or cannot be started. */
export function keystoreChild(start: StartChild, clock: Clock, timeoutMs: number): KeystoreChild {
  async function askOnce(
    request: ChildRequest,
    secrets: readonly Uint8Array[],
  ): Promise<Result<ChildValue, ChildFault | LostChild>> {
    const line = openChildLine(start, clock);
    const asking = line.ask(request, timeoutMs);
    for (const secret of secrets) secret.fill(0);
    const answer = await asking;
    await line.end();
    return answer;
  }
  return {
    async write(source, newPassword, strength) {
      const secrets = source.from === 'new' ? [newPassword] : [source.password, newPassword];
      const answer = await askOnce({ kind: 'write', source, newPassword, strength }, secrets);
      if (!answer.ok) return answer;
      if (answer.value.kind !== 'written') return badAnswer;
      return ok({ text: answer.value.text, address: answer.value.address });
    },
    async tryOpen(source) {
      const answer = await askOnce({ kind: 'open', source, rules: {} }, [source.password]);
      if (!answer.ok) return answer;
      return answer.value.kind === 'opened' ? ok(answer.value.address) : badAnswer;
    },
  };
}

const badAnswer = err({ state: 'bad-answer', why: 'answered something else than was asked' } as const);
