import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { HDNodeWallet, Mnemonic } from 'ethers';
import { onTestFinished, vi } from 'vitest';
import { type Address, parseAddress } from '../../core/domain/address.ts';

// The published development phrase of anvil and hardhat; never for funds.
const phrase = 'test test test test test test test test test test test junk';
const startTimeoutMs = 30_000;

/** How long a test with a chain may take on a busy machine; for `vi.setConfig({ testTimeout: chainTestTimeoutMs })`. */
export const chainTestTimeoutMs = 60_000;

/** One of anvil's ten unlocked accounts, with 10,000 ether each. */
export interface AnvilAccount {
  readonly address: Address;
  readonly privateKey: string;
}

/** What a development chain is started with. */
export interface AnvilOptions {
  readonly chainId?: number;
  /** Seconds between blocks; without it a block is made for each transaction at once. */
  readonly blockTime?: number;
  /** Makes blocks only when `anvil_mine` is called. */
  readonly noMining?: boolean;
  /** More of anvil's own arguments. */
  readonly args?: readonly string[];
}

/** A running development chain. */
export interface Anvil {
  readonly url: string;
  readonly accounts: readonly AnvilAccount[];
  /** One request; what the chain refuses is thrown as its message. */
  rpc(method: string, params?: readonly unknown[]): Promise<unknown>;
  /** The receipt of a transaction, waited for: a block is made just after its transaction was taken. */
  receipt(hash: string): Promise<Readonly<Record<string, unknown>>>;
  stop(): Promise<void>;
}

/** Starts anvil on a free port of 127.0.0.1. It ends with the running test, or when `stop` is called: call it in `afterAll` where a file shares one. */
export async function startAnvil(options: AnvilOptions = {}, { endsWithTest = true } = {}): Promise<Anvil> {
  const args = ['--host', '127.0.0.1', '--port', '0', '--threads', '1', '--mnemonic', phrase];
  if (options.chainId !== undefined) args.push('--chain-id', String(options.chainId));
  if (options.blockTime !== undefined) args.push('--block-time', String(options.blockTime));
  if (options.noMining === true) args.push('--no-mining');
  const child = spawn(foundryBinary('anvil'), [...args, ...(options.args ?? [])], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  if (endsWithTest) onTestFinished(stop);
  const url = `http://127.0.0.1:${await listeningPort(child)}`;
  const rpc: Anvil['rpc'] = (method, params = []) => ask(url, method, params);
  return { url, accounts: developmentAccounts(), rpc, receipt: (hash) => waitForReceipt(rpc, hash), stop };
}

async function waitForReceipt(rpc: Anvil['rpc'], hash: string): ReturnType<Anvil['receipt']> {
  return vi.waitFor(
    async () => {
      const receipt = await rpc('eth_getTransactionReceipt', [hash]);
      if (receipt === null) throw new Error(`there is no receipt of ${hash}`);
      return receipt as Readonly<Record<string, unknown>>;
    },
    { timeout: startTimeoutMs, interval: 20 },
  );
}

/** The keys that anvil makes of its published phrase. */
export function developmentAccounts(): readonly AnvilAccount[] {
  const root = HDNodeWallet.fromMnemonic(Mnemonic.fromPhrase(phrase), "m/44'/60'/0'/0");
  return Array.from({ length: 10 }, (_, index) => {
    const { address, privateKey } = root.deriveChild(index);
    return { address: parseAddress(address) as Address, privateKey };
  });
}

/** Where npm put one of foundry's programs for this machine: the program itself, not its launcher, so that ending the process ends it. */
export function foundryBinary(tool: 'anvil' | 'cast'): string {
  const arch = process.arch === 'x64' ? 'amd64' : process.arch;
  const file = process.platform === 'win32' ? `${tool}.exe` : tool;
  return createRequire(import.meta.url).resolve(`@foundry-rs/${tool}-${process.platform}-${arch}/bin/${file}`);
}

function listeningPort(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => reject(new Error(`anvil did not start: ${said.slice(-500)}`)), startTimeoutMs);
    const read = (part: Buffer): void => {
      said = `${said}${part.toString('utf8')}`.slice(-20_000);
      const port = /Listening on 127\.0\.0\.1:(\d+)/.exec(said)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      resolve(port);
    };
    // Read to the end of its life: a full pipe would stop it.
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`anvil ended with ${code}: ${said.slice(-500)}`));
    });
  });
}

async function ask(url: string, method: string, params: readonly unknown[]): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  });
  const answer = (await response.json()) as { result?: unknown; error?: { message: string } };
  if (answer.error !== undefined) throw new Error(`${method}: ${answer.error.message}`);
  return answer.result;
}
