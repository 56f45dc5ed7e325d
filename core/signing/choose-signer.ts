import type { Approval } from '../contract/shapes.ts';
import type { Address } from '../domain/address.ts';
import { conflict } from '../domain/conflict.ts';
import { err, type Result } from '../domain/result.ts';
import type { SignerKindName } from '../domain/signer-kinds.ts';
import type { Question } from '../trading/approvals.ts';
import type { ActiveSigner, SigningParts } from './active-signer.ts';
import { makeSigner } from './make-signer.ts';
import { signerTitles } from './signer-titles.ts';
import { withPatience } from './with-patience.ts';

/** Which signer, by which path (a Ledger's), with which address (null for whichever it has). */
export interface SignerSelection {
  readonly kind: SignerKindName;
  readonly path: string | null;
  readonly address: Address | null;
}

/**
 * Asks a signer for its address and then the person to pin it: from then on it is the one that signs. `conflict` where the environment
 * chooses another kind or names another address, `signature-mismatch` when the signer has another address than the given one or the
 * environment's, or the signer's own errors.
 */
export async function requestSelection(
  parts: SigningParts,
  active: ActiveSigner,
  { address, kind, path }: SignerSelection,
): Promise<Result<Approval>> {
  const fixed = parts.settings.values.SIGNER_TYPE;
  if (fixed !== undefined && fixed !== kind) {
    return conflict(`SIGNER_TYPE chooses ${fixed}`);
  }
  const named = parts.settings.values.PORTCULLIS_SIGNER_ADDRESS ?? null;
  if (named !== null && address !== null && named !== address) {
    return conflict(`PORTCULLIS_SIGNER_ADDRESS names ${named}`);
  }
  // A pin beside one of the environment that differs would refuse everything from then on.
  const expected = address ?? named;
  const made = makeSigner({ kind, pinned: expected, path }, parts);
  if (!made.ok) return made;
  const found = await withPatience(parts.clock, (signal) => made.value.address({ show: false }, signal));
  await made.value.close();
  if (!found.ok) return found;
  if (expected !== null && found.value !== expected) {
    const what = `its address is ${found.value} and not ${expected}`;
    return err({ code: 'signature-mismatch', retry: 'never', signer: kind, what });
  }
  return parts.approvals.ask(questionOf(parts, active, { kind, path, address: found.value }));
}

function questionOf(
  { choices, keystoreFile, record }: SigningParts,
  active: ActiveSigner,
  { address, kind, path }: SignerSelection & { readonly address: Address },
): Question {
  const before = choices.get();
  const file = kind === 'keystore' ? keystoreFile(address) : null;
  return {
    kind: 'signer-choice',
    subject: 'signer',
    title: `Pin the address of the signer: ${signerTitles[kind]}.`,
    lines: [
      { label: 'Signer', text: signerTitles[kind] },
      { label: 'Address', text: address },
      ...(path === null ? [] : [{ label: 'Path', text: path }]),
      ...(file === null ? [] : [{ label: 'File', text: file }]),
      { label: 'Pinned before', text: before === null ? 'none' : `${before.address} (${signerTitles[before.kind]})` },
    ],
    warnings: [
      'Every signature must come from this address; anything else stops trading.',
      ...(kind === 'env_private_key' ? ['A key in the environment is for development on paper only.'] : []),
    ],
    rulings: [],
    word: null,
    act: async (actor) => {
      const about = {
        eventType: 'signer-choice',
        level: 'info',
        actor,
        subject: kind,
        body: { address, path },
      } as const;
      const row = await record.before({ ...about, status: 'requested' });
      if (!row.ok) return row;
      const kept = choices.set({ kind, address, path, verifiedAtMs: null, testedAtMs: null });
      await record.after({ ...about, status: kept.ok ? 'ok' : 'failed' });
      if (kept.ok) await active.reopen();
      return kept;
    },
  };
}
