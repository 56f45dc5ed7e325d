import { unreachable } from '../../domain/result.ts';

/** Why a share or a bundle is not taken. No secret is in any of them. */
export type RecoveryProblem =
  /** What was typed cannot be a share. `why` follows "This". */
  | { readonly code: 'not-a-share'; readonly why: string }
  /** Its checksum does not hold: something of it was mistyped or has faded. */
  | { readonly code: 'corrupt-share' }
  /** It belongs to another set. */
  | { readonly code: 'wrong-set'; readonly set: string; readonly expected: string }
  /** It names the set, but says otherwise what it is for or how many open it. */
  | { readonly code: 'wrong-threshold'; readonly index: number }
  | { readonly code: 'duplicate-share'; readonly index: number }
  | { readonly code: 'missing-shares'; readonly missing: number }
  /** The shares agree with each other, and what they give does not open this bundle. */
  | { readonly code: 'wrong-bundle'; readonly set: string }
  /** `why` follows "This file". */
  | { readonly code: 'not-a-bundle'; readonly why: string }
  /** The numbers asked for cannot be. */
  | { readonly code: 'bad-numbers'; readonly why: string };

/** A problem in a sentence, and what to do next. */
export function problemWords(problem: RecoveryProblem): string {
  switch (problem.code) {
    case 'not-a-share':
      return `This ${problem.why}. Type it again.`;
    case 'corrupt-share':
      return 'This share does not agree with its own checksum: a character is wrong. Compare it group by group and type it again.';
    case 'wrong-set':
      return `This share is of set ${problem.set}, not of ${problem.expected}. Shares of two sets give nothing together.`;
    case 'wrong-threshold':
      return `Share ${problem.index} names this set, but says otherwise how many open it or what it is for. It is not of this split.`;
    case 'duplicate-share':
      return `Share ${problem.index} was given before. Each counts once.`;
    case 'missing-shares':
      return problem.missing === 1 ? 'One more share is needed.' : `${problem.missing} more shares are needed.`;
    case 'wrong-bundle':
      return `These shares do not open this bundle: it is not the one made with set ${problem.set}, or it or a share was changed.`;
    case 'not-a-bundle':
      return `This file ${problem.why}.`;
    case 'bad-numbers':
      return problem.why;
    default:
      return unreachable(problem);
  }
}
