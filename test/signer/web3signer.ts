import type { ServerResponse } from 'node:http';
import type { ServerOptions } from 'node:https';
import { getBytes, hashMessage, keccak256, type Signature, SigningKey, Wallet } from 'ethers';
import { type Received, type RecordingServer, serveRecording } from '../tls/recording-server.ts';
import { buildTransaction, invalidParams, type RpcError, type RpcTransaction } from './web3signer-transaction.ts';

/** How the service is set up. */
export interface Web3signerSetup {
  readonly privateKeys: readonly string[];
  /** `--chain-id`. */
  readonly chainId: bigint;
  readonly tls?: ServerOptions;
  /** `--http-host-allowlist`. */
  readonly hosts?: readonly string[];
  /** A version without the REST interface, for which clients fall back to JSON-RPC. */
  readonly hasRest?: boolean;
}

/** A running service. `forwarded` is what it handed on to its node: methods and paths that it does not know itself. */
export interface Web3signer extends RecordingServer {
  readonly forwarded: readonly string[];
}

/**
 * Web3Signer's eth1 mode as its source and its OpenAPI document describe it, with what it does silently: it signs for its own chain,
 * ignores access lists, fills in what is missing, makes a legacy transaction of one with half its fees, prefers `data` to `input`,
 * answers errors with 200, 400 or 500 and no content type, wants a host from its list, and hands on what it does not know.
 */
export async function startWeb3signer(setup: Web3signerSetup): Promise<Web3signer> {
  const { hasRest = true, hosts = ['localhost', '127.0.0.1'] } = setup;
  const wallets = setup.privateKeys.map((key) => new Wallet(key));
  const forwarded: string[] = [];
  const server = await serveRecording((response, request) => {
    const host = (request.headers.host ?? '').replace(/:\d+$/, '');
    if (!hosts.includes(host) && !hosts.includes('*')) {
      return void response.writeHead(403).end('{"message":"Host not authorized."}');
    }
    const call = `${request.method} ${request.path}`;
    if (call === 'GET /upcheck') return void response.writeHead(200, { 'content-type': 'text/plain' }).end('OK');
    if (hasRest && call === 'GET /api/v1/eth1/publicKeys')
      return void response.end(JSON.stringify(wallets.map(publicKey)));
    if (hasRest && call.startsWith('POST /api/v1/eth1/sign/')) return signData(response, request);
    if (call === 'POST /') return answerRpc(response, request);
    forwarded.push(call);
    return void response.writeHead(404).end();
  }, setup.tls ?? null);
  return { ...server, forwarded };

  function signData(response: ServerResponse, { body, path }: Received): void {
    const identifier = path
      .slice(path.lastIndexOf('/') + 1)
      .toLowerCase()
      .replace(/^0x/, '');
    const wallet = wallets.find((one) => publicKey(one).slice(2) === identifier);
    if (wallet === undefined) return void response.writeHead(404).end();
    const { data } = JSON.parse(body) as { data?: unknown };
    if (typeof data !== 'string' || !/^0x([0-9a-f]{2})*$/i.test(data)) return void response.writeHead(400).end();
    const signature = wallet.signingKey.sign(keccak256(getBytes(data)));
    return void response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end(signatureText(signature));
  }

  function answerRpc(response: ServerResponse, { body }: Received): void {
    const { id, method, params } = JSON.parse(body) as { id: unknown; method: string; params: unknown };
    const called = call(method, params as readonly unknown[]);
    const status = 'error' in called && called.error.code === -32602 ? 400 : 200;
    response.writeHead(status, { Content: 'application/json' }).end(JSON.stringify({ jsonrpc: '2.0', id, ...called }));
  }

  function call(
    method: string,
    params: readonly unknown[],
  ): { readonly result: unknown } | { readonly error: RpcError } {
    if (method === 'eth_accounts') {
      if (params.length > 0) return { error: invalidParams };
      return { result: wallets.map(({ address }) => address.toLowerCase()).sort() };
    }
    if (method === 'eth_sign') {
      const wallet = walletOf(params[0]);
      if (wallet === null) return { error: unknownSender };
      return { result: signatureText(wallet.signingKey.sign(hashMessage(getBytes(String(params[1]))))) };
    }
    if (method === 'eth_signTransaction') {
      const given = (Array.isArray(params) ? params[0] : params) as RpcTransaction;
      const made = buildTransaction(given, setup.chainId);
      if ('code' in made) return { error: made };
      const wallet = walletOf(given.from);
      if (wallet === null) return { error: unknownSender };
      made.signature = wallet.signingKey.sign(made.unsignedHash);
      return { result: made.serialized };
    }
    forwarded.push(method);
    return { result: null };
  }

  function walletOf(address: unknown): Wallet | null {
    return wallets.find((one) => one.address.toLowerCase() === String(address).toLowerCase()) ?? null;
  }
}

const unknownSender: RpcError = { code: -32000, message: 'No unlocked account matches the Sender' };

/** As the service names a key: 64 bytes without the leading 04. */
function publicKey({ privateKey }: Wallet): string {
  return `0x${SigningKey.computePublicKey(privateKey, false).slice(4)}`;
}

function signatureText({ r, s, v }: Signature): string {
  return `${r}${s.slice(2)}${v.toString(16)}`;
}
