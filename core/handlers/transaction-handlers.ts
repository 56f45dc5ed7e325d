import { requestChain, requestRecipient, requestRescue, requestTokenPin } from '../address-questions.ts';
import type { Handlers } from '../contract/methods.ts';
import { isDevelopmentChain } from '../domain/chains.ts';
import { ok } from '../domain/result.ts';
import { listAllowances, previewRevocation } from '../trading/transactions/allowances.ts';
import { presentTransaction } from '../trading/transactions/announce-transaction.ts';
import { chainBalances } from '../trading/transactions/chain-balances.ts';
import { rescueWaitMs } from '../trading/transactions/exemption.ts';
import { previewTransaction } from '../trading/transactions/preview-transaction.ts';
import { previewReplacement } from '../trading/transactions/replace-transaction.ts';
import { stopSigning } from '../trading/transactions/stop-signing.ts';
import { submitTransactionPreview } from '../trading/transactions/submit-transaction.ts';
import { actorOf, type HandlerParts, known, withTransactions } from './parts.ts';

type Names =
  | 'transactions.preview'
  | 'transactions.previewReplace'
  | 'transactions.submit'
  | 'transactions.stopSigning'
  | 'transactions.get'
  | 'transactions.list'
  | 'allowances.list'
  | 'allowances.revoke'
  | 'chains.list'
  | 'chains.requestAdd'
  | 'chains.setRpc'
  | 'chains.balances'
  | 'tokens.list'
  | 'tokens.requestPin'
  | 'recipients.request'
  | 'recipients.list'
  | 'rescue.request';

/** Transactions on EVM chains, and what they need to be understood. */
export function transactionHandlers(parts: HandlerParts): Pick<Handlers, Names> {
  const { book, chains, policy, settings } = parts;
  const addresses = (trading: Parameters<typeof previewTransaction>[0]) => ({
    trading,
    policy,
    policyTexts: settings.policyTexts,
    changed: parts.changed,
  });
  return {
    'transactions.preview': (draft) =>
      withTransactions(parts, async ({ previews, trading }) => {
        const held = await previewTransaction(trading, draft);
        if (!held.ok) return held;
        previews.hold(held.value);
        return ok(held.value.shown);
      }),
    'transactions.previewReplace': (replacement) =>
      withTransactions(parts, async ({ previews, trading }) => {
        const held = await previewReplacement(trading, replacement);
        if (!held.ok) return held;
        previews.hold(held.value);
        return ok(held.value.shown);
      }),
    'transactions.submit': ({ previewId }, face) =>
      withTransactions(parts, ({ previews, trading }) =>
        submitTransactionPreview(trading, previews, previewId, actorOf(face)),
      ),
    'transactions.stopSigning': ({ transactionId }, face) =>
      withTransactions(parts, ({ trading }) => stopSigning(trading, transactionId, actorOf(face))),
    'transactions.get': ({ transactionId }) =>
      withTransactions(parts, ({ complete, trading }) => {
        const found = known(trading.journal.get(transactionId), `transaction ${transactionId}`);
        if (found.ok) return ok(presentTransaction(trading, found.value));
        // It may lie in the book that cannot be opened.
        const all = complete();
        return all.ok ? found : all;
      }),
    'transactions.list': ({ chainId, limit, open }) =>
      withTransactions(parts, ({ complete, trading }) => {
        // A list without those of a real chain would say that there are none; a development chain's own is whole without them.
        const id = chainId === undefined ? null : BigInt(chainId);
        const all = id !== null && isDevelopmentChain(id) ? ok(undefined) : complete();
        if (!all.ok) return all;
        const found = trading.journal.list({ ...(id === null ? {} : { chainId: id }), open, limit });
        return ok(found.map((transaction) => presentTransaction(trading, transaction)));
      }),
    'allowances.list': ({ chainId }) =>
      withTransactions(parts, ({ trading }) => listAllowances(trading, BigInt(chainId))),
    'allowances.revoke': (allowance) =>
      withTransactions(parts, async ({ previews, trading }) => {
        const held = await previewRevocation(trading, allowance);
        if (!held.ok) return held;
        previews.hold(held.value);
        return ok(held.value.shown);
      }),
    'chains.list': () => ok([...chains.list()]),
    'chains.requestAdd': (chain) => withTransactions(parts, ({ trading }) => requestChain(addresses(trading), chain)),
    'chains.setRpc': async ({ chainId, url }, face) => {
      const about = {
        eventType: 'setting-change',
        level: 'info',
        actor: actorOf(face),
        subject: `rpc ${chainId}`,
      } as const;
      const row = await parts.record.before({ ...about, status: 'requested', body: {} });
      if (!row.ok) return row;
      const kept = chains.setRpc(BigInt(chainId), url);
      await parts.record.after({ ...about, status: kept.ok ? 'ok' : 'failed', body: {} });
      parts.changed();
      return kept.ok ? ok([...chains.list()]) : kept;
    },
    'chains.balances': ({ chainId }) =>
      withTransactions(parts, ({ trading }) => chainBalances(trading, BigInt(chainId))),
    'tokens.list': ({ chainId }) =>
      withTransactions(parts, ({ trading }) =>
        ok(
          trading
            .tokens()
            .of(BigInt(chainId))
            .map((token) => ({ ...token, chainId })),
        ),
      ),
    'tokens.requestPin': (token) =>
      withTransactions(parts, ({ trading }) => requestTokenPin(addresses(trading), token)),
    'recipients.request': (named) =>
      withTransactions(parts, ({ trading }) => requestRecipient(addresses(trading), named)),
    'recipients.list': () => {
      const waitMs = policy.limits().coolingOffMs ?? null;
      const named = book.recipients().map(({ address, chainId, name, sinceMs }) => ({
        chainId,
        address,
        name,
        usableFromMs: waitMs === null ? null : sinceMs + waitMs,
        isRescue: false,
      }));
      const rescue = chains.list().flatMap(({ chainId }) => {
        const entry = book.rescueOf(BigInt(chainId));
        if (entry === null) return [];
        const { address, sinceMs } = entry;
        return [{ chainId, address, name: 'Rescue address', usableFromMs: sinceMs + rescueWaitMs, isRescue: true }];
      });
      return ok([...named, ...rescue]);
    },
    'rescue.request': (rescue) => withTransactions(parts, ({ trading }) => requestRescue(addresses(trading), rescue)),
  };
}
