import { type ReactElement, useEffect, useRef } from 'react';
import type { SecretForm } from '../../core/contract/shapes.ts';
import { bridge } from '../bridge.ts';
import { AskingWords } from './asking-words.tsx';
import { useAsking } from './use-asking.ts';

/** A button that opens the approval window with the form for a secret. */
export interface SecretButton {
  readonly form: SecretForm;
  readonly text: string;
  /** The credential that the secret is about. */
  readonly credentialId?: string;
  /** More about it, shown on hover. */
  readonly title?: string;
}

interface SecretButtonsProps {
  readonly buttons: readonly SecretButton[];
  /** What the secrets belong to, as it is now: once it reads otherwise, where to type is said no more. */
  readonly standing?: string;
}

/** Buttons for secrets, and where each is typed: in the approval window, never here. */
export function SecretButtons({ buttons, standing = '' }: SecretButtonsProps): ReactElement {
  const asking = useAsking();
  const forget = useRef(asking.forget);
  forget.current = asking.forget;

  // Where it was told to type is of no use once what was typed has changed something.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the standing says that something has changed
  useEffect(() => forget.current(), [standing]);
  return (
    <>
      <div className="button-row wrap">
        {buttons.map(({ credentialId, form, text, title }) => (
          <button
            key={form}
            type="button"
            className="button"
            title={title}
            disabled={asking.waitsFor !== null}
            onClick={() =>
              void asking.ask(
                'The window for it is opened.',
                () =>
                  bridge().ask['secrets.request']({ form, ...(credentialId === undefined ? {} : { credentialId }) }),
                () => 'Type it in the window of its own.',
              )
            }
          >
            {text}
          </button>
        ))}
      </div>
      <AskingWords asking={asking} />
    </>
  );
}
