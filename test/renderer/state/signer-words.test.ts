import { describe, expect, it } from 'vitest';
import type { SignerChip } from '../../../core/contract/shapes.ts';
import { signerKindNames } from '../../../core/domain/signer-kinds.ts';
import { udevRule as coreUdevRule, problemState } from '../../../core/signers/ledger/states.ts';
import { signerTitles } from '../../../core/signing/signer-titles.ts';
import {
  capabilityWords,
  chosenByWords,
  deviceNote,
  ledgerAction,
  needsSentence,
  signerChipWords,
  signerDescriptions,
  signerName,
  signerNames,
  udevRule,
} from '../../../renderer/state/signer-words.ts';

describe('the signers in words', () => {
  it('have the core’s names, and a sentence each', () => {
    expect(signerNames).toEqual(signerTitles);
    for (const kind of signerKindNames) expect(signerDescriptions[kind]).toMatch(/^[A-Z].*\.$/);
    expect(signerName('ledger')).toBe('Ledger');
    expect(signerName('other\u202e')).toBe('other⟨U+202E⟩');
  });

  it('give the udev rule and the one button that the core’s states ask for', () => {
    expect(udevRule).toBe(coreUdevRule);
    for (const fault of ['dashboard', 'wrong-app', 'no-permission', 'locked', 'absent'] as const) {
      expect(ledgerAction(fault), fault).toBe(problemState({ fault, code: fault, why: '' }).action);
    }
  });

  it('say in the top bar which one it is, and more only where something is in the way', () => {
    const chip: SignerChip = {
      kind: 'ledger',
      address: '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
      isReady: true,
      text: 'The Ledger is ready.',
      banner: null,
    };
    expect(signerChipWords(chip)).toMatchObject({ short: 'Ledger 0xf39F…2266', tone: 'good' });
    expect(signerChipWords({ ...chip, isReady: false, text: 'The Ledger is locked.' })).toMatchObject({
      more: 'The Ledger is locked.',
      tone: 'caution',
    });
    expect(signerChipWords({ ...chip, kind: null, address: null })).toMatchObject({ short: 'No signer', tone: 'calm' });
    expect(signerChipWords({ ...chip, address: null }).short).toBe('Ledger');
  });

  it('say by whose word one is active', () => {
    expect(chosenByWords({ active: 'keystore', chosenBy: 'environment' })).toContain('SIGNER_TYPE chooses Keystore');
    expect(chosenByWords({ active: null, chosenBy: 'nobody' })).toContain('No signer is chosen');
  });

  it('promise nothing that the signer cannot do', () => {
    const row = {
      kind: 'remote',
      title: 'Remote signer',
      isActive: false,
      isForLive: true,
      standing: { code: 'idle', isReady: false, text: '', needs: null },
      settings: [],
      canSignTexts: false,
      hasScreen: false,
      takesAccessLists: false,
    } as const;
    expect(capabilityWords({ ...row, settings: [] }).join(' ')).toMatch(/no screen.*no texts.*no access lists.*live/);
    expect(capabilityWords({ ...row, settings: [], isForLive: false })).toContain('Never signs for live.');
  });

  it('end a need with one full stop, and explain what a device writes for a coin it does not know', () => {
    expect(needsSentence('Unlock it')).toBe('Unlock it.');
    expect(needsSentence('Unlock it.')).toBe('Unlock it.');
    expect(deviceNote([{ text: '2.5 ???' }])).toContain('???');
    expect(deviceNote([{ text: '2.5 ETH' }])).toBeNull();
  });
});
