import { parseAddress } from '../../../../core/domain/address.ts';
import { systemIds } from '../../../../core/node-ports.ts';
import { type RecoveryBundle, readBundle } from '../../../../core/procedures/recovery/bundle.ts';
import { gatherShares } from '../../../../core/procedures/recovery/combine.ts';
import { type SplitRecovery, splitRecovery } from '../../../../core/procedures/recovery/split.ts';
import type { RecoveryKind } from '../../../../core/procedures/recovery/subject.ts';

/** The address of anvil's first development key, published. */
export const someAddress = parseAddress('0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266');
/** What is protected in these tests. */
export const someContent = new TextEncoder().encode('what the shares are for');

/** A set of shares with its bundle. */
export async function someSet(threshold = 3, count = 5, kind: RecoveryKind = 'keystore'): Promise<SplitRecovery> {
  const asked = { subject: { kind, address: kind === 'vault' ? null : someAddress }, threshold, count };
  const made = await splitRecovery(someContent, asked, { clock: { nowMs: () => 1_764_000_000_000 }, ids: systemIds });
  if (!made.ok) throw new Error(made.error.code);
  return made.value;
}

/** A bundle out of its text. */
export function bundleOf(text: string): RecoveryBundle {
  const read = readBundle(text);
  if (!read.ok) throw new Error(read.error.code);
  return read.value;
}

/** What comes of giving these shares to a bundle: its content as text, or the first problem. */
export async function outcome(bundle: string, shares: readonly string[]): Promise<string> {
  const gathering = gatherShares(bundleOf(bundle));
  for (const share of shares) {
    const added = gathering.add(share);
    if (!added.ok) return added.error.code;
  }
  const opened = await gathering.open();
  gathering.forget();
  return opened.ok ? new TextDecoder().decode(opened.value) : opened.error.code;
}

/** Every choice of `size` of `all`. */
export function choices<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  if (size === 0) return [[]];
  return all.flatMap((one, at) => choices(all.slice(at + 1), size - 1).map((rest) => [one, ...rest]));
}
