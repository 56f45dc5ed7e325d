import type { KeyPassport } from '../contract/shapes.ts';

/**
 * Why a new key cannot take the place of an old one: what it may do that the old one may not, what a key for trading must never do, and
 * what it lacks. Empty where it is the same or narrower. What is not known counts against it; of the old one nothing needs to be known.
 */
export function whyNotInPlaceOf(fresh: KeyPassport, old: KeyPassport | null): readonly string[] {
  if (fresh.state !== 'fresh') return ['What the new key may do could not be read.'];
  return [
    ...(fresh.withdraw === 'no'
      ? []
      : ['It can withdraw or transfer money, or its exchange does not say that it cannot.']),
    ...(fresh.trade === 'yes' ? [] : ['It cannot trade, or its exchange does not say that it can.']),
    ...wider('futures', 'It can trade on futures', fresh, old),
    ...wider('margin', 'It can trade on margin', fresh, old),
    ...(fresh.ipRestricted === 'no' && old?.ipRestricted !== 'no' ? ['It is not bound to IP addresses.'] : []),
    ...fresh.missing.map((right) => `It lacks a right to read that is needed: ${right}.`),
  ];
}

function wider(
  right: 'futures' | 'margin',
  words: string,
  fresh: KeyPassport,
  old: KeyPassport | null,
): readonly string[] {
  const now = fresh[right];
  if (now === 'no' || now === 'untold' || now === old?.[right]) return [];
  return [
    now === 'yes' ? `${words}, and the old one could not.` : `${words}, or its exchange does not say that it cannot.`,
  ];
}
