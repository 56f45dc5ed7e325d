import { createHash } from 'node:crypto';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { type HDNodeWallet, hashMessage, keccak256, type SigningKey } from 'ethers';
import { answer, type Command, words } from './answers.ts';
import { readListPrefix } from './rlp-prefix.ts';

/** What the app puts on the screen for a person to answer. */
export interface Prompt {
  readonly kind: 'address' | 'transaction' | 'text' | 'open-app';
  /** The address, the unsigned bytes, the text's bytes, or the app's name. */
  readonly shows: string;
}

/** What the app knows of its device. */
export interface AppHost {
  readonly seed: HDNodeWallet;
  readonly version: string;
  readonly allowsBlindSigning: boolean;
  ask(prompt: Prompt): Promise<boolean>;
}

/** The key with which the vendor signs descriptions of tokens; recovered from the published descriptions themselves. */
export const descriptorKey =
  '045e6c1020c14dc46442fe89f97c0b68cdb15976dc24f24c316e7b30fe4e8cc76b1489150c21514ebf440ff5dea5393d83de5358cd098fce8fd0f81daa94979183';

const tokenSelectors = ['a9059cbb', '095ea7b3'];

/** The Ethereum app's commands, one at a time, as far as the console uses them: addresses, configuration, tokens, transactions, texts. */
export function createEthereumApp(host: AppHost): (command: Command) => Promise<Uint8Array> {
  let transaction: { readonly key: SigningKey; readonly bytes: Buffer } | null = null;
  let text: { readonly key: SigningKey; readonly length: number; readonly bytes: Buffer } | null = null;
  let tokens: string[] = [];

  const sendAddress = async ({ p1, p2, data }: Command): Promise<Uint8Array> => {
    const path = readPath(data);
    if (path === null) return answer(words.badData);
    const wallet = host.seed.derivePath(path.path);
    if (p1 === 1 && !(await host.ask({ kind: 'address', shows: wallet.address }))) return answer(words.refused);
    const key = Buffer.from(wallet.signingKey.publicKey.slice(2), 'hex');
    const shown = Buffer.from(wallet.address.slice(2), 'ascii');
    const chainCode = p2 === 1 ? Buffer.from(wallet.chainCode.slice(2), 'hex') : Buffer.alloc(0);
    return answer(words.ok, Buffer.from([key.length]), key, Buffer.from([shown.length]), shown, chainCode);
  };

  const configuration = (): Uint8Array => {
    const version = host.version.split('.').map((part) => Number.parseInt(part, 10));
    return answer(words.ok, Buffer.from([host.allowsBlindSigning ? 3 : 2, ...version]));
  };

  const provideToken = ({ data }: Command): Uint8Array => {
    const signedFrom = 1;
    const end = 1 + (data[0] ?? 0) + 28;
    const digest = createHash('sha256').update(data.subarray(signedFrom, end)).digest();
    try {
      const isSigned = secp256k1.verify(data.subarray(end), digest, Buffer.from(descriptorKey, 'hex'), {
        format: 'der',
        prehash: false,
        lowS: false,
      });
      if (!isSigned) return answer(words.badData);
    } catch {
      return answer(words.badData);
    }
    const contractAt = 1 + (data[0] ?? 0);
    tokens.push(data.subarray(contractAt, contractAt + 20).toString('hex'));
    return answer(words.ok, Buffer.from([0]));
  };

  const sign = async ({ p1, data }: Command): Promise<Uint8Array> => {
    if (p1 === 0x00) {
      const path = readPath(data);
      if (path === null) return answer(words.badData);
      transaction = { key: host.seed.derivePath(path.path).signingKey, bytes: data.subarray(path.length) };
    } else if (transaction !== null) {
      transaction = { ...transaction, bytes: Buffer.concat([transaction.bytes, data]) };
    } else {
      return answer(words.badData);
    }
    const given = transaction;
    const end = (word: number): Uint8Array => {
      transaction = null;
      tokens = [];
      return answer(word);
    };
    const type = (given.bytes[0] ?? 0) > 0x7f ? 0 : (given.bytes[0] ?? 0);
    if (type > 2) return end(words.typeUnsupported);
    const list = readListPrefix(type === 0 ? given.bytes : given.bytes.subarray(1));
    if (list === null) return end(words.badData);
    const place = { 0: { to: 3, value: 4 }, 1: { to: 4, value: 5 }, 2: { to: 5, value: 6 } }[type as 0 | 1 | 2];
    const to = list.items[place.to];
    const value = list.items[place.value];
    const called = list.items[place.value + 1];
    const selector = Buffer.from(called?.bytes.subarray(0, 4) ?? []).toString('hex');
    const hasData = (called?.bytes.length ?? 0) > 0;
    const isTokenCall = tokenSelectors.includes(selector) && to !== undefined && to.bytes.length === 20;
    if (isTokenCall && (value?.bytes.some((byte) => byte !== 0) ?? false)) return end(words.badData);
    // A call that no plugin of the app knows is refused as soon as its beginning has come; the rest is judged at the end.
    if (hasData && !isTokenCall && (to?.bytes.length ?? 0) > 0 && !host.allowsBlindSigning) return end(words.badData);
    // A legacy transaction of six fields is not done for the app: it waits for the chain id.
    if (!list.isWhole || (type === 0 && list.items.length < 9)) return answer(words.ok);
    const isShown = isTokenCall && tokens.includes(Buffer.from(to.bytes).toString('hex'));
    if (hasData && !isShown && !host.allowsBlindSigning) return end(words.badData);
    if (!hasData && (value?.bytes.length ?? 0) > 18) return end(words.tooLongToShow);
    const unsigned = `0x${given.bytes.toString('hex')}`;
    if (!(await host.ask({ kind: 'transaction', shows: unsigned }))) return end(words.refused);
    end(words.ok);
    const { r, s, yParity } = given.key.sign(keccak256(unsigned));
    const v = type === 0 ? legacyV(list.items[6]?.bytes ?? new Uint8Array(), yParity) : yParity;
    return answer(words.ok, Buffer.from([v]), numbers(r, s));
  };

  const signText = async ({ p1, data }: Command): Promise<Uint8Array> => {
    if (p1 === 0x00) {
      const path = readPath(data);
      if (path === null || data.length < path.length + 4) return answer(words.badData);
      text = {
        key: host.seed.derivePath(path.path).signingKey,
        length: data.readUInt32BE(path.length),
        bytes: data.subarray(path.length + 4),
      };
    } else if (text !== null) {
      text = { ...text, bytes: Buffer.concat([text.bytes, data]) };
    } else {
      return answer(words.badData);
    }
    const { key, length, bytes } = text;
    if (bytes.length < length) return answer(words.ok);
    text = null;
    if (!(await host.ask({ kind: 'text', shows: bytes.toString('utf8') }))) return answer(words.refused);
    const { r, s, v } = key.sign(hashMessage(bytes));
    return answer(words.ok, Buffer.from([v]), numbers(r, s));
  };

  return async (command) => {
    if (command.cla !== 0xe0) return answer(words.unknownClass);
    switch (command.ins) {
      case 0x02:
        return sendAddress(command);
      case 0x04:
        return sign(command);
      case 0x06:
        return configuration();
      case 0x08:
        return signText(command);
      case 0x0a:
        return provideToken(command);
      default:
        return answer(words.unknownInstruction);
    }
  };
}

function numbers(r: string, s: string): Buffer {
  return Buffer.from(r.slice(2) + s.slice(2), 'hex');
}

/** EIP-155 in one byte, over the first four bytes of the chain id, as the app computes it. */
function legacyV(chainId: Uint8Array, yParity: 0 | 1): number {
  const first = Number.parseInt(Buffer.from(chainId.subarray(0, 4)).toString('hex') || '0', 16);
  return (first * 2 + 35 + yParity) % 256;
}

/** A path as commands carry it: one byte of count, then four bytes each. */
function readPath(data: Buffer): { readonly path: string; readonly length: number } | null {
  const count = data[0] ?? 0;
  const length = 1 + 4 * count;
  if (count < 1 || count > 10 || data.length < length) return null;
  const parts = Array.from({ length: count }, (_, index) => data.readUInt32BE(1 + 4 * index));
  return { path: parts.map((part) => `${part & 0x7fffffff}${part >= 2 ** 31 ? "'" : ''}`).join('/'), length };
}
