import { Popover } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';

interface ChipProps {
  readonly label: string;
  readonly tone: 'calm' | 'caution' | 'good';
  readonly text: string;
  /** Shown beside the text where there is room. */
  readonly more?: string;
  readonly children: ReactNode;
}

/** One state of the console in a few words, whole on hover where there is no room for them; pressed, it says the rest. */
export function Chip({ label, tone, text, more, children }: ChipProps): ReactElement {
  const whole = more === undefined ? `${label}: ${text}` : `${label}: ${text}. ${more}`;
  return (
    <Popover.Root>
      <Popover.Trigger className="chip" data-tone={tone} data-chip={label} title={whole}>
        <span className="chip-dot" aria-hidden="true" />
        <span className="visually-hidden">{label}: </span>
        <span>{text}</span>
        {more === undefined ? null : <span className="chip-more">{more}</span>}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="popover" aria-label={label} sideOffset={6} collisionPadding={8}>
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
