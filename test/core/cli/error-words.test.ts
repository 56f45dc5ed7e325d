import { describe, expect, it } from 'vitest';
import { errorSentence } from '../../../core/cli/error-words.ts';
import { errorSamples } from '../domain/error-samples.ts';

describe('errors at the command line', () => {
  it('are one plain sentence each, with the code in brackets at the end', () => {
    for (const error of Object.values(errorSamples)) {
      const said = errorSentence(error);
      expect(said, error.code).toMatch(new RegExp(`^['A-Z].*[^.]\\. \\(${error.code}\\)$`));
      expect(said).not.toMatch(/[{}"]|undefined|NaN/);
    }
  });

  it('name what is not there without a second article', () => {
    const missing = (what: string) => errorSentence({ code: 'not-found', retry: 'never', what });
    expect(missing('an API key for Kraken')).toBe('There is no API key for Kraken. (not-found)');
    expect(missing('the key of this credential')).toBe('There is no key of this credential. (not-found)');
    expect(missing('this credential')).toBe('This credential is not there. (not-found)');
  });

  it('let no text of others draw in the terminal', () => {
    const said = errorSentence({ ...errorSamples['venue-rejected'], reason: '\u001b[2Jgone' });
    expect(said).toContain('⟨U+001B⟩[2Jgone');
  });
});
