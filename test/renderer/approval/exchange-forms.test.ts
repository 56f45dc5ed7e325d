import { describe, expect, it } from 'vitest';
import type { Bridge } from '../../../core/contract/bridge.ts';
import { err, ok } from '../../../core/domain/result.ts';
import { exchangeForm } from '../../../renderer/approval/exchange-forms.ts';
import { problemOfSecret, type SecretFormWords, secretForm } from '../../../renderer/approval/secret-forms.ts';

const names = [
  'exchange-key',
  'exchange-paste',
  'exchange-take-over',
  'exchange-use',
  'exchange-retire',
  'exchange-attest',
  'interval',
] as const;

const row = {
  label: 'Kraken\u202e key',
  intervalDays: 120,
  passport: {
    verdict: 'unfit',
    state: 'fresh',
    failure: null,
    findings: [
      { severity: 'ok', text: 'It can trade.' },
      { severity: 'warning', text: 'It can be used from any IP address.' },
      { severity: 'refusal', text: 'It can withdraw or transfer money out.' },
    ],
  },
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

function formOf(name: string): SecretFormWords {
  const form = secretForm(name, null, 'c1');
  if (form === null) throw new Error(`no form ${name}`);
  return form;
}

describe('the forms for keys of exchanges', () => {
  it('are there for each that can be asked for, and for no other', () => {
    for (const name of names) expect(formOf(name).deed.length, name).toBeGreaterThan(0);
    expect(exchangeForm('rpc', null)).toBeNull();
    expect(exchangeForm(null, null)).toBeNull();
  });

  it('take what is pasted off the clipboard where a secret is pasted', () => {
    expect(names.filter((name) => formOf(name).takesPastes)).toEqual(['exchange-key', 'exchange-paste']);
  });

  it('pass on what was typed, to the method of the form and for the credential it is about', async () => {
    const typed = {
      exchange: 'kraken',
      label: 'Desk',
      apiKey: 'k',
      secret: 's',
      block: 'CEX_API_KEY=…',
      reason: 'Moved',
      days: ' 120 ',
      createdOn: ' 2026-01-02 ',
      ipRestricted: 'yes',
    };
    const heard: unknown[] = [];
    for (const name of names) {
      const answer = ok(name === 'exchange-paste' ? [row] : row);
      const { ask, asked } = fakeAsk(answer);
      expect((await formOf(name).send(ask, typed)).ok, name).toBe(true);
      heard.push(...asked);
    }
    expect(heard).toEqual([
      ['exchangeKeys.add', { exchange: 'kraken', label: 'Desk', apiKey: 'k', secret: 's' }],
      ['exchangeKeys.addText', { text: 'CEX_API_KEY=…', exchange: 'kraken' }],
      ['exchangeKeys.takeOver', { credentialId: 'c1', label: 'Desk' }],
      ['exchangeKeys.use', { credentialId: 'c1' }],
      ['exchangeKeys.retire', { credentialId: 'c1', reason: 'Moved' }],
      ['exchangeKeys.attest', { credentialId: 'c1', ipRestricted: true, createdOn: '2026-01-02' }],
      ['custody.setInterval', { credentialId: 'c1', days: 120, reason: 'Moved' }],
    ]);
  });

  it('say what the exchange said of a key, the worst first and nothing hidden in a name', async () => {
    const { ask } = fakeAsk(ok(row));
    const said = await formOf('exchange-key').send(ask, { exchange: 'kraken' });
    expect(said).toEqual({
      ok: true,
      value: {
        what: 'The key is kept.',
        keys: [
          {
            label: 'Kraken⟨U+202E⟩ key',
            text: 'NOT fit for live trading. It can withdraw or transfer money out. It can be used from any IP address.',
            isRefused: true,
          },
        ],
      },
    });
  });

  it('give each pasted key a line, refusals first, and say what keeps an overdue one from live trading', async () => {
    const passport = { ...row.passport, verdict: 'fit', findings: [] };
    const { ask } = fakeAsk(ok([{ ...row, label: 'Desk', state: 'active', dueLevel: 'overdue', passport }, row]));
    expect(await formOf('exchange-paste').send(ask, { block: 'x' })).toMatchObject({
      value: {
        what: '2 keys are kept.',
        keys: [
          { isRefused: true },
          {
            label: 'Desk',
            text: 'fit for live trading, but it is overdue: live trading cannot begin before it is rotated.',
          },
        ],
      },
    });
  });

  it('ask for the word before the key in use is wiped, and only then', async () => {
    const standing = async (answer: unknown) => {
      const form = formOf('exchange-retire');
      return { ...form, ...(await form.asItStands?.(fakeAsk(answer).ask)) };
    };
    const listed = (state: string) => ok({ credentials: [{ credentialId: 'c1', subject: 'kraken', state }] });
    const inUse = await standing(listed('active'));
    expect(inUse.warning).toMatch(/Kraken has no key here afterwards, .* can no longer be cancelled from here/);
    expect(problemOfSecret(inUse.fields, { reason: 'Moved', word: 'wipe' })).toBe('Type WIPE to go on.');
    expect(problemOfSecret(inUse.fields, { reason: 'Moved', word: 'WIPE' })).toBeNull();
    expect((await standing(listed('standby'))).warning).toBeUndefined();
    const untold = await standing(err({ code: 'core-unavailable', retry: 'safe', why: 'it ended' }));
    expect(problemOfSecret(untold.fields, { reason: 'Moved' })).toBe('Type WIPE to go on.');
  });

  it('are headed by their deed where no secret is typed', () => {
    for (const name of ['exchange-use', 'exchange-retire', 'exchange-attest', 'interval', 'exchange-take-over'])
      expect(formOf(name).heading, name).toBeDefined();
    for (const name of ['exchange-key', 'exchange-paste']) expect(formOf(name).heading, name).toBeUndefined();
  });

  it('refuse what is no exchange and no number of days without asking, and pass a refusal on', async () => {
    const { ask, asked } = fakeAsk(err({ code: 'conflict', retry: 'never', what: 'there' }));
    expect(await formOf('exchange-key').send(ask, { exchange: 'okx' })).toMatchObject({ ok: false });
    for (const days of ['0', '-1', '1.5', 'ten', '99999']) {
      expect(await formOf('interval').send(ask, { days, reason: 'because' })).toMatchObject({ ok: false });
    }
    expect(asked).toEqual([]);
    expect(await formOf('exchange-use').send(ask, {})).toMatchObject({ error: { code: 'conflict' } });
  });

  it('name what is not typed yet, and let be empty what may', () => {
    expect(problemOfSecret(formOf('exchange-attest').fields, {})).toBeNull();
    expect(problemOfSecret(formOf('exchange-use').fields, {})).toBeNull();
    const key = formOf('exchange-key').fields;
    expect(problemOfSecret(key, { exchange: 'kraken', label: 'x', apiKey: 'k' })).toContain('Secret');
    expect(problemOfSecret(formOf('exchange-paste').fields, { exchange: '' })).toContain('The lines');
  });
});
