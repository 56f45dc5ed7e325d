import type { Chain } from '../chains.ts';
import { coinAndWeiWords } from './amount-words.ts';
import { linesOf, type WordLine } from './call-lines.ts';
import { sentenceOf } from './call-sentence.ts';
import { type DecodedCall, everyCall } from './decoded-call.ts';
import { warningWords } from './warning-words.ts';

/** A call for a person: one sentence, every fact of it as a line, and what to be warned of, each once. */
export interface CallWords {
  readonly kind: DecodedCall['kind'];
  readonly sentence: string;
  readonly lines: readonly WordLine[];
  readonly warnings: readonly string[];
}

/** A call in words. Every amount of a token has its raw number beside it; of coins, the wei. */
export function inWords(call: DecodedCall, chain: Chain): CallWords {
  const warnings = new Set(everyCall(call).flatMap((part) => part.warnings));
  const coins = coinAndWeiWords(call.valueWei, chain);
  const lines: readonly WordLine[] = [
    ...(call.contract === null || call.kind === 'native-transfer' ? [] : [{ label: 'Contract', text: call.contract }]),
    ...linesOf(call, chain),
    ...(call.valueWei > 0n && call.kind !== 'native-transfer' ? [{ label: 'Coins sent along', text: coins }] : []),
  ];
  return {
    kind: call.kind,
    sentence: sentenceOf(call, chain),
    lines,
    warnings: [...warnings].map((warning) => warningWords[warning]),
  };
}
