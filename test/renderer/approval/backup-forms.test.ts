import { describe, expect, it } from 'vitest';
import type { Bridge } from '../../../core/contract/bridge.ts';
import { err, ok } from '../../../core/domain/result.ts';
import { backupWords } from '../../../renderer/approval/backup-about.ts';
import { backupForm } from '../../../renderer/approval/backup-forms.ts';
import { secretErrorWords } from '../../../renderer/approval/secret-error-words.ts';
import { problemOfSecret, type SecretFormWords, secretForm } from '../../../renderer/approval/secret-forms.ts';

const row = {
  backupId: 'b1',
  title: 'Vault',
  place: 'A bank\u202e',
  encryption: 'AES-256',
  access: 'The owner',
  setId: null,
  unmet: ['Unmet: it was never opened. Nobody knows whether it helps.'],
};
const register = { rows: [row], components: [{ component: 'vault', title: 'Vault' }], cannotKnow: '' };

/** A bridge that keeps what it was asked. */
function fakeAsk(answer: unknown): { readonly ask: Bridge['ask']; readonly asked: unknown[] } {
  const asked: unknown[] = [];
  const ask = new Proxy(
    {},
    {
      get: (_target, method) => async (input: unknown) => {
        asked.push([method, input]);
        return method === 'backups.list' ? ok(register) : answer;
      },
    },
  ) as Bridge['ask'];
  return { ask, asked };
}

function formOf(name: string): SecretFormWords {
  const form = secretForm(name, null, 'b1');
  if (form === null) throw new Error(`no form ${name}`);
  return form;
}

describe('the forms of the backup register', () => {
  it('are of backups alone', () => {
    expect(backupForm('vault-export', 'b1')).toBeNull();
    expect(backupForm(null, null)).toBeNull();
  });

  it('record what was said, with a file only where one was named, and tell which rules are unmet', async () => {
    const { ask, asked } = fakeAsk(ok(row));
    const form = formOf('backup-record');
    const { fields = [] } = (await form.asItStands?.(ask)) ?? {};
    expect(fields[0]?.choices).toEqual([{ value: 'vault', title: 'Vault' }]);
    const said = {
      component: 'vault',
      place: 'A bank',
      encryption: 'AES-256',
      access: 'The owner',
      twoPerson: 'no',
      geographicSplit: 'unknown',
    } as const;
    expect(problemOfSecret(fields, { ...said, setId: '', path: '' })).toBeNull();
    expect(problemOfSecret(fields, { ...said, place: '' })).toContain('Where it lies');
    expect(await form.send(ask, { ...said, setId: '', path: ' ' })).toEqual(
      ok('Vault (A bank⟨U+202E⟩) is recorded. Unmet: it was never opened. Nobody knows whether it helps.'),
    );
    await form.send(ask, { ...said, setId: 'abcd-2345 ', path: ' /media/copy.json' });
    expect(asked.slice(1)).toEqual([
      ['backups.record', said],
      ['backups.record', { ...said, setId: 'ABCD-2345', file: '/media/copy.json' }],
    ]);
  });

  it('open, attest and retire the one backup that they are about', async () => {
    const { ask, asked } = fakeAsk(ok({ ...row, unmet: [] }));
    await formOf('backup-open').send(ask, { path: '/media/copy.json', password: 'of the copy' });
    await formOf('backup-open').send(ask, { path: '/media/policy.json', password: '' });
    await formOf('backup-attest').send(ask, { held: 'ok', reason: 'Party 0 attests epoch 3' });
    await formOf('backup-attest').send(ask, { held: '', reason: 'Nobody was there' });
    await formOf('backup-retire').send(ask, { reason: 'The bank closes' });
    expect(asked).toEqual([
      ['backups.verify', { by: 'opening', backupId: 'b1', file: '/media/copy.json', passphrase: 'of the copy' }],
      ['backups.verify', { by: 'opening', backupId: 'b1', file: '/media/policy.json' }],
      ['backups.verify', { by: 'attestation', backupId: 'b1', result: 'ok', text: 'Party 0 attests epoch 3' }],
      // What is not said to hold does not.
      ['backups.verify', { by: 'attestation', backupId: 'b1', result: 'failed', text: 'Nobody was there' }],
      ['backups.retire', { backupId: 'b1', reason: 'The bank closes' }],
    ]);
  });

  it('name the backup as the core has it, and say in words why one was refused', async () => {
    const { ask } = fakeAsk(ok(row));
    expect(await backupWords(ask, 'b1')).toEqual(ok('Vault: A bank⟨U+202E⟩. AES-256; The owner.'));
    expect(await backupWords(ask, 'b2')).toMatchObject({ error: { code: 'not-found' } });
    const what =
      'Party 0 keyshare is recorded at the same place: both together are the key, and whoever is there has it';
    expect(secretErrorWords({ code: 'conflict', retry: 'never', what })).toContain(`${what}.`);
    const refused = err({ code: 'conflict', retry: 'never', what } as const);
    expect(await formOf('backup-record').send(fakeAsk(refused).ask, {})).toEqual(refused);
  });
});
