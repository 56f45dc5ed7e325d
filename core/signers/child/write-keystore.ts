import { err, ok, type Result } from '../../domain/result.ts';
import type { Clock } from '../../ports.ts';
import type { KeystoreLots, KeystoreStrength, WrittenKeystore } from '../keystore/create-keystore.ts';
import { openChildLine } from './child-line.ts';
import type { StartChild } from './node-child.ts';
import type { KeySource } from './protocol.ts';

/** A keystore to be made: around a new key (32 drawn bytes), or around the one in another keystore. */
export interface KeystoreOrder {
  readonly source: KeySource;
  /** In UTF-8. */
  readonly newPassword: Uint8Array;
  readonly lots: KeystoreLots;
  readonly strength: KeystoreStrength;
}

/**
 * Has a child of its own write a keystore, so that the key is never in the core: to create one, import one of others, export one, or
 * change its password. The secrets in `order` are overwritten. `wrong-passphrase` when the old keystore is not opened by its password,
 * `invalid-input` when it is no keystore that is taken here, `signer-unavailable` when the child does not do it within `timeoutMs`.
 */
export async function writeKeystore(
  start: StartChild,
  clock: Clock,
  order: KeystoreOrder,
  timeoutMs: number,
): Promise<Result<WrittenKeystore>> {
  const line = openChildLine(start, clock);
  const asking = line.ask({ kind: 'write', ...order }, timeoutMs);
  order.newPassword.fill(0);
  if (order.source.from === 'keystore') order.source.password.fill(0);
  else order.source.key.fill(0);
  const answer = await asking;
  await line.end();
  if (answer.ok && answer.value.kind === 'written') {
    return ok({ text: answer.value.text, address: answer.value.address });
  }
  const fault = answer.ok ? { state: 'bad-answer', why: 'answered something else than was asked' } : answer.error;
  switch (fault.state) {
    case 'wrong-password':
      return err({ code: 'wrong-passphrase', retry: 'safe' });
    case 'bad-file':
    case 'address-differs':
      return err({ code: 'invalid-input', retry: 'never', issues: [{ path: 'text', problem: fault.why }] });
    default:
      return err({
        code: 'signer-unavailable',
        retry: 'safe',
        signer: 'keystore',
        state: fault.state,
        why: `it ${fault.why}`,
      });
  }
}
