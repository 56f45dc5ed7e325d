/** The code of the halt's reason while it is tried for going live: nothing happened that was worth a halt. */
export const haltTrialCode = 'halt-test';
