import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encryptKeystoreJson } from 'ethers';
import { onTestFinished } from 'vitest';
import type { WireIn } from '../../../core/contract/methods.ts';
import type { Approval, ChainTransaction, TransactionPreview } from '../../../core/contract/shapes.ts';
import type { Result } from '../../../core/domain/result.ts';
import { type Anvil, type AnvilAccount, startAnvil } from '../../chain/anvil.ts';
import { type TemporaryCore, type TemporaryOptions, temporaryCore } from '../temporary-core.ts';

/** The development chain's id. */
export const chainId = 31337;
const patienceMs = 30_000;

/** The accounts of a development chain that a test names. */
export function account(anvil: Anvil, index: number): AnvilAccount {
  const found = anvil.accounts[index];
  if (found === undefined) throw new Error('the chain has fewer accounts');
  return found;
}

/** A real core before a real chain. */
export interface OnChainCore {
  readonly console: TemporaryCore;
  readonly anvil: Anvil;
  /** Previews a draft; throws unless it can be. */
  preview(draft: WireIn<'transactions.preview'>): Promise<TransactionPreview>;
  /** Submits a preview. */
  submit(preview: TransactionPreview): Promise<Result<ChainTransaction>>;
  /** Previews and submits; throws unless it was sent. */
  send(draft: WireIn<'transactions.preview'>): Promise<ChainTransaction>;
  /** Waits until a transaction stands there. */
  reaches(transactionId: string, status: ChainTransaction['status']): Promise<ChainTransaction>;
  /** Answers an approval with yes, as the approval window would. */
  approve(approval: Approval): Promise<void>;
}

/** Settings of a keystore signer over anvil's first account, pinned by the environment. */
export async function keystoreSettings(anvil: Anvil): Promise<Record<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-keystore-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'keystore.json');
  const options = { scrypt: { N: 2 ** 12, r: 8, p: 1 } };
  const owner = account(anvil, 0);
  writeFileSync(file, await encryptKeystoreJson(owner, 'correct horse', options), { mode: 0o600 });
  return {
    SIGNER_TYPE: 'keystore',
    KEYSTORE_PATH: file,
    KEYSTORE_PASSWORD: 'correct horse',
    PORTCULLIS_SIGNER_ADDRESS: owner.address,
  };
}

/** Starts both; `settings` says which signer there is. Both end with the test. */
export async function onChainCore(
  settings: (anvil: Anvil) => Promise<Record<string, string>> = keystoreSettings,
  options: TemporaryOptions = {},
  chain: Anvil | null = null,
): Promise<OnChainCore> {
  const anvil = chain ?? (await startAnvil());
  const environment: Readonly<Record<string, string | undefined>> = {
    [`PORTCULLIS_RPC_${chainId}`]: anvil.url,
    ...(await settings(anvil)),
    ...options.environment,
  };
  const console = await temporaryCore({ ...options, environment, ports: { fetch, ...options.ports } });
  onTestFinished(() => console.remove());
  return drive(console, anvil);
}

/** Drives a core that is there already. */
export function drive(console: TemporaryCore, anvil: Anvil): OnChainCore {
  const submit: OnChainCore['submit'] = async ({ previewId }) => {
    const answer = await console.ask('transactions.submit', { previewId });
    if (!answer.ok) return answer;
    if (answer.value.state !== 'sent') throw new Error('it waits for an approval');
    return { ok: true, value: answer.value.transaction };
  };
  const driven: OnChainCore = {
    console,
    anvil,
    preview: (draft) => console.get('transactions.preview', draft),
    submit,
    async send(draft) {
      const sent = await submit(await driven.preview(draft));
      if (!sent.ok) throw new Error(JSON.stringify(sent.error));
      return sent.value;
    },
    async reaches(transactionId, status) {
      const untilMs = performance.now() + patienceMs;
      for (;;) {
        const transaction = await console.get('transactions.get', { transactionId });
        if (transaction.status === status) return transaction;
        if (performance.now() > untilMs) throw new Error(`it is ${transaction.status}, not ${status}`);
        // A block each time: what needs confirmations gets them.
        await anvil.rpc('anvil_mine', ['0x1']);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
    async approve({ approvalId, digest, word }) {
      await console.get(
        'approvals.decide',
        { approvalId, digest, answer: 'approve', ...(word === null ? {} : { word }) },
        'approval',
      );
    },
  };
  return driven;
}
