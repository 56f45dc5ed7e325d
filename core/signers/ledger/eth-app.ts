import { createRequire } from 'node:module';
import type Eth from '@ledgerhq/hw-app-eth';
import { computeAddress } from 'ethers';
import { type Address, parseAddress } from '../../domain/address.ts';
import { type Hex, hexOf } from '../../domain/hex.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { appTransport, type Exchange, type VendorTransport } from './app-transport.ts';
import type { DerivationPath } from './derivation.ts';
import { type LedgerProblem, ledgerProblem } from './problems.ts';
import { type Asking, classify } from './status-words.ts';
import type { TokenDescriptor } from './token-descriptors.ts';

/** An app that is open on the device; BOLOS is its dashboard. */
export interface OpenApp {
  readonly name: string;
  readonly version: string;
}

/** The two numbers of a signature as the device gave them. */
export interface SignatureNumbers {
  readonly r: Hex;
  readonly s: Hex;
}

type Answer<T> = Promise<Result<T, LedgerProblem>>;

/** The Ethereum app on one open device. Nothing rejects; what went wrong is in the vendor's words translated. */
export interface EthApp {
  /** Which app is open, whatever it is (B0 01). */
  openApp(): Answer<OpenApp>;
  /** Has the dashboard open the Ethereum app, once the person agrees there (E0 D8). The device then leaves USB and comes back. */
  startEthereum(): Answer<void>;
  /** Has the open app end (B0 A7). The device then leaves USB and comes back with its dashboard. */
  quitApp(): Answer<void>;
  /** Whether the person allowed blind signing in the app's settings. */
  allowsBlindSigning(): Answer<boolean>;
  /** The address of a path; with `show`, only after the person confirmed it on the screen. */
  address(path: DerivationPath, show: boolean): Answer<Address>;
  /** Has unsigned bytes signed, showing tokens by the descriptors. Only the two numbers are taken; of the recovery nothing is believed. */
  signTransaction(
    path: DerivationPath,
    unsigned: Hex,
    descriptors: readonly TokenDescriptor[],
  ): Answer<SignatureNumbers>;
  /** Has a text signed in its EIP-191 form. The text may not be empty. */
  signText(path: DerivationPath, text: string): Answer<SignatureNumbers>;
}

/** Every address of the vendor's services, none: the client asks nobody. */
const asksNobody = {
  nftExplorerBaseURL: null,
  pluginBaseURL: null,
  extraPlugins: null,
  cryptoassetsBaseURL: null,
  calServiceURL: null,
  staticERC20Signatures: null,
  staticEIP712SignaturesV1: null,
  staticEIP712SignaturesV2: null,
};

const commands = { provideToken: 0x0a, signTransaction: 0x04, signText: 0x08 };

/** The vendor's client, loaded when a Ledger is first asked: it is large, and most people have none. */
export function loadEth(): typeof Eth {
  // Its module form cannot be loaded by Node; the other can.
  return (createRequire(import.meta.url)('@ledgerhq/hw-app-eth') as { readonly default: typeof Eth }).default;
}

/** The Ethereum app behind `exchange`. */
export function createEthApp(exchange: Exchange): EthApp {
  let lastCommand = 0;
  let lastAnswer: Uint8Array = new Uint8Array();
  const transport = appTransport(async (apdu) => {
    lastCommand = apdu[1] ?? 0;
    lastAnswer = new Uint8Array();
    lastAnswer = await exchange(apdu);
    return lastAnswer;
  });
  const eth = new (loadEth())(transport as unknown as VendorTransport, 'w0w', asksNobody);

  const attempt = async <T>(asking: Asking, task: () => Promise<T>): Answer<T> => {
    try {
      return ok(await task());
    } catch (error) {
      return err(
        classify(error, asking === 'signature' && lastCommand === commands.provideToken ? 'descriptor' : asking),
      );
    }
  };

  /**
   * The numbers out of the device's own last answer: it must be 65 bytes and 0x9000 exactly, to the command that signs. What the client
   * makes of it is not used: it takes a bare 0x9000 for a signature, and throws one away whose v it cannot explain.
   */
  const signature = async (command: number, task: () => Promise<unknown>): Answer<SignatureNumbers> => {
    const done = await attempt('signature', task);
    const isAnswered = lastCommand === command && lastAnswer.length >= 2 && isSuccess(lastAnswer);
    if (!isAnswered) return done.ok ? err(ledgerProblem('garbled')) : done;
    if (lastAnswer.length !== 67) {
      return err(ledgerProblem('garbled', 'garbled', 'The Ledger answered something that is no signature.'));
    }
    return ok({ r: hexOf(lastAnswer.slice(1, 33)), s: hexOf(lastAnswer.slice(33, 65)) });
  };

  return {
    async openApp() {
      const answer = await attempt('app', () => transport.send(0xb0, 0x01, 0x00, 0x00));
      if (!answer.ok) return answer;
      const app = readOpenApp(answer.value);
      return app === null ? err(ledgerProblem('garbled')) : ok(app);
    },
    startEthereum: () =>
      attempt('open-app', async () => {
        await transport.send(0xe0, 0xd8, 0x00, 0x00, Buffer.from('Ethereum', 'ascii'));
      }),
    quitApp: () =>
      attempt('open-app', async () => {
        await transport.send(0xb0, 0xa7, 0x00, 0x00);
      }),
    async allowsBlindSigning() {
      const answer = await attempt('configuration', () => eth.getAppConfiguration());
      if (!answer.ok) return answer;
      // Four bytes: the flags and the version in three numbers.
      return lastAnswer.length === 6 ? ok(answer.value.arbitraryDataEnabled === 1) : err(ledgerProblem('garbled'));
    },
    async address(path, show) {
      const answer = await attempt('address', () => eth.getAddress(path, show, false));
      if (!answer.ok) return answer;
      const address = parseAddress(answer.value.address);
      return address !== null && address === addressOf(answer.value.publicKey)
        ? ok(address)
        : err(ledgerProblem('garbled', 'garbled', 'The Ledger answered something that is no address.'));
    },
    signTransaction: (path, unsigned, descriptors) =>
      signature(commands.signTransaction, () =>
        eth.signTransaction(path, unsigned.slice(2), {
          erc20Tokens: descriptors.map(({ bytes }) => bytes),
          nfts: [],
          externalPlugin: [],
          plugin: [],
          domains: [],
        }),
      ),
    signText: (path, text) =>
      signature(commands.signText, () => eth.signPersonalMessage(path, Buffer.from(text, 'utf8').toString('hex'))),
  };
}

function isSuccess(answer: Uint8Array): boolean {
  return answer[answer.length - 2] === 0x90 && answer[answer.length - 1] === 0x00;
}

/** Format 1: one byte 01, then name and version, each behind one byte of length, then flags. Printable text of a sane length only. */
function readOpenApp(answer: Buffer): OpenApp | null {
  const nameLength = answer[1] ?? 0;
  const versionLength = answer[2 + nameLength] ?? 0;
  const end = 3 + nameLength + versionLength;
  if (answer[0] !== 1 || end > answer.length - 2) return null;
  const name = answer.subarray(2, 2 + nameLength).toString('latin1');
  const version = answer.subarray(3 + nameLength, end).toString('latin1');
  return /^[\x20-\x7e]{1,32}$/.test(name) && /^[\x20-\x7e]{1,20}$/.test(version) ? { name, version } : null;
}

function addressOf(publicKey: string): Address | null {
  try {
    return parseAddress(computeAddress(`0x${publicKey}`));
  } catch {
    return null;
  }
}
