import { createRequire } from 'node:module';
import type { ledgerService as VendorService } from '@ledgerhq/hw-app-eth';
import { openTransportReplayer, RecordStore } from '@ledgerhq/hw-transport-mocker';
import { describe, expect, it } from 'vitest';
import type { Address } from '../../../../core/domain/address.ts';
import type { Hex } from '../../../../core/domain/hex.ts';
import { parseUnsigned } from '../../../../core/domain/transaction/serialise.ts';
import { signable } from '../../../../core/domain/transaction/signable.ts';
import {
  type AppTransport,
  appTransport,
  type VendorTransport,
} from '../../../../core/signers/ledger/app-transport.ts';
import { parseDerivationPath } from '../../../../core/signers/ledger/derivation.ts';
import { createEthApp, loadEth } from '../../../../core/signers/ledger/eth-app.ts';
import { tokenDescriptor } from '../../../../core/signers/ledger/token-descriptors.ts';
import { verifySignature } from '../../../../core/signers/verify.ts';
import { firstAddress } from '../../../ledger/ledger-fixture.ts';
import { type RecordedStep, type Recording, recordings } from '../../../ledger/recordings.ts';

const recorded = recordings();

/** A recorded conversation in place of a device: another command than the recorded one is an error. */
async function recordedExchange({ transcript }: Recording): Promise<(apdu: Uint8Array) => Promise<Uint8Array>> {
  const transport = await openTransportReplayer(RecordStore.fromString(transcript));
  return (apdu) => transport.exchange(Buffer.from(apdu));
}

/** What the vendor's client makes of one step over our transport: the result, or the error's name and status word. */
async function perform(transport: AppTransport, step: RecordedStep): Promise<unknown> {
  if (step.method === 'send') {
    const { cla, ins, p1, p2, data } = step.args as Record<'cla' | 'ins' | 'p1' | 'p2', number> & { data: string };
    return (await transport.send(cla, ins, p1, p2, Buffer.from(data, 'hex'))).toString('hex');
  }
  const { ledgerService } = createRequire(import.meta.url)('@ledgerhq/hw-app-eth') as {
    ledgerService: typeof VendorService;
  };
  const { scrambleKey, loadConfig, parseTransactionReturns } = step.options;
  const service =
    parseTransactionReturns === undefined
      ? ledgerService
      : { ...ledgerService, parseTransaction: () => parseTransactionReturns as never };
  const eth = new (loadEth())(transport as unknown as VendorTransport, scrambleKey, loadConfig, service);
  const method = Reflect.get(eth, step.method) as (...args: readonly unknown[]) => Promise<unknown>;
  return method.call(eth, ...(step.args as readonly unknown[]));
}

describe.runIf(recorded !== null)("the vendor's client over our transport, against recordings of a real app", () => {
  it.each((recorded ?? []).map((recording) => [recording.scenario, recording] as const))(
    'ends as it did: %s',
    async (_, recording) => {
      const transport = appTransport(await recordedExchange(recording));
      for (const step of recording.steps) {
        const { result, error } = step.expected;
        if (error === undefined) {
          // What was not asked for is undefined, which the recording leaves out.
          expect(JSON.parse(JSON.stringify(await perform(transport, step)))).toEqual(result);
        } else {
          const { name, statusCode } = error;
          await expect(perform(transport, step)).rejects.toMatchObject(
            statusCode === undefined ? { name } : { name, statusCode },
          );
        }
      }
    },
  );

  it('is all of them', () => {
    expect(recorded).toHaveLength(133);
  });
});

/** The recordings of one transaction that the console itself could have sent. One has a description that was damaged on purpose. */
const transactions = (recorded ?? []).flatMap((recording) => {
  const [step] = recording.steps;
  if (recording.steps.length !== 1 || step?.method !== 'signTransaction') return [];
  if (step.options.parseTransactionReturns !== undefined || recording.scenario.includes('bad-signature')) return [];
  const [pathText, raw, resolution] = step.args as [string, string, { erc20Tokens: readonly string[] } | null];
  const parsed = parseUnsigned(`0x${raw}` as Hex);
  const path = parseDerivationPath(pathText);
  if (!parsed.ok || path === null) return [];
  const { chainId, to } = parsed.value;
  const isDescribed = (resolution?.erc20Tokens.length ?? 0) > 0 && to !== null;
  return [
    { recording, step, path, transaction: parsed.value, descriptor: isDescribed ? tokenDescriptor(chainId, to) : null },
  ];
});

describe.runIf(recorded !== null)('our own client, against recordings of a real app', () => {
  it.each(transactions.map((entry) => [entry.recording.scenario, entry] as const))(
    'sends the same bytes and takes the same signature: %s',
    async (_, { recording, step, path, transaction, descriptor }) => {
      const { signedTransaction, recoveredSigner } = step.verified ?? {};
      const { r = '', s = '' } = (step.expected.result ?? {}) as { readonly r?: string; readonly s?: string };
      const asked = signable(transaction, (recoveredSigner ?? firstAddress) as Address);
      const app = createEthApp(await recordedExchange(recording));
      const signed = await app.signTransaction(path, asked.unsigned, descriptor === null ? [] : [descriptor]);
      // An error, or what the vendor's client took for a signature and is none.
      if (s.length !== 64) return expect(signed.ok).toBe(false);
      expect(signed).toEqual({ ok: true, value: { r: `0x${r}`, s: `0x${s}` } });
      const claimed = { form: 'numbers', r: `0x${r}` as Hex, s: `0x${s}` as Hex, clearSigned: null } as const;
      const verified = verifySignature('ledger', asked, claimed);
      expect(verified.ok && (signedTransaction === undefined || verified.value.raw === signedTransaction)).toBe(true);
    },
  );

  it('is most of them', () => {
    expect(transactions).toHaveLength(59);
    expect(transactions.filter(({ descriptor }) => descriptor !== null)).toHaveLength(11);
  });
});
