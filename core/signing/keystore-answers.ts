import type { KeystoreFacts } from '../contract/shapes.ts';
import { conflict } from '../domain/conflict.ts';
import { err, type Result } from '../domain/result.ts';
import type { KeystoreChildFault } from '../signers/child/keystore-child.ts';
import type { KeystoreSource } from '../signers/child/protocol.ts';
import { derivationStrength, type KeystoreFault, readKeystore } from '../signers/keystore/keystore.ts';
import { noNode } from './make-signer.ts';

/** What a keystore's key is opened from; the password is overwritten once it is handed over. */
export function sourceOf(text: string, password: Uint8Array): KeystoreSource {
  return { from: 'keystore', text, password };
}

/** A keystore's text and file for a person, without anything secret. */
export function keystoreFactsOf(file: string, text: string): KeystoreFacts {
  const keystore = readKeystore(text);
  const strength = keystore.ok ? derivationStrength(keystore.value) : { text: 'unreadable', isWeak: true };
  return { file, address: keystore.ok ? keystore.value.address : null, kdf: strength.text, isWeak: strength.isWeak };
}

/** The errors of a keystore and of its child as the console's own. */
export function faultAsError({ state, why }: KeystoreFault | KeystoreChildFault): Result<never> {
  if (state === 'wrong-password') return err({ code: 'wrong-passphrase', retry: 'safe' });
  return err({ code: 'signer-unavailable', retry: 'safe', signer: 'keystore', state, why: `the keystore ${why}` });
}

/** Where a keystore is made without one beside it. */
export function thereIsOne(): Result<never> {
  return conflict('there is a keystore already');
}

/** Where something is done beside or with a keystore that is not there. */
export function thereIsNoKeystore(): Result<never> {
  return conflict('there is no keystore yet: make the first one');
}

/** Where no child can be started. */
export function thereIsNoNode(): Result<never> {
  return err({ code: 'signer-unavailable', retry: 'safe', signer: 'keystore', state: 'not-set-up', why: noNode });
}

/** Where a setting holds the password, which would count before any other. */
export function passwordFromEnvironment(): Result<never> {
  return conflict('the password is held by KEYSTORE_PASSWORD; take it out there first');
}
