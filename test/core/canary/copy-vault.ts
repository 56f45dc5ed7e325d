import { readFileSync } from 'node:fs';
import { writeCopy } from '../../../core/custody/vault-copy.ts';
import { systemClock, systemIds } from '../../../core/node-ports.ts';
import { fails, need, type Stage } from './session.ts';

/**
 * The vault written to a copy and taken back, with all that can be wrong with one: keys of exchanges are in it. Then one of another vault,
 * with a secret in it that this one has never held.
 */
export async function copyVault(stage: Stage): Promise<void> {
  const { copiedSecret, copyPassphrase: passphrase, pastedWrongly, wrongPassword } = stage.secrets;
  const { file, records } = await need(stage, 'vault.export', { passphrase });
  const text = readFileSync(file, 'utf8');
  for (const bad of [pastedWrongly, JSON.stringify({ [pastedWrongly]: pastedWrongly }), `${text}${pastedWrongly}`]) {
    await fails(stage, 'vault.import', { text: bad, passphrase }, 'invalid-input');
  }
  await fails(stage, 'vault.import', { text, passphrase: wrongPassword }, 'wrong-passphrase');

  const { credentials } = await need(stage, 'custody.list', {});
  const { credentialId = '' } = credentials.find(({ place, state }) => place === 'vault' && state === 'standby') ?? {};
  await need(stage, 'exchangeKeys.retire', { credentialId, reason: 'It comes back with the copy' });
  expectCounts(await need(stage, 'vault.import', { text, passphrase }), { taken: 1, kept: records - 1 });

  const bytes = new TextEncoder().encode(copiedSecret);
  const parts = { clock: systemClock, ids: systemIds };
  const foreign = await writeCopy([{ identity: 'of-another-vault', bytes }], passphrase, parts);
  expectCounts(await need(stage, 'vault.import', { text: foreign, passphrase }), { taken: 1, kept: 0 });
  await need(stage, 'custody.list', {});
}

function expectCounts(
  found: { readonly taken: number; readonly kept: number },
  expected: { readonly taken: number; readonly kept: number },
): void {
  if (found.taken !== expected.taken || found.kept !== expected.kept) {
    throw new Error(`${found.taken} were taken and ${found.kept} kept`);
  }
}
