import type { ReactElement } from 'react';
import { shownText } from '../escape.ts';
import { addressGroups } from '../format/address.ts';

/** A whole address in groups of four, to be compared by eye; copied by hand it is the plain address again. */
export function GroupedAddress({
  address,
  isLarge = false,
}: {
  readonly address: string;
  readonly isLarge?: boolean;
}): ReactElement {
  const groups = addressGroups(address);
  return (
    <span className="grouped-address mono" data-large={isLarge} title={shownText(address)}>
      {groups === null
        ? shownText(address)
        : [
            <span key="0x">0x</span>,
            // biome-ignore lint/suspicious/noArrayIndexKey: the groups of one address do not move
            ...groups.map((group, index) => <span key={index}>{group}</span>),
          ]}
    </span>
  );
}
