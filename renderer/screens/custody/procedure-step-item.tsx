import { type ReactElement, useId, useState } from 'react';
import type { ProcedureStep } from '../../../core/contract/shapes.ts';
import { bridge } from '../../bridge.ts';
import { shownText } from '../../escape.ts';
import { AskButton } from '../../parts/ask-button.tsx';
import { AskingWords } from '../../parts/asking-words.tsx';
import { Moment } from '../../parts/moment.tsx';
import { SecretButtons } from '../../parts/secret-buttons.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { useAsking } from '../../parts/use-asking.ts';
import { useChangedSince } from '../../parts/use-changed-since.ts';
import { useKeptInView } from '../../parts/use-kept-in-view.ts';
import { useNow } from '../../state/now.ts';
import { formButton, proofWords, stepButton, stepMark } from '../../state/procedure-words.ts';

interface StepItemProps {
  readonly procedureId: string;
  readonly number: number;
  readonly step: ProcedureStep;
  readonly isCurrent: boolean;
}

const notDone = 'It is not done yet.';
/** What is said of it in its place once something is another: it may be done by now. */
const changedSince = 'Something has changed since: look again.';
/** The fewest letters that a word of the person has. */
const shortestWord = 3;

/** One step: what it is, what it found, and, where the procedure stands at it, how to go on. */
export function ProcedureStepItem({ isCurrent, number, procedureId, step }: StepItemProps): ReactElement {
  const { againAtMs, form, instruction, proofs, state, stepId, title, word } = step;
  const nowMs = useNow();
  const id = useId();
  // The button that was pressed is gone, and in a low window what comes next lies below it.
  const item = useKeptInView<HTMLLIElement>(isCurrent);
  const asking = useAsking();
  const [typed, setTyped] = useState('');
  const said = typed.trim();
  const mustWait = againAtMs !== null && nowMs < againAtMs && said === '';
  const isOld = useChangedSince(`${state} ${proofs.length} ${asking.waitsFor}`);
  const takesWord = word === 'needed' || (word === 'instead' && proofs.length > 0);
  return (
    <li ref={item} className="procedure-step" data-state={state} aria-current={isCurrent ? 'step' : undefined}>
      <p className="procedure-title">
        <span className="procedure-number">{number}</span>
        <strong>{title}</strong>
        <span className="credential-mark" data-state={state === 'done' ? 'active' : 'standby'}>
          {stepMark(step)}
        </span>
      </p>
      {isCurrent ? <p>{shownText(instruction)}</p> : null}
      {(isCurrent ? proofs : proofs.slice(-1)).map(({ atMs, strength, text }) => (
        <p key={`${atMs} ${text}`} className="procedure-proof" data-strength={strength}>
          <Moment atMs={atMs} /> {proofWords[strength]}: {shownText(text)}
        </p>
      ))}
      {isCurrent ? (
        <>
          {form === null ? null : (
            <SecretButtons
              buttons={[
                {
                  form: form.name,
                  text: formButton(form.name),
                  ...(form.credentialId === null ? {} : { credentialId: form.credentialId }),
                },
              ]}
              standing={`${proofs.length}`}
            />
          )}
          {takesWord ? (
            <TextField
              id={id}
              label={word === 'needed' ? 'In your words' : 'Your word instead, where the console cannot see it'}
              value={typed}
              issue={said === '' || said.length >= shortestWord ? null : 'A few words more.'}
              onChange={setTyped}
            />
          ) : null}
          {mustWait ? (
            <p className="part-note">
              It can be tried again at <Moment atMs={againAtMs} />.
            </p>
          ) : null}
          <AskButton
            asking={asking}
            className="button primary"
            isDisabled={mustWait || (said !== '' && said.length < shortestWord) || (word === 'needed' && said === '')}
            waitsFor="This step is being tried."
            ask={() => bridge().ask['procedures.step']({ procedureId, stepId, word: said === '' ? null : said })}
            then={(procedure) => (procedure.currentStepId === stepId ? notDone : '')}
          >
            {stepButton(step)}
          </AskButton>
          <AskingWords asking={isOld && asking.said === notDone ? { ...asking, said: changedSince } : asking} />
        </>
      ) : null}
    </li>
  );
}
