import { describe, expect, it } from 'vitest';
import type { Bridge } from '../../../core/contract/bridge.ts';
import { SecretForm } from '../../../core/contract/schemas/signers.ts';
import { err, ok } from '../../../core/domain/result.ts';
import {
  leastPasswordLength,
  problemOfSecret,
  type SecretFormWords,
  secretForm,
} from '../../../renderer/approval/secret-forms.ts';

const facts = {
  file: 'keystore.json',
  address: '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
  kdf: 'pbkdf2',
  isWeak: true,
};

/** A bridge that keeps what it was asked. */
function fakeAsk(answer: unknown): { readonly ask: Bridge['ask']; readonly asked: unknown[] } {
  const asked: unknown[] = [];
  const ask = new Proxy(
    {},
    {
      get: (_target, method) => async (input: unknown) => {
        asked.push([method, input]);
        return answer;
      },
    },
  ) as Bridge['ask'];
  return { ask, asked };
}

function formOf(name: string, chainId: number | null = null): SecretFormWords {
  const form = secretForm(name, chainId);
  if (form === null) throw new Error(`no form ${name}`);
  return form;
}

const typed = {
  text: '{}',
  password: 'the old one',
  newPassword: 'the new one',
  again: 'the new one',
  url: ' https://x ',
};

describe('the forms for secrets', () => {
  it('are there for every form that can be asked for, and for nothing else', () => {
    for (const name of SecretForm.options) {
      const { text, title } = formOf(name, 1);
      expect(title, name).toMatch(/^[A-Z].*\.$/);
      expect(text, name).toMatch(/^[A-Z].*\.$/);
    }
    expect(secretForm('vault', null)).toBeNull();
    expect(secretForm(null, null)).toBeNull();
  });

  it('ask exactly what each of them is for', async () => {
    const { ask, asked } = fakeAsk(ok(facts));
    for (const name of ['keystore-create', 'keystore-import', 'keystore-export', 'keystore-change'] as const) {
      expect((await formOf(name).send(ask, typed)).ok).toBe(true);
    }
    expect(asked).toEqual([
      ['keystore.create', { password: 'the new one' }],
      ['keystore.import', { text: '{}', password: 'the old one', newPassword: 'the new one' }],
      ['keystore.export', { password: 'the old one', newPassword: 'the new one' }],
      ['keystore.changePassword', { password: 'the old one', newPassword: 'the new one' }],
    ]);
  });

  it('make and import beside the keystore in use, and call what was deleted recoverable', async () => {
    const { ask, asked } = fakeAsk(ok({ ...facts, files: ['keystore.json'] }));
    for (const name of ['keystore-create-beside', 'keystore-import-beside'] as const)
      await formOf(name).send(ask, typed);
    const deleted = await formOf('keystore-delete-old').send(ask, typed);
    expect(deleted).toEqual(ok('Deleted, may be recoverable: keystore.json.'));
    expect(asked).toEqual([
      ['keystore.create', { password: 'the new one', isBeside: true }],
      ['keystore.import', { text: '{}', password: 'the old one', newPassword: 'the new one', isBeside: true }],
      ['keystore.deleteOld', { password: 'the old one' }],
    ]);
  });

  it('keep a password only when that is ticked, and give a chain its own address', async () => {
    const { ask, asked } = fakeAsk(ok({ code: 'ready', isReady: true, text: 'It is open.', needs: null }));
    await formOf('keystore-password').send(ask, { password: 'p', keep: '' });
    await formOf('keystore-password').send(ask, { password: 'p', keep: 'yes' });
    await formOf('rpc', 31_337).send(ask, typed);
    expect(asked).toEqual([
      ['keystore.password', { password: 'p', keep: false }],
      ['keystore.password', { password: 'p', keep: true }],
      ['chains.setRpc', { chainId: 31_337, url: 'https://x' }],
    ]);
  });

  it('read fingerprints as they are usually written, for the service that was asked about', async () => {
    const { ask, asked } = fakeAsk(ok({}));
    const given = { cert: 'c', key: 'k', ca: '', pins: 'AB:cd,\n12' };
    for (const form of ['tls-remote', 'tls-mpc-0', 'tls-mpc-1']) await formOf(form).send(ask, given);
    expect(asked).toEqual(
      ['remote', 'mpc-0', 'mpc-1'].map((service) => [
        'signers.setIdentity',
        { service, ca: '', cert: 'c', key: 'k', pins: ['abcd', '12'] },
      ]),
    );
  });

  it('say what was written and whose it is, that it is weak, and never a password', async () => {
    const said = await formOf('keystore-import').send(fakeAsk(ok(facts)).ask, typed);
    expect(said.ok && said.value).toContain(facts.address);
    expect(said.ok && said.value).toContain('weak');
    expect(JSON.stringify(said)).not.toContain('the new one');
    const wrong = err({ code: 'wrong-passphrase', retry: 'safe' } as const);
    expect(await formOf('keystore-change').send(fakeAsk(wrong).ask, typed)).toEqual(wrong);
  });

  it('send nothing before everything is typed, long enough, and twice the same', () => {
    const { fields } = formOf('keystore-change');
    expect(problemOfSecret(fields, { ...typed, password: '' })).toContain('Its password now');
    const short = 'x'.repeat(leastPasswordLength - 1);
    expect(problemOfSecret(fields, { ...typed, newPassword: short, again: short })).toContain('8 characters');
    expect(problemOfSecret(fields, { ...typed, again: 'the new ane' })).toContain('not the same');
    expect(problemOfSecret(fields, typed)).toBeNull();
    expect(problemOfSecret(formOf('keystore-password').fields, { password: 'p', keep: '' })).toBeNull();
  });
});
