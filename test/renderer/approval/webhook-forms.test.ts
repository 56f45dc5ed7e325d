import { describe, expect, it } from 'vitest';
import type { Bridge } from '../../../core/contract/bridge.ts';
import { err, ok } from '../../../core/domain/result.ts';
import { problemOfSecret, type SecretFormWords, secretForm } from '../../../renderer/approval/secret-forms.ts';

const webhook = {
  webhookId: 'w1',
  label: 'Phone\u202e',
  format: 'generic',
  host: 'hooks.example.org',
  notices: ['halted', 'incident'],
  enabled: false,
};

/** A bridge that keeps what it was asked. */
function fakeAsk(answers: Readonly<Record<string, unknown>> = {}): { ask: Bridge['ask']; asked: unknown[] } {
  const asked: unknown[] = [];
  const ask = new Proxy(
    {},
    {
      get: (_target, method: string) => async (input: unknown) => {
        asked.push([method, input]);
        return answers[method] ?? (method === 'webhooks.list' ? ok([webhook]) : ok(webhook));
      },
    },
  ) as Bridge['ask'];
  return { ask, asked };
}

function formOf(name: string, id: string | null = null): SecretFormWords {
  const form = secretForm(name, null, id);
  if (form === null) throw new Error(`no form ${name}`);
  return form;
}

describe('the forms of webhooks', () => {
  it('draw a secret that is another each time and that the core takes, and tick everything for a new one', async () => {
    const { ask, asked } = fakeAsk();
    const form = formOf('webhook-generic');
    const [first, second] = [await form.fill?.(ask), await form.fill?.(ask)];
    expect(first?.secret).toMatch(/^[A-Za-z0-9_-]{32}$/);
    expect(first?.secret).not.toBe(second?.secret);
    expect(first).toMatchObject({ label: '', enabled: 'yes', halted: 'yes', 'core-restarted': 'yes' });
    expect(asked).toEqual([]);
  });

  it('send what was typed and ticked, and say where it goes', async () => {
    const { ask, asked } = fakeAsk();
    const sent = await formOf('webhook-generic').send(ask, {
      label: 'Phone',
      url: ' https://hooks.example.org/x ',
      secret: 'a-secret-of-the-receiver',
      halted: 'yes',
      incident: 'yes',
      released: '',
      enabled: 'yes',
    });
    expect(sent).toEqual(ok("'Phone⟨U+202E⟩' goes to hooks.example.org. Test it in Settings."));
    const target = { format: 'generic', url: 'https://hooks.example.org/x', secret: 'a-secret-of-the-receiver' };
    expect(asked).toEqual([
      ['webhooks.set', { target, label: 'Phone', notices: ['halted', 'incident'], enabled: true }],
    ]);
    await formOf('webhook-discord').send(ask, { label: 'x', url: 'https://d', halted: 'yes' });
    await formOf('webhook-telegram', 'w1').send(ask, { label: 'x', token: '1:a', chatId: '-1 ', halted: 'yes' });
    expect(asked.slice(1)).toMatchObject([
      ['webhooks.set', { target: { format: 'discord', url: 'https://d' }, enabled: false }],
      ['webhooks.set', { webhookId: 'w1', target: { format: 'telegram', token: '1:a', chatId: '-1' } }],
    ]);
  });

  it('ask nothing of the core where nothing is ticked', async () => {
    const { ask, asked } = fakeAsk();
    expect(await formOf('webhook-change', 'w1').send(ask, { label: 'x' })).toMatchObject({
      error: { code: 'invalid-input' },
    });
    expect(asked).toEqual([]);
  });

  it('begin with what the core has of the one that is changed, and leave where it goes', async () => {
    const { ask, asked } = fakeAsk();
    const form = formOf('webhook-change', 'w1');
    expect(await form.fill?.(ask)).toEqual({
      label: 'Phone⟨U+202E⟩',
      enabled: '',
      halted: 'yes',
      incident: 'yes',
      released: '',
      'approval-waiting': '',
      'rotation-due': '',
      'core-restarted': '',
    });
    await form.send(ask, { label: 'Desk', halted: 'yes', enabled: 'yes' });
    expect(asked.at(-1)).toEqual([
      'webhooks.set',
      { webhookId: 'w1', label: 'Desk', notices: ['halted'], enabled: true },
    ]);
  });

  it('rotate, end the overlap and remove, and pass on what the core refuses', async () => {
    const refused = err({ code: 'vault-locked', retry: 'never' } as const);
    const { ask, asked } = fakeAsk({ 'webhooks.remove': refused });
    const rotate = formOf('webhook-rotate', 'w1');
    const secret = (await rotate.fill?.(ask))?.secret ?? '';
    expect(await rotate.send(ask, { secret })).toMatchObject({ ok: true });
    expect(await formOf('webhook-end-overlap', 'w1').send(ask, {})).toMatchObject({ ok: true });
    expect(await formOf('webhook-remove', 'w1').send(ask, {})).toEqual(refused);
    expect(asked).toEqual([
      ['webhooks.rotateSecret', { webhookId: 'w1', secret }],
      ['webhooks.endOverlap', { webhookId: 'w1' }],
      ['webhooks.remove', { webhookId: 'w1' }],
    ]);
  });

  it('want every field but the ticks, and take what is pasted off the clipboard', () => {
    for (const name of ['webhook-generic', 'webhook-discord', 'webhook-telegram']) {
      const { fields, takesPastes } = formOf(name);
      expect(takesPastes).toBe(true);
      expect(problemOfSecret(fields, { label: 'x' })).toMatch(/nothing is typed yet/);
      const typed = { label: 'x', url: 'x', secret: 'x', token: 'x', chatId: 'x' };
      expect(problemOfSecret(fields, typed)).toBeNull();
    }
  });
});
