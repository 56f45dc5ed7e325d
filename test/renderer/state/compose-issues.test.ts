import { describe, expect, it } from 'vitest';
import type { AppError } from '../../../core/domain/errors.ts';
import { isAllAtFields, issueAt } from '../../../renderer/state/compose-issues.ts';

function invalid(...paths: readonly string[]): AppError {
  return { code: 'invalid-input', retry: 'never', issues: paths.map((path) => ({ path, problem: 'is wrong' })) };
}

describe('what the core says of a draft', () => {
  it('is shown at the field that it is about', () => {
    expect(issueAt('to', 'token-approval', invalid('spender'))).toBe('This is wrong.');
    expect(issueAt('amount', 'transfer', invalid('amount'))).toBe('This is wrong.');
    expect(issueAt('amount', 'transfer', invalid('to'))).toBeNull();
    expect(issueAt('amount', 'transfer', null)).toBeNull();
  });

  it('is never lost: what no field of the kind stands for is shown as a whole', () => {
    expect(isAllAtFields(invalid('to', 'amount'), 'transfer')).toBe(true);
    expect(isAllAtFields(invalid('to', 'nonce'), 'transfer')).toBe(false);
    expect(isAllAtFields(invalid('data'), 'transfer')).toBe(false);
    expect(isAllAtFields(invalid('gas'), 'call')).toBe(false);
    expect(isAllAtFields(invalid(), 'transfer')).toBe(false);
    expect(isAllAtFields({ code: 'vault-locked', retry: 'never' }, 'transfer')).toBe(false);
  });

  it('of something pasted is shown beneath it by its name, escaped', () => {
    expect(issueAt('pasted', 'raw', invalid('to'))).toBe('“to” is wrong.');
    expect(issueAt('pasted', 'raw', invalid('gas\u202e'))).toBe('“gas⟨U+202E⟩” is wrong.');
    expect(issueAt('pasted', 'raw', invalid('transaction'))).toBe('This is wrong.');
    expect(issueAt('pasted', 'raw', invalid('to', 'chainId'))).toBe('“to” is wrong. “chainId” is wrong.');
    expect(isAllAtFields(invalid('to', 'value', 'chainId'), 'raw')).toBe(true);
  });
});
