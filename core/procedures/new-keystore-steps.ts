import type { KeyReplacement } from './key-replacement.ts';
import type { KeyReplacementPorts, SeenFile } from './keystore-ports.ts';
import { openFile } from './keystore-steps.ts';
import { done, notYet, type Step } from './step.ts';

/** Rotate: another key lies in a file of its own; the old one stays as it is. */
export function newKeystoreStep(ports: KeyReplacementPorts): Step<KeyReplacement> {
  const others = ({ oldAddress }: KeyReplacement): readonly SeenFile[] => {
    const inUse = ports.inUse();
    const all = inUse === null ? ports.others() : [inUse, ...ports.others()];
    return all.filter(({ address }) => address !== null && address !== oldAddress);
  };
  /** One that lay here before may be an old key that is trusted no more: it is the new one only if the person says so. */
  const since = ({ otherAddresses }: KeyReplacement, all: readonly SeenFile[]): readonly SeenFile[] =>
    all.filter(({ address }) => address !== null && !otherAddresses.includes(address));
  return {
    stepId: 'new-keystore',
    stage: 'rotate',
    who: 'person',
    title: 'Make a new key',
    instruction: ({ oldFile }) =>
      `Make a new key, or import one that was made elsewhere, beside the one in use: ${oldFile} stays as it is. A file that another program wrote is seen once KEYSTORE_PATH names it.`,
    form: () => ({ name: 'keystore-create-beside', credentialId: null }),
    word(facts) {
      const all = others(facts);
      return all.length > 0 && since(facts, all).length !== 1 ? 'instead' : 'none';
    },
    async try(facts, { chosenId, word }) {
      const meant = (chosenId ?? word ?? '').toLowerCase();
      const all = others(facts);
      const named = all.filter(({ address }) => address !== null && meant.includes(address.toLowerCase()));
      const fresh = since(facts, all);
      const [one, second] = named.length > 0 ? named : fresh;
      if (all.length === 0) return notYet(facts, 'There is no other key in any keystore here yet.');
      if (one === undefined) {
        const text = `No keystore has come since this began. If one that lay here before is meant, say its address. ${all.map(toldOf).join('; ')}.`;
        return notYet(facts, text);
      }
      if (second !== undefined) {
        return notYet(facts, `More than one is here: say the address of the new one. ${all.map(toldOf).join('; ')}.`);
      }
      return done({ ...facts, newFile: one.file, newAddress: one.address }, 'proved', `The new one: ${toldOf(one)}.`);
    },
  };
}

/** Rotate: no line of the settings stands against the new keystore; one that was changed is read at the next start. */
export function linesStep(ports: KeyReplacementPorts): Step<KeyReplacement> {
  const missing = ({ newAddress, newFile }: KeyReplacement) => ports.linesToChange(newFile ?? '', newAddress ?? '');
  return {
    stepId: 'lines',
    stage: 'rotate',
    who: 'person',
    title: 'Change the lines that name the old key',
    instruction(facts) {
      const lines = missing(facts);
      return lines.length === 0
        ? 'No line of the settings has to be changed.'
        : `Change these lines and start the console again; it goes on here. ${lines.join(' ')}${ports.isPasswordSet() ? ' KEYSTORE_PASSWORD must be the one of the new keystore, or be taken out.' : ''}`;
    },
    async try(facts) {
      const lines = missing(facts);
      return lines.length === 0
        ? done(facts, 'proved', 'No line of the settings stands against the new keystore.')
        : notYet(facts, `Still to be changed, and read at the next start: ${lines.join(' ')}`);
    },
  };
}

/** Rotate: the new keystore opens, and holds the key that it says. */
export function newKeyOpensStep(ports: KeyReplacementPorts): Step<KeyReplacement> {
  return {
    stepId: 'opens',
    stage: 'rotate',
    who: 'console',
    title: 'Open the new keystore',
    instruction: () => 'The new keystore is opened once with its own password.',
    form: () => ({ name: 'keystore-password', credentialId: null }),
    try: (facts) =>
      openFile(ports, facts, facts.newFile ?? '', (address) =>
        address === facts.newAddress
          ? done(facts, 'proved', `It opens, and holds the key of ${address}.`)
          : notYet(facts, `It holds the key of ${address}, and not of ${facts.newAddress}.`),
      ),
  };
}

/** Rotate: the rules let the new address sign, and which of them do not name it as a recipient is told. */
export function allowlistStep(ports: KeyReplacementPorts): Step<KeyReplacement> {
  return {
    stepId: 'allowlist',
    stage: 'rotate',
    who: 'console',
    title: 'Look whether the rules name the new address',
    instruction: ({ newAddress }) =>
      `Both layers of rules are looked at: whether ${newAddress} may sign, and whether what lies at the old address may be sent to it.`,
    async try(facts) {
      const address = facts.newAddress ?? '';
      if (!ports.maySign(address)) {
        return notYet(facts, `ALLOW_SIGNER_ADDRESSES does not name ${address}: nothing that it signs would be sent.`);
      }
      const unnamed = ports.unnamedRecipient(address);
      if (unnamed.length === 0) return done(facts, 'proved', 'The new address may sign, and may be sent to.');
      const text = `The new address may sign. To send to it what lies at the old one, name it in ${unnamed.join(' and in ')}.`;
      return done(facts, 'weak', text);
    },
  };
}

/** Rotate: the person has pinned the new address, and with it the file of its key is the one in use. */
export function pinStep(ports: KeyReplacementPorts): Step<KeyReplacement> {
  return {
    stepId: 'pin',
    stage: 'rotate',
    who: 'person',
    title: 'Pin the new address',
    instruction: ({ newAddress }) =>
      `The approval window asks to pin ${newAddress}: from then on its keystore is the one in use. The old one can be chosen again in the same way.`,
    async try(facts) {
      if (isPinned(ports, facts))
        return done(facts, 'proved', `${facts.newAddress} is pinned, and its keystore is in use.`);
      const asked = await ports.askToPin(facts.newAddress ?? '');
      return asked.ok ? notYet(facts, 'It is asked now: compare the address, approve it, and look again.') : asked;
    },
  };
}

/** Validate: the new key signs. */
export function newKeySignsStep(ports: KeyReplacementPorts): Step<KeyReplacement> {
  return {
    stepId: 'sign',
    stage: 'validate',
    who: 'console',
    title: 'Sign with the new key',
    instruction: () => 'The new key is opened anew and signs a test text, which can never be a transaction.',
    async try(facts) {
      const signed = await ports.signs();
      if (!signed.ok) return signed;
      if (signed.value !== facts.newAddress) return notYet(facts, `${signed.value} signed, and not the new key.`);
      ports.replaced();
      return done(facts, 'proved', `${signed.value}, the pinned address, signed a test text.`);
    },
  };
}

/** A step that is tried only while the new address is pinned and its keystore in use: the old one can be chosen again at any time. */
export function whileNewIsPinned(ports: KeyReplacementPorts, step: Step<KeyReplacement>): Step<KeyReplacement> {
  return {
    ...step,
    async try(facts, said) {
      if (isPinned(ports, facts)) return step.try(facts, said);
      const asked = await ports.askToPin(facts.newAddress ?? '');
      if (!asked.ok) return asked;
      return notYet(facts, 'The new address is not the pinned one: approve it again, or leave this rotation.');
    },
  };
}

/** Whether the signer in use is the new keystore. */
export function isPinned(ports: KeyReplacementPorts, { newAddress, newFile }: KeyReplacement): boolean {
  const signer = ports.signer();
  return signer?.kind === 'keystore' && signer.pinned === newAddress && ports.inUse()?.file === newFile;
}

function toldOf({ address, file }: SeenFile): string {
  return `${address} in ${file}`;
}
