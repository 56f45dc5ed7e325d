import { describe, expect, it } from 'vitest';
import { secretErrorWords } from '../../../renderer/approval/secret-error-words.ts';

describe('what a form says went wrong', () => {
  it('is a conflict alone, and what is pasted is called the text', () => {
    const what = "this key of Kraken is kept already, as 'Kraken key'";
    expect(secretErrorWords({ code: 'conflict', retry: 'never', what })).toBe(
      "This key of Kraken is kept already, as 'Kraken key'. Nothing was changed.",
    );
    const issues = [{ path: 'text', problem: 'is not NAME=value in line 1' }];
    expect(secretErrorWords({ code: 'invalid-input', retry: 'never', issues })).toMatch(
      /^The text is not NAME=value in line 1\. Nothing was kept\./,
    );
  });
});
