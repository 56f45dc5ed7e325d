import { type ReactElement, useState } from 'react';
import { copyText } from '../copy-text.ts';
import { Icon } from './icon.tsx';

interface CopyButtonProps {
  readonly text: string;
  /** What is copied, for those who do not see it: 'the address'. */
  readonly what: string;
  /** Only the drawing, where there is no room for the word. */
  readonly isSmall?: boolean;
}

/** Copies a text exactly, and says so until it is left. */
export function CopyButton({ text, what, isSmall = false }: CopyButtonProps): ReactElement {
  const [said, setSaid] = useState<string | null>(null);
  return (
    <button
      type="button"
      className={isSmall ? 'icon-button' : 'button'}
      aria-label={said === null ? `Copy ${what}` : `${said}: ${what}`}
      title={said ?? `Copy ${what}`}
      onClick={(event) => {
        event.stopPropagation();
        setSaid(copyText(text) ? 'Copied' : 'Not copied');
      }}
      onBlur={() => setSaid(null)}
      onMouseLeave={() => setSaid(null)}
    >
      {isSmall ? <Icon name={said === 'Copied' ? 'check' : 'copy'} /> : (said ?? 'Copy')}
    </button>
  );
}
