import type { KeyReplacement } from './key-replacement.ts';
import type { KeyReplacementPorts } from './keystore-ports.ts';
import { done, notYet, type Step } from './step.ts';

/** After: what lay at the old address is moved, as the console sees or the person says. */
export function fundsStep(ports: KeyReplacementPorts): Step<KeyReplacement> {
  return {
    stepId: 'funds',
    stage: 'after',
    who: 'person',
    title: 'Move what lies at the old address',
    instruction: ({ newAddress, oldAddress }) =>
      `Send what lies at ${oldAddress} to ${newAddress} like every other transaction: choose the signer with the old address again for that, and with the new one afterwards. Without the old key nobody can move anything from there.`,
    word: () => 'instead',
    async try(facts, { word }) {
      const all = await ports.leftAt(facts.oldAddress);
      const left = all.flatMap(({ chain, holds }) => (holds ?? []).map((amount) => `${amount} on ${chain}`));
      const silent = all.filter(({ holds }) => holds === null).map(({ chain }) => chain);
      const answered = all.filter(({ holds }) => holds !== null).map(({ chain }) => chain);
      const seen = [
        ...(left.length === 0 ? [] : [`At the old address lies ${left.join(', ')}.`]),
        ...(silent.length === 0 ? [] : [`${silent.join(', ')} did not answer.`]),
        ...(all.length === 0 ? ['No chain is set up that could be asked.'] : []),
      ].join(' ');
      if (word !== null) return done(facts, 'said', `You said: ${word}${seen === '' ? '' : ` (${seen})`}`);
      if (seen !== '') return notYet(facts, `${seen} Move it, or say how you know that nothing is left.`);
      const text = `Nothing lies at the old address on ${answered.join(', ')}, of the coin and the tokens that are known here. Other chains and tokens were not looked at.`;
      return done(facts, 'weak', text);
    },
  };
}
