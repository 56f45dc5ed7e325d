import { err, ok, type Result } from '../../domain/result.ts';
import type { SignableTransaction } from '../../domain/transaction/signable.ts';
import type { ClaimedSignature, SignerProgress } from '../signer.ts';
import { beforeDevice } from './before-device.ts';
import { type DerivationPath, derivationPath } from './derivation.ts';
import type { EthApp, SignatureNumbers } from './eth-app.ts';
import { createLedgerSession } from './ledger-session.ts';
import type { LedgerAddress, LedgerOptions, LedgerSigner } from './ledger-types.ts';
import { openEthereum } from './open-ethereum.ts';
import { type LedgerProblem, ledgerError, ledgerProblem } from './problems.ts';
import { checkApp, inEthereum } from './readiness.ts';

const mostAddresses = 20;

/** A signer over the Ledger on USB. It holds the device only while it is used, and asks nobody else anything. */
export function createLedgerSigner(options: LedgerOptions): LedgerSigner {
  const { account, clock, log, minimumVersion } = options;
  const session = createLedgerSession(options);
  const { lease } = session;

  const reportLate = (transaction: SignableTransaction, result: Result<SignatureNumbers, LedgerProblem>): void => {
    const isOpen = !result.ok && ledgerError(result.error, true).code === 'signer-failed';
    const answer = result.ok ? 'signed' : isOpen ? 'unknown' : 'refused';
    log.warn('the Ledger answered a request that was given up', { digest: transaction.digest, answer });
    options.onLate({ transaction, answer, atMs: clock.nowMs() });
  };

  return {
    kind: 'ledger',
    capabilities: () => ({ types: [0, 1, 2], accessLists: true, hasScreen: true, signsTexts: true }),
    state: () => session.state(),
    seenApp: () => session.seenApp(),

    async refresh(signal) {
      await session.run(signal, () => session.ready());
      return session.state();
    },

    async address({ show }, signal) {
      const result = await session.run(signal, async () => {
        const connected = await session.ready();
        if (!connected.ok) return connected;
        const { app, found } = connected.value;
        if (!show) return ok(found.address);
        const shown = await session.answered(app.address(account.path, true), signal, () => {});
        if (!shown.ok) return err(inEthereum(shown.error));
        if (shown.value !== found.address) return err(ledgerProblem('garbled'));
        options.onVerified?.({ path: account.path, address: shown.value, atMs: clock.nowMs() });
        return shown;
      });
      return session.settled(result, false);
    },

    async sign(transaction, progress, signal) {
      let wasHandedOver = false;
      tell(progress, 'queued', 'Waiting for the Ledger');
      const result = await session.run(signal, async (): Promise<Result<ClaimedSignature, LedgerProblem>> => {
        const presentation = beforeDevice(transaction, account, options.mayBlindSign);
        if (!presentation.ok) return presentation;
        const { descriptor, isBlind } = presentation.value;
        tell(progress, 'connecting', 'Connecting to the Ledger');
        const connected = await session.ready();
        if (!connected.ok) return connected;
        const { app, found } = connected.value;
        tell(progress, 'checking', 'The app and the address on the Ledger are right');
        if (found.address !== transaction.from) return err(ledgerProblem('wrong-seed'));
        if (isBlind && !found.allowsBlindSigning) return err(ledgerProblem('blind-signing-off'));
        if (signal.aborted) return err(ledgerProblem('cancelled'));
        wasHandedOver = true;
        tell(progress, 'waiting-for-you', isBlind ? 'Compare the hash on the Ledger' : 'Compare what the Ledger shows');
        const answer = await session.answered(
          app.signTransaction(account.path, transaction.unsigned, descriptor === null ? [] : [descriptor]),
          signal,
          (late) => reportLate(transaction, late),
        );
        if (!answer.ok) return err(inEthereum(answer.error));
        tell(progress, 'received', 'The Ledger signed');
        return ok({ form: 'numbers', ...answer.value, clearSigned: !isBlind });
      });
      return session.settled(result, wasHandedOver);
    },

    async signText(text, progress, signal) {
      let wasHandedOver = false;
      tell(progress, 'queued', 'Waiting for the Ledger');
      const result = await session.run(signal, async () => {
        if (text === '') return err(ledgerProblem('cannot-show', 'empty-text', 'An empty text cannot be signed.'));
        const connected = await session.ready();
        if (!connected.ok) return connected;
        wasHandedOver = true;
        tell(progress, 'waiting-for-you', 'Confirm the text on the Ledger');
        const answer = await session.answered(connected.value.app.signText(account.path, text), signal, () => {});
        if (!answer.ok) return err(inEthereum(answer.error));
        tell(progress, 'received', 'The Ledger signed');
        return answer;
      });
      return session.settled(result, wasHandedOver);
    },

    async addresses(family, from, count, signal) {
      const isCount = Number.isInteger(count) && count >= 1 && count <= mostAddresses;
      const paths = isCount
        ? Array.from({ length: count }, (_, index) => derivationPath(family, from + index))
        : [null];
      if (!paths.every((path) => path !== null)) {
        return err({
          code: 'invalid-input',
          retry: 'never',
          issues: [{ path: '', problem: 'is no range of accounts' }],
        });
      }
      const result = await session.run(signal, async () => {
        const connected = await lease.connect((app) => checkApp(app, minimumVersion), { onlyOne: true });
        return connected.ok ? listAddresses(connected.value.app, paths, signal) : connected;
      });
      return session.settled(result, false);
    },

    async appInfo(signal) {
      const result = await session.run(signal, async () => {
        const connected = await lease.connect((app) => app.openApp(), { onlyOne: true });
        return connected.ok ? ok(connected.value.found) : connected;
      });
      return session.settled(result, false);
    },

    async openApp(signal) {
      const result = await session.run(signal, async () => {
        const opened = await session.answered(openEthereum(lease), signal, () => {});
        if (!opened.ok) return opened;
        // What is open may still be too old, or hold another seed: the state says so.
        const connected = await session.ready();
        return connected.ok ? opened : connected;
      });
      return session.settled(result, false);
    },

    close: () => session.close(),
  };
}

async function listAddresses(
  app: EthApp,
  paths: readonly DerivationPath[],
  signal: AbortSignal,
): Promise<Result<readonly LedgerAddress[], LedgerProblem>> {
  const found: LedgerAddress[] = [];
  for (const path of paths) {
    if (signal.aborted) return err(ledgerProblem('cancelled'));
    const address = await app.address(path, false);
    if (!address.ok) return err(inEthereum(address.error));
    found.push({ path, address: address.value });
  }
  return ok(found);
}

function tell(progress: (progress: SignerProgress) => void, step: SignerProgress['step'], text: string): void {
  progress({ step, text });
}
