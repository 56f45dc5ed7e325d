import { ToggleGroup } from 'radix-ui';
import type { ReactElement } from 'react';

interface SegmentedProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly text: string; readonly title?: string }[];
  readonly onChange: (value: T) => void;
  readonly className?: string;
}

/** One choice of a few, all in sight; arrow keys move between them. Exactly one is always chosen. */
export function Segmented<T extends string>(props: SegmentedProps<T>): ReactElement {
  return (
    <ToggleGroup.Root
      type="single"
      className={`segmented ${props.className ?? ''}`}
      aria-label={props.label}
      value={props.value}
      onValueChange={(value) => {
        const option = props.options.find((candidate) => candidate.value === value);
        if (option !== undefined) props.onChange(option.value);
      }}
    >
      {props.options.map((option) => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          className="segment"
          data-option={option.value}
          title={option.title}
        >
          {option.text}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
