import { useEffect, useState } from 'react';
import type { Out } from '../../../core/contract/methods.ts';
import type { KnownChain, KnownToken } from '../../../core/contract/shapes.ts';
import type { AppError } from '../../../core/domain/errors.ts';
import { bridge } from '../../bridge.ts';
import { useConsole } from '../../state/console-store.ts';

/** A recipient with a name, or the rescue address of a chain. */
export type KnownRecipient = Out<'recipients.list'>[number];

/** What is known of chains and addresses: without asking any chain. */
export interface ChainBook {
  readonly chains: readonly KnownChain[];
  readonly tokens: readonly KnownToken[];
  readonly recipients: readonly KnownRecipient[];
  readonly error: AppError | null;
}

/** The chains, the tokens of one of them and the known recipients, asked anew whenever anything of the console changed. */
export function useChainBook(chainId: number | null): ChainBook {
  const status = useConsole((state) => state.status);
  const generation = useConsole((state) => state.generation);
  const [book, setBook] = useState<ChainBook>({ chains: [], tokens: [], recipients: [], error: null });

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new status may be that of a token pinned or a recipient named
  useEffect(() => {
    let isCurrent = true;
    const read = async (): Promise<void> => {
      const { ask } = bridge();
      const [chains, recipients, tokens] = await Promise.all([
        ask['chains.list']({}),
        ask['recipients.list']({}),
        chainId === null ? null : ask['tokens.list']({ chainId }),
      ]);
      if (!isCurrent) return;
      const failed = [chains, recipients, tokens].find((answer) => answer !== null && !answer.ok);
      setBook((known) => ({
        chains: chains.ok ? chains.value : known.chains,
        recipients: recipients.ok ? recipients.value : known.recipients,
        tokens: tokens === null ? [] : tokens.ok ? tokens.value : known.tokens,
        error: failed !== undefined && failed !== null && !failed.ok ? failed.error : null,
      }));
    };
    void read();
    return () => {
      isCurrent = false;
    };
  }, [chainId, status, generation]);

  return book;
}
