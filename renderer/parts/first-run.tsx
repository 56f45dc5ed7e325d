import { Dialog } from 'radix-ui';
import { type ReactElement, useRef, useState } from 'react';
import { bridge } from '../bridge.ts';
import { type ScreenName, showScreen, useConsole } from '../state/console-store.ts';

interface Step {
  readonly title: string;
  readonly text: readonly string[];
  readonly next: string;
  /** The screen where more can be done about it, which ends the first steps. */
  readonly also?: { readonly text: string; readonly screen: ScreenName };
}

const steps: readonly Step[] = [
  {
    title: 'You trade on paper',
    text: [
      'The practice market behind this window is already moving. It is an exchange inside the console with money that is worth nothing.',
      'Nothing real can be sent: no exchange key is set, and this console goes live only through the checklist on the Go live screen.',
    ],
    next: 'Stay on paper',
  },
  {
    title: 'A signer, when you have one',
    text: [
      'A Ledger, a keystore, a remote signer or a two-party service signs transactions on chains; on paper only those of a development chain. Signers (Ctrl+3) sets one up.',
      'Trading on the practice market needs none.',
    ],
    next: 'Go on without one',
    also: { text: 'Set one up', screen: 'signers' },
  },
  {
    title: 'The gate is yours',
    text: [
      'The Halt button in the top corner stops everything at once, from any screen. Releasing it again asks for care, in a window of its own.',
      'Policy (Ctrl+4) says what may pass. Audit (Ctrl+7) shows what did. Type an amount in the ticket to see every rule speak before anything is sent.',
    ],
    next: 'Start',
  },
];

/** The first three steps of a new console; shown until they were taken or skipped once. The bar with Halt stays free. */
export function FirstRun(): ReactElement | null {
  const preferences = useConsole((state) => state.preferences);
  const [at, setAt] = useState(0);
  const next = useRef<HTMLButtonElement>(null);
  const step = steps[at];
  if (preferences === null || preferences.isFirstRunDone || step === undefined) return null;

  async function finish(): Promise<void> {
    const answer = await bridge().ask['preferences.set']({ isFirstRunDone: true });
    // A choice that could not be kept is asked again at the next start; it does not stand in the way of this one.
    const done = answer.ok ? answer.value : { ...useConsole.getState().preferences, isFirstRunDone: true };
    useConsole.setState({ preferences: done as NonNullable<typeof preferences> });
  }

  return (
    <Dialog.Root open modal={false} onOpenChange={(isOpen) => !isOpen && void finish()}>
      <Dialog.Portal>
        <div className="dialog-veil" aria-hidden="true" />
        <Dialog.Content
          className="dialog first-run"
          aria-describedby="first-run-text"
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            next.current?.focus();
          }}
          onInteractOutside={(event) => event.preventDefault()}
        >
          <p className="first-run-step">
            Step {at + 1} of {steps.length}
          </p>
          <Dialog.Title className="dialog-title">{step.title}</Dialog.Title>
          <div id="first-run-text">
            {step.text.map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
          </div>
          <div className="button-row first-run-row">
            <button type="button" className="text-button" onClick={() => void finish()}>
              Skip
            </button>
            <span className="first-run-gap" />
            {step.also === undefined ? null : (
              <button
                type="button"
                className="button"
                onClick={() => {
                  if (step.also !== undefined) showScreen(step.also.screen);
                  void finish();
                }}
              >
                {step.also.text}
              </button>
            )}
            <button
              ref={next}
              type="button"
              className="button strong"
              onClick={() => (at + 1 < steps.length ? setAt(at + 1) : void finish())}
            >
              {step.next}
            </button>
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
