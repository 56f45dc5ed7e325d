import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesOf, readHex } from '../../domain/hex.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { judgeSigning } from '../../policy/signer-policy/judge-signing.ts';
import { readUnsigned } from '../../policy/signer-policy/read-unsigned.ts';
import { readSignerRules, type SignerRules } from '../../policy/signer-policy/signer-rules.ts';
import { createKeystore, type Draw, drawLots } from '../keystore/create-keystore.ts';
import { readKeystore } from '../keystore/keystore.ts';
import { type OpenedKeystore, openKeystore } from '../keystore/open-keystore.ts';
import { addressOfKey, signDigest } from '../keystore/secret-key.ts';
import type { ChildFault, ChildRequest, ChildValue, KeySource, RuleTexts } from './protocol.ts';
import { isTestText } from './test-text.ts';

/** Holds one key and signs with it what the second layer allows. */
export interface KeyHolder {
  answer(request: ChildRequest): Promise<Result<ChildValue, ChildFault>>;
  /** Overwrites the key. */
  close(): void;
}

interface Held extends OpenedKeystore {
  readonly rules: SignerRules;
  readonly from: KeySource['from'];
}

type WriteRequest = Extract<ChildRequest, { readonly kind: 'write' }>;

/** Development chains of anvil, hardhat and geth: the only ones that a key out of the environment signs for. */
const paperChains = ['31337', '1337'];

/**
 * A holder without a key yet; new keys and what else is random come from `draw`. A second `open` takes the place of the first, also when
 * it fails.
 */
export function createKeyHolder(draw: Draw): KeyHolder {
  let held: Held | null = null;

  function drop(): void {
    held?.key.fill(0);
    held = null;
  }

  async function open(source: KeySource, ruleTexts: RuleTexts): Promise<Result<ChildValue, ChildFault>> {
    drop();
    const rules = readSignerRules(ruleTexts);
    const opened = await openSource(source);
    if (!opened.ok) return opened;
    if (!rules.ok) {
      opened.value.key.fill(0);
      return err({ state: 'bad-rules', why: `does not understand ${rules.error.name}` });
    }
    drop();
    held = { ...opened.value, rules: rules.value, from: source.from };
    return ok({ kind: 'opened', address: opened.value.address });
  }

  function sign(text: string): Result<ChildValue, ChildFault> {
    if (held === null) return err(notOpen);
    const unsigned = readHex(text);
    const fields = readUnsigned(text);
    if (unsigned === null) return refused('unreadable_transaction', 'The bytes are not hexadecimal.');
    if (!fields.ok) return refused('unreadable_transaction', `The bytes ${fields.error.why}.`);
    if (held.from === 'environment' && !paperChains.includes(fields.value.chainId)) {
      return refused('env_key_paper_only', 'A key out of the environment signs for development chains only.');
    }
    const no = judgeSigning(fields.value, held.rules).find(({ isAllowed }) => !isAllowed);
    if (no !== undefined) return refused(no.code ?? no.rule, no.message);
    return ok({ kind: 'signed', ...signDigest(keccak_256(bytesOf(unsigned)), held.key) });
  }

  function signText(text: string): Result<ChildValue, ChildFault> {
    if (held === null) return err(notOpen);
    if (!isTestText(text)) return refused('text_not_allowed', 'It signs no text but those of the signer test.');
    return ok({ kind: 'signed', ...signDigest(textDigest(text), held.key) });
  }

  return {
    async answer(request) {
      switch (request.kind) {
        case 'open':
          return open(request.source, request.rules);
        case 'sign':
          return sign(request.unsigned);
        case 'sign-text':
          return signText(request.text);
        case 'write':
          return write(request, draw);
        default:
          return err({ state: 'bad-request', why: 'was asked for something that it does not do' });
      }
    },
    close: drop,
  };
}

const notOpen: ChildFault = { state: 'not-open', why: 'has no key yet' };

async function openSource(source: KeySource): Promise<Result<OpenedKeystore, ChildFault>> {
  if (source.from === 'environment') {
    const address = addressOfKey(source.key);
    return address === null
      ? err({ state: 'bad-file', why: 'is no key of the curve secp256k1' })
      : ok({ key: source.key, address });
  }
  const keystore = readKeystore(source.text);
  if (!keystore.ok) return keystore;
  const opened = await openKeystore(keystore.value, source.password);
  source.password.fill(0);
  return opened;
}

async function write(
  { newPassword, source, strength }: WriteRequest,
  draw: Draw,
): Promise<Result<ChildValue, ChildFault>> {
  const opened = source.from === 'new' ? ok({ key: draw(32) }) : await openSource(source);
  if (!opened.ok) return opened;
  const { key } = opened.value;
  const written = await createKeystore(key, newPassword, drawLots(draw), strength);
  key.fill(0);
  newPassword.fill(0);
  return written.ok ? ok({ kind: 'written', ...written.value }) : written;
}

/** https://eips.ethereum.org/EIPS/eip-191, version 0x45: its first byte, 0x19, starts no transaction. */
function textDigest(text: string): Uint8Array {
  return keccak_256(new TextEncoder().encode(`\x19Ethereum Signed Message:\n${text.length}${text}`));
}

function refused(code: string, why: string): Result<never, ChildFault> {
  return err({ state: 'refused', code, why });
}
