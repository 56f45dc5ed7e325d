import { describe, expect, it } from 'vitest';
import type { Bridge } from '../../../core/contract/bridge.ts';
import { ok } from '../../../core/domain/result.ts';
import { problemOfSecret, secretForm } from '../../../renderer/approval/secret-forms.ts';

const answers: Readonly<Record<string, unknown>> = {
  'vault.unlock': { vault: 'open' },
  'vault.changeMasterKey': { records: 7 },
  'vault.changePassphrase': {},
  'vault.setSecondLock': { secondLock: true },
  'vault.export': { file: 'vault.json', records: 7 },
  'vault.import': { taken: 3, kept: 4 },
};

/** A bridge that keeps what it was asked and answers as the core does. */
function fakeAsk(): { readonly ask: Bridge['ask']; readonly asked: unknown[] } {
  const asked: unknown[] = [];
  const get = (_target: object, method: string) => async (input: unknown) => {
    asked.push([method, input]);
    return ok(answers[method]);
  };
  return { ask: new Proxy({}, { get }) as Bridge['ask'], asked };
}

const typed = { text: '{}', password: 'the old words', newPassword: 'the new words', again: 'the new words', keep: '' };

describe('the forms of the vault', () => {
  it('ask exactly what each of them is for, and say what was done without a passphrase', async () => {
    const { ask, asked } = fakeAsk();
    const said: string[] = [];
    const names = ['unlock', 'master-key', 'passphrase', 'second-lock', 'export', 'import'];
    for (const name of names) {
      const form = secretForm(`vault-${name}`, null);
      expect(problemOfSecret(form?.fields ?? [], typed)).toBeNull();
      const sent = await form?.send(ask, typed);
      if (sent?.ok === true && typeof sent.value === 'string') said.push(sent.value);
    }
    expect(asked).toEqual([
      ['vault.unlock', { passphrase: 'the old words' }],
      ['vault.changeMasterKey', {}],
      ['vault.changePassphrase', { current: 'the old words', next: 'the new words' }],
      ['vault.setSecondLock', { current: 'the old words', next: 'the new words' }],
      ['vault.export', { passphrase: 'the new words' }],
      ['vault.import', { text: '{}', passphrase: 'the old words', replace: false }],
    ]);
    expect(said).toHaveLength(names.length);
    expect(said.join(' ')).toContain('7 records are in vault.json.');
    expect(said.join(' ')).not.toMatch(/the (old|new) words/);
  });

  it('ask for the second lock only where there is one', async () => {
    const fieldsWith = async (secondLock: boolean) => {
      const form = secretForm('vault-second-lock', null);
      const get = () => async () => ok({ vault: { secondLock } });
      const standing = { ...form, ...(await form?.asItStands?.(new Proxy({}, { get }) as Bridge['ask'])) };
      return standing.fields?.map(({ name }) => name);
    };
    expect(await fieldsWith(true)).toEqual(['password', 'newPassword', 'again']);
    expect(await fieldsWith(false)).toEqual(['newPassword', 'again']);
  });

  it('take the second lock away where a new one is left empty, and replace only what is ticked', async () => {
    const { ask, asked } = fakeAsk();
    const form = secretForm('vault-second-lock', null);
    const empty = { password: 'the old words', newPassword: '', again: '' };
    expect(problemOfSecret(form?.fields ?? [], empty)).toBeNull();
    expect(problemOfSecret(form?.fields ?? [], { ...empty, newPassword: 'short', again: 'short' })).not.toBeNull();
    expect(problemOfSecret(secretForm('vault-export', null)?.fields ?? [], empty)).not.toBeNull();
    await form?.send(ask, empty);
    await form?.send(ask, { ...typed, password: '' });
    await secretForm('vault-import', null)?.send(ask, { ...typed, keep: 'yes' });
    expect(asked).toEqual([
      ['vault.setSecondLock', { current: 'the old words', next: null }],
      ['vault.setSecondLock', { current: null, next: 'the new words' }],
      ['vault.import', { text: '{}', passphrase: 'the old words', replace: true }],
    ]);
  });
});
