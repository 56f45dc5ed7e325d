import type { Procedure, ProcedureKind, ProcedureStep, Proof, SecretForm } from '../../core/contract/shapes.ts';

/** What the guided rotation of a kind comes to, in a sentence. */
export const rotationWords: Readonly<Record<ProcedureKind, string>> = {
  'rotate-exchange-key':
    'The console halts with its first step, walks with you through a new key, sees that the old one is dead, and validates before trading is resumed. It can be left at every step.',
  'rotate-api-token':
    'The console halts with its first step, draws a new token, takes both for a while, and sees that the old one is refused before trading is resumed. It can be left at every step.',
  'rotate-remote-tls':
    'The console halts with its first step, walks with you through a new certificate that is taken beside the old one for a while, sees that the signer signs over it, and that the old one is refused, before trading is resumed. It can be left at every step.',
  'rotate-webhook-secret':
    'The console halts with its first step, has the old secret sign beside the new one until the receiver takes the new one, and sees that only that is used before trading is resumed. It can be left at every step.',
  'refresh-keyshares':
    'The console halts with its first step, has both parties make new shares of the same key, and walks with you through putting old backups away and making new ones before trading is resumed. It can be left at every step.',
  emergency:
    'The console halts at once, and walks with you through revoking it, looking, telling, replacing and writing down before trading is resumed.',
  drill: 'The same as an emergency, about no credential: the halt is real, and everything else is practice.',
  'change-keystore-password':
    'The same key under another password. The console halts with its first step, sees that the new file opens and its key signs, and the old file is deleted last. It helps against nobody who may have had file and password: that needs a new key.',
  'replace-keystore-key':
    'Another key in another keystore; also what a suspicion needs. The console halts with its first step, sees that the new key signs, and the old keystore stays until what lies at its address was moved.',
};

/** What the button says that begins one. */
export const rotationButtons: Readonly<Record<ProcedureKind, string>> = {
  'rotate-exchange-key': 'Rotate it…',
  'rotate-api-token': 'Rotate it…',
  'rotate-remote-tls': 'Rotate it…',
  'rotate-webhook-secret': 'Rotate it…',
  'refresh-keyshares': 'Refresh both shares…',
  emergency: 'Emergency…',
  drill: 'Begin a drill',
  'change-keystore-password': 'Change its password…',
  'replace-keystore-key': 'Replace its key…',
};

/** What a procedure of a kind is called. */
export function procedureName(kind: ProcedureKind): 'Emergency' | 'Drill' | 'Rotation' {
  if (kind === 'emergency') return 'Emergency';
  return kind === 'drill' ? 'Drill' : 'Rotation';
}

/** What is said at a credential in the list while a procedure of a kind is under way for it. */
export function underWayWords(kind: ProcedureKind): string {
  const name = procedureName(kind);
  return name === 'Rotation' ? 'Being rotated: go on here' : `${name} under way: go on here`;
}

/** How sure a finding is, in a word. */
export const proofWords: Readonly<Record<Proof['strength'], string>> = {
  proved: 'Proved',
  weak: 'Weak',
  said: 'Your word',
  failed: 'Not yet',
};

/** Where a procedure stands, in sentences; `isHalted` is whether trading is halted now, by whatever. */
export function placeInProcedure(procedure: Procedure, isHalted: boolean): string {
  const { currentStepId, kind, outcome, reason, steps } = procedure;
  const name = procedureName(kind).toLowerCase();
  switch (outcome) {
    case 'completed':
      return `The last ${name} is complete. What each step found:`;
    case 'left':
      return `The last ${name} was left before its end: ${reason ?? 'no reason was given'}.`;
    case 'open': {
      if (steps.length === 0) return `What was kept of this ${name} cannot be read: leave it, and begin again.`;
      const at = steps.findIndex(({ stepId }) => stepId === currentStepId);
      return `Step ${at + 1} of ${steps.length}. ${haltInProcedure(steps[at], isHalted)}`;
    }
  }
}

/** What the halt does where a procedure stands at a step. */
function haltInProcedure(step: ProcedureStep | undefined, isHalted: boolean): string {
  if (step?.stepId === 'halt') {
    return isHalted
      ? 'Trading is halted already; this step keeps it so until everything is validated.'
      : 'Trading is not halted yet: this step halts it.';
  }
  if (step?.stage === 'resume' || step?.stage === 'after') {
    return isHalted
      ? 'Everything is validated. Trading stays halted until you release it.'
      : 'Everything is validated, and trading is not halted any more.';
  }
  return isHalted ? 'Trading stays halted until everything is validated.' : 'Trading is not halted.';
}

/** What stays as it is where a procedure of a kind is left. */
const keptWords: Readonly<Record<ProcedureKind, string>> = {
  'rotate-exchange-key': 'The keys stay as they are',
  'rotate-api-token': 'The tokens stay as they are',
  'rotate-remote-tls': 'The certificates stay as they are',
  'rotate-webhook-secret': 'The secrets stay as they are',
  'refresh-keyshares': 'The shares and their backups stay as they are',
  emergency: 'What was done so far stays done',
  drill: 'A drill changes no credential',
  'change-keystore-password': 'The keystore files stay as they are',
  'replace-keystore-key': 'The keystores stay as they are',
};

/** What leaving a procedure comes to; `isHalted` is whether trading is halted now. */
export function leaveWords(kind: ProcedureKind, isHalted: boolean): string {
  return isHalted
    ? `${keptWords[kind]}, and the halt stays until you release it.`
    : `${keptWords[kind]}. Trading is not halted.`;
}

/** The mark of a step: how far it is, and who acts. */
export function stepMark({ state, who }: ProcedureStep): string {
  if (state === 'done') return 'Done';
  if (state === 'doing') return 'Being tried';
  return who === 'console' ? 'The console' : 'You';
}

/** What the button says that opens the form of a step. */
export function formButton(form: SecretForm): string {
  switch (form) {
    case 'exchange-key':
      return 'Enter the new key…';
    case 'exchange-use':
      return 'Use the new key…';
    case 'exchange-retire':
      return 'Wipe the old key…';
    case 'keystore-change':
      return 'Change the password…';
    case 'keystore-password':
      return 'Give its password…';
    case 'keystore-create-beside':
      return 'Make a new key…';
    case 'keystore-delete-old':
      return 'Delete the old file…';
    case 'webhook-rotate':
      return 'Enter another secret…';
    case 'webhook-discord':
    case 'webhook-telegram':
      return 'Enter the new one…';
    case 'webhook-end-overlap':
      return 'End the old secret…';
    case 'tls-remote':
    case 'tls-mpc-0':
    case 'tls-mpc-1':
      return 'Give its certificates…';
    default:
      return 'Open its window…';
  }
}

/** What pressing the button of a step of the person does, where it does more than look; null where it only looks. */
function deedOf({ form, proofs, stepId, word }: ProcedureStep): string | null {
  if (form !== null || word !== 'none') return null;
  switch (stepId) {
    case 'notify':
      return 'Tell the webhooks';
    case 'revoke':
      return 'Revoke it now';
    case 'pin':
      return proofs.length === 0 ? 'Ask to pin it' : 'Look whether it is pinned, or ask again';
    default:
      return null;
  }
}

/** What the button of the step says. */
export function stepButton(step: ProcedureStep): string {
  const { proofs, who, word } = step;
  if (word === 'needed') return 'Say so and go on';
  if (who === 'person') return deedOf(step) ?? 'Look whether it is done';
  return proofs.length === 0 ? 'Do this step' : 'Try again';
}
