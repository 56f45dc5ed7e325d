import { judge } from '../../core/policy/engine.ts';
import type { TransactionFields } from '../../core/policy/intent-fields.ts';
import { readTransaction } from '../../core/policy/read-transaction.ts';
import { custodyRules } from '../../core/policy/rules.ts';
import { unknownTransactionFacts } from '../../core/policy/transaction-facts.ts';
import { loadSettings } from '../../core/settings/settings.ts';
import { limitsOfSettings } from '../../core/settings-limits.ts';

const transactions = 1_000;
const rounds = 1_000;
const turns = 5;

/** What judging transactions measured, figure beside goal. */
export interface PolicyFigures {
  readonly what: string;
  readonly perSecond: number;
  readonly slowest: number;
  readonly fastest: number;
  readonly goal: { readonly perSecond: number };
}

const router = '0x1111111111111111111111111111111111111111';
const other = '0x2222222222222222222222222222222222222222';

/** The allowlists and limits of CUSTODY.md, judging parsed transactions of which one in eight breaks something; every ruling has its message. */
export function measurePolicy(): PolicyFigures {
  const limits = limitsOfSettings(
    loadSettings({
      environment: {
        ALLOW_SIGNER_ADDRESSES: `${router},${other}`,
        ALLOW_SIGN_CHAIN_IDS: '1,8453,42161,10',
        ALLOW_SIGN_TO_ADDRESSES: `${router},${other}`,
        MAX_SIGN_VALUE_WEI: '0',
        MAX_SIGN_GAS: '500000',
        MAX_SIGN_GAS_PRICE_WEI: '200000000000',
        MAX_SIGN_DATA_BYTES: '2000',
      },
      dataFolder: null,
    }),
  );
  const given = Array.from(
    { length: transactions },
    (_, index): TransactionFields =>
      readTransaction({
        chainId: [1, 8453, 42161, 10][index % 4],
        to: index % 8 === 7 ? '0x3333333333333333333333333333333333333333' : router,
        value: '0',
        gas: 21_000 + index,
        maxFeePerGas: String(20_000_000_000 + index),
        data: '0xa9059cbb',
        from: index % 2 === 0 ? router : other,
      }),
  );
  const perSecond = Array.from({ length: turns }, () => turn(given, limits)).sort((a, b) => a - b);
  return {
    what: `all nine transaction rules over ${transactions} parsed transactions, ${rounds} times, with messages; median of ${turns} turns`,
    perSecond: perSecond[Math.floor(turns / 2)] ?? 0,
    slowest: perSecond[0] ?? 0,
    fastest: perSecond.at(-1) ?? 0,
    goal: { perSecond: 1_000_000 },
  };
}

function turn(given: readonly TransactionFields[], limits: Parameters<typeof judge>[2]): number {
  let characters = 0;
  let denied = 0;
  const startedMs = performance.now();
  for (let round = 0; round < rounds; round += 1) {
    for (const transaction of given) {
      const { verdict, rulings } = judge(custodyRules, transaction, limits, unknownTransactionFacts);
      if (verdict === 'deny') denied += 1;
      characters += rulings[1]?.message.length ?? 0;
    }
  }
  const seconds = (performance.now() - startedMs) / 1_000;
  if (denied !== (rounds * transactions) / 8 || characters === 0) throw new Error('the rules did not judge');
  return Math.round((rounds * transactions) / seconds);
}
