import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contacts as contactsCommand } from '../../core/cli/contacts.ts';
import { systemClock } from '../../core/node-ports.ts';
import { someSet } from './procedures/recovery/some-set.ts';
import { type TemporaryCore, temporaryCore } from './temporary-core.ts';

const dayMs = 86_400_000;
const support = { name: 'Support of Kraken', role: 'Exchange', reach: 'support.kraken.com' } as const;

let world: TemporaryCore;
let wound = 0;

beforeAll(async () => {
  const clock = { ...systemClock, nowMs: () => systemClock.nowMs() + wound };
  world = await temporaryCore({ ports: { clock } });
});
afterAll(() => world.remove());

describe('the incident contacts', () => {
  it('are none at first, and cannot be reviewed then', async () => {
    expect(await world.get('contacts.list', {}, 'operator')).toEqual({
      contacts: [],
      lastReview: null,
      standing: 'none',
    });
    expect(await world.ask('contacts.review', { by: 'Ada' })).toMatchObject({ error: { code: 'conflict' } });
  });

  it('are documented, reviewed, and to be reviewed again when one changes or half a year goes by', async () => {
    const { contactId } = await world.get('contacts.put', support);
    const lawyer = await world.get('contacts.put', { name: 'B. Law', role: 'Lawyer', reach: '+49 30 123' }, 'terminal');
    expect((await world.get('contacts.list', {})).standing).toBe('unreviewed');
    expect(await world.get('contacts.review', { by: 'Ada' })).toMatchObject({
      contacts: [support, { name: 'B. Law' }],
      lastReview: { by: 'Ada' },
      standing: 'current',
    });
    await world.get('contacts.put', { ...support, contactId, reach: 'support.kraken.com/hc' });
    expect(await world.get('contacts.list', {})).toMatchObject({
      contacts: [{ contactId, reach: 'support.kraken.com/hc' }, { name: 'B. Law' }],
      standing: 'changed',
    });
    await world.get('contacts.remove', { contactId: lawyer.contactId });
    expect(await world.get('contacts.review', { by: 'Bob' })).toMatchObject({ standing: 'current' });
    wound += 181 * dayMs;
    expect((await world.get('contacts.list', {})).standing).toBe('old');
    wound -= 181 * dayMs;
    const unknown = { contactId: 'nobody' };
    for (const asked of [
      world.ask('contacts.put', { ...support, ...unknown }),
      world.ask('contacts.remove', unknown),
    ]) {
      expect(await asked).toMatchObject({ error: { code: 'not-found' } });
    }
  });

  it('are the word of a person: a program can read them and change nothing', async () => {
    for (const face of ['operator', 'approval'] as const) {
      for (const asked of [
        world.ask('contacts.put', support, face),
        world.ask('contacts.remove', { contactId: 'a' }, face),
        world.ask('contacts.review', { by: 'Ada' }, face),
      ]) {
        expect(await asked).toMatchObject({ error: { code: 'not-allowed', face } });
      }
    }
  });

  it('take no key, token or share, nothing that a screen would obey, and no more than fit a page', async () => {
    const { shares } = await someSet();
    const [share = ''] = shares;
    for (const wrong of [
      // Shaped as a key and a bot's token are; both are nobody's.
      'vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A',
      '123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0',
      share,
      share.replaceAll('-', ' '),
      'safe\u202etext',
      'x',
    ]) {
      const answer = await world.ask('contacts.put', { ...support, reach: wrong });
      expect(answer, wrong).toMatchObject({ error: { code: 'invalid-input', issues: [{ path: 'reach' }] } });
      if (wrong.length > 20) expect(JSON.stringify(answer)).not.toContain(wrong.slice(0, 9));
    }
    const { contacts } = await world.get('contacts.list', {});
    for (let count = contacts.length; count < 12; count += 1) await world.get('contacts.put', support);
    expect(await world.ask('contacts.put', support)).toMatchObject({ error: { code: 'conflict' } });
    const [first] = contacts;
    expect(await world.ask('contacts.put', { ...support, contactId: first?.contactId })).toMatchObject({ ok: true });
  });

  it('are still there after a restart, listed at the command line, and nobody of them is named in the trail', async () => {
    const before = await world.get('contacts.list', {});
    await world.core.close();
    const said: string[] = [];
    const streams = { out: (text: string) => void said.push(text), note: (text: string) => void said.push(text) };
    const environment = { PORTCULLIS_HEAD_DIR: `${world.folder}/../heads` };
    expect(await contactsCommand({ dataFolder: world.folder, environment }, streams, 'list', undefined)).toBe(0);
    expect(said.slice(-2)).toEqual([
      expect.stringMatching(/^Reviewed \d{4}-.* by Bob\.$/),
      'They have changed since they were reviewed: going live wants another review.',
    ]);
    expect(said[0]).toBe(`${before.contacts[0]?.contactId}  Support of Kraken, Exchange: support.kraken.com`);
    world = await world.restart();
    expect(await world.get('contacts.list', {})).toEqual(before);
    const rows = await world.get('audit.query', { limit: 100, eventType: 'contacts' });
    expect(rows.length).toBeGreaterThan(30);
    const bodies = await Promise.all(rows.map(({ id }) => world.get('audit.get', { id })));
    expect(bodies.filter(({ body }) => body?.includes('"digest"')).length).toBeGreaterThan(12);
    expect(/Kraken|Law|Ada|Bob/.exec(JSON.stringify(bodies))).toBeNull();
  });
});
