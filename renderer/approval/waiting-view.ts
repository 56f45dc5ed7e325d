import type { Approval } from '../../core/contract/shapes.ts';
import { deviceLines } from './approval-view.ts';
import { element } from './elements.ts';

/** The parts of the page that is shown while a signer works. */
export interface WaitingView {
  readonly root: HTMLElement;
  /** How far the signer is. */
  readonly progress: HTMLElement;
}

/**
 * A transaction was approved and its signer works: for a device its lines, to be compared with what it shows. Nothing can be pressed, for
 * an approval cannot be taken back here; the page stays until the answer is there.
 */
export function viewWaiting(approval: Approval): WaitingView {
  const root = element('section', 'approval waiting');
  root.setAttribute('aria-label', 'Waiting for the signer');
  const heading = element('header', 'heading');
  heading.append(element('p', 'kind', 'Approved, not signed yet'));
  const body = element('div', 'body');
  body.tabIndex = 0;
  body.setAttribute('role', 'group');
  body.setAttribute('aria-label', 'What to compare');
  if (approval.device.length > 0) {
    body.append(
      element('h1', '', 'Now compare with the device.'),
      element(
        'p',
        '',
        'It shows these lines. Confirm on the Ledger only when each of them is the same; else refuse there.',
      ),
      deviceLines(approval),
    );
  } else {
    body.append(
      element('h1', '', 'The signer works.'),
      element('p', '', 'Its answer is proved before anything is sent. This can take a while.'),
    );
  }
  const foot = element('footer', 'answers');
  const progress = element('p', 'progress', 'The signer is asked.');
  progress.setAttribute('role', 'status');
  foot.append(
    progress,
    element('p', 'note', 'This window stays until there is an answer. Stop is in the console, under Transactions.'),
  );
  root.append(heading, body, foot);
  return { root, progress };
}
