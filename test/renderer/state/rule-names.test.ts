import { expect, it } from 'vitest';
import { orderRules, transactionRules } from '../../../core/policy/rules.ts';
import { engineRows, signerRows } from '../../../core/policy-rows.ts';
import { ruleName } from '../../../renderer/state/rule-names.ts';

it('names every rule of both layers as the Policy screen lists it', () => {
  const rows = [...engineRows({}, {}, {}), ...signerRows({})];
  expect(rows.length).toBeGreaterThan(orderRules.length + transactionRules.length);
  for (const { rule, title } of rows) expect(ruleName(rule)).toBe(title.toLowerCase());
});

it('names a rule that is new by its id', () => {
  expect(ruleName('some-new-rule')).toBe('some new rule');
  expect(ruleName('constructor')).toBe('constructor');
});
