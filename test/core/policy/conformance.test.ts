import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { SimulateInput } from '../../../core/contract/schemas/policy.ts';
import { unknownFacts } from '../../../core/policy/rule.ts';
import { loadSettings } from '../../../core/settings/settings.ts';
import { createStandingPolicy } from '../../../core/standing-policy.ts';
import { sharedFolder } from '../../shared-folder.ts';

interface Case {
  readonly id: string;
  readonly given: {
    readonly config?: Record<string, string>;
    readonly config_variants?: readonly Record<string, string>[];
  };
  readonly when: Step | readonly Step[];
  readonly then: {
    readonly outcome: string | readonly string[];
    readonly code?: string;
    readonly codes?: readonly (string | null)[];
  };
}
type Step = Record<string, unknown> & { readonly op: string };

const database = new SqliteDatabase(':memory:');
database.exec('CREATE TABLE documents (name TEXT PRIMARY KEY, body TEXT NOT NULL, updated_at TEXT NOT NULL) STRICT;');
const standing = createStandingPolicy(loadSettings({ environment: {}, dataFolder: null }), database, {
  nowMs: () => 0,
});

const bytes = (value: unknown) => {
  if (typeof value !== 'object' || value === null) return value;
  const { repeat, bytes: length } = value as { repeat: string; bytes: number };
  return `0x${repeat.repeat(length)}`;
};

function input(step: Step): unknown {
  switch (step.op) {
    case 'policy.cex_order':
      return {
        kind: 'order',
        order: {
          exchange: step.exchange,
          symbol: step.symbol,
          marketType: step.market_type,
          side: step.side,
          type: step.order_type,
          amount: step.amount,
          price: step.price ?? null,
        },
      };
    case 'policy.sign_tx':
      return {
        kind: 'transaction',
        transaction: {
          chainId: step.chain_id,
          to: step.to,
          value: step.value_wei,
          gas: step.gas,
          gasPrice: step.gas_price_wei,
          data: bytes(step.data),
        },
      };
    case 'policy.signer_address':
      return {
        kind: 'transaction',
        transaction: { chainId: 1, to: null, value: '0', gas: 1, gasPrice: 1, from: step.address },
      };
    case 'signer_policy.sign':
      return { kind: 'transaction', layer: 'signer', transaction: { chainId: step.chain_id, ...(step.tx as object) } };
    default:
      throw new Error(`no adapter for ${step.op}`);
  }
}

describe('a simulation', () => {
  it('denies when a setting it is given does not parse', () => {
    const parsed = SimulateInput.parse({
      kind: 'transaction',
      transaction: { chainId: 1 },
      environment: { MAX_SIGN_GAS: '1e6' },
    });
    expect(standing.simulate(parsed, unknownFacts)).toMatchObject({
      verdict: 'deny',
      rulings: [{ code: 'invalid_setting' }],
    });
  });
});

const operations = ['policy.sign_tx', 'signer_policy.sign', 'policy.cex_order', 'policy.signer_address'];
const shared = sharedFolder();
if (shared !== null) {
  const cases = JSON.parse(readFileSync(join(shared, 'cases', 'custody-cases.json'), 'utf8')) as readonly Case[];
  const steps = (item: Case) => [item.when].flat() as readonly Step[];

  describe('the conformance cases of policy', () => {
    const judged = cases.filter((item) => steps(item).every((step) => operations.includes(step.op)));
    it('are there', () => expect(judged.length).toBeGreaterThanOrEqual(11));
    it.each(judged.map((item) => [item.id, item] as const))('%s', (_id, item) => {
      for (const [index, step] of steps(item).entries()) {
        const parsed = SimulateInput.parse({ ...(input(step) as object), environment: item.given.config ?? {} });
        const { verdict, rulings } = standing.simulate(parsed, unknownFacts);
        const outcome = [item.then.outcome].flat()[index];
        expect(verdict).toBe(outcome);
        const code = item.then.codes?.[index] ?? (outcome === 'deny' ? item.then.code : undefined);
        if (code !== undefined && outcome === 'deny') {
          expect(rulings.find((ruling) => ruling.decision === 'deny')?.code).toBe(code);
        }
      }
    });
  });

  describe('the conformance cases of settings', () => {
    const loads = cases.filter((item) => steps(item).every((step) => step.op === 'config.load'));
    it('are there', () => expect(loads.length).toBeGreaterThanOrEqual(2));
    it.each(loads.map((item) => [item.id, item] as const))('%s', (_id, item) => {
      for (const environment of item.given.config_variants ?? [item.given.config ?? {}]) {
        const { problems } = loadSettings({ environment, dataFolder: null });
        // Origin had no Ledger and took its name for a private key in the environment; here it is a signer of its own.
        if (environment.SIGNER_TYPE === 'ledger') expect(problems).toEqual([]);
        else {
          expect(problems).toHaveLength(Object.keys(environment).length);
          for (const problem of problems) expect(problem.code).toBe(item.then.code);
        }
      }
    });
  });
}
