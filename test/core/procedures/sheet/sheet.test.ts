import { describe, expect, it } from 'vitest';
import { exchangeNames } from '../../../../core/domain/exchanges.ts';
import { exchangePages } from '../../../../core/procedures/sheet/exchange-pages.ts';
import { type SheetFacts, sheetOf } from '../../../../core/procedures/sheet/sheet.ts';
import { sheetHtml } from '../../../../core/procedures/sheet/sheet-html.ts';

const key = { kind: 'cex-key', label: 'Day trading', fingerprint: 'a8fa4fc13c7fe236', state: 'active' } as const;
const address = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';
const facts = (more: Partial<SheetFacts> = {}): SheetFacts => ({
  keystores: [],
  credentials: [
    { ...key, subject: 'kraken' },
    { ...key, subject: 'kraken', label: 'Old', state: 'retired' },
    { ...key, subject: 'binance', label: 'Kept', state: 'standby', fingerprint: null },
    { kind: 'webhook-secret', label: 'Chat', fingerprint: 'ff00ff00', state: 'active', subject: null },
  ],
  signer: { kind: 'keystore', title: 'Keystore', address },
  rescue: [{ chain: 'Base', address }],
  contacts: [{ name: 'Ada', role: 'Lawyer', reach: '+49 30 123' }],
  backups: [
    { title: 'Vault', place: 'A bank', encryption: 'AES-256', access: 'Me', retired: null },
    { title: 'Vault', place: 'A drawer', encryption: 'AES-256', access: 'Me', retired: { atMs: 0, reason: 'moved' } },
  ],
  ...more,
});
const nothing: SheetFacts = { keystores: [], credentials: [], signer: null, rescue: [], contacts: [], backups: [] };

describe('the lost-laptop sheet', () => {
  it('has each exchange whose keys are not retired with its own page, and every other thing where it belongs', () => {
    const sheet = sheetOf(facts());
    expect(sheet.venues.map(({ title, rows }) => [title, ...rows.flat()])).toEqual([
      ['Binance', 'Kept', 'not known', 'kept'],
      ['Kraken', 'Day trading', 'a8fa4fc13c7fe236', 'in use'],
    ]);
    expect(sheet.others.map(([label]) => label)).toEqual(['Chat']);
    expect(sheet.addresses).toEqual([
      ['Signer: Keystore', address],
      ['Rescue address on Base', address],
    ]);
    expect(sheet.contacts).toEqual([['Ada', 'Lawyer', '+49 30 123']]);
    expect(sheet.backups).toEqual([['Vault', 'A bank', 'AES-256; Me']]);
    expect(sheet.left).toEqual([]);
  });

  it('says first what is to be revoked, and last what is made anew; what does not apply is not there', () => {
    const { steps } = sheetOf(facts());
    expect(steps[0]).toContain('delete every key below at its exchange. Make no new one yet');
    expect(steps.findIndex((step) => step.includes('rescue address'))).toBeLessThan(
      steps.findIndex((step) => step.includes('Tell the contacts')),
    );
    expect(steps.at(-1)).toContain('portcullis vault import FILE');
    const least = sheetOf(nothing);
    expect(least.steps).toHaveLength(3);
    expect(least.steps[0]).toContain('No contact was documented');
    for (const kind of ['env_private_key', 'remote', 'cb_mpc_2pc', 'ledger'] as const) {
      expect(sheetOf(facts({ signer: { kind, title: '', address: null } })).steps).toHaveLength(steps.length);
    }
  });

  it('says where what lies at an address is moved to, or that no rescue address is set and no backup recorded', () => {
    const said = sheetOf(facts()).steps.join(' ');
    expect(said).toContain(`to the rescue address: ${address} on Base; on any other chain, none was set`);
    expect(said).toContain('with the backups below');
    const bare = sheetOf(facts({ rescue: [], backups: [] })).steps.join(' ');
    expect(bare).toContain('no rescue address was set when this was printed');
    expect(bare).toContain('No backup was recorded when this was printed');
    expect(bare).not.toContain('backups below');
    expect(`${said}${bare}`).not.toContain('RESCUE');
  });

  it('lists every keystore that lies there with its address, an old one too', () => {
    const old = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8';
    const keystores = [
      { file: '/data/keystore.json', address },
      { file: '/data/keystore-old.json', address: old },
    ];
    const { addresses, steps } = sheetOf(facts({ keystores }));
    expect(addresses).toContainEqual(['Keystore: keystore.json', address]);
    expect(addresses).toContainEqual(['Keystore: keystore-old.json', old]);
    expect(steps.join(' ')).toContain('Whoever opens the other keystores below has their keys, too.');
    const one = sheetOf(facts({ keystores: keystores.slice(0, 1) }));
    expect(one.steps.join(' ')).not.toContain('other keystores');
  });

  it('sends nobody anywhere but to pages of the exchanges themselves', () => {
    const hosts = exchangeNames.flatMap((name) => [exchangePages[name].keys, exchangePages[name].support]);
    const own = /^https:\/\/((www\.)?binance|(www\.|pro\.|support\.)kraken|(portal\.cdp\.|help\.)coinbase)\.com(\/|$)/;
    expect(hosts.filter((page) => !own.test(page))).toEqual([]);
    const html = sheetHtml(sheetOf(facts()), '2026-11-27');
    const linked = html.match(/https?:\/\/[^\s<)"']+/g) ?? [];
    expect(linked.filter((page) => !hosts.includes(page.replace(/\.$/, '')))).toEqual([]);
  });

  it('says what one page has no room for', () => {
    const many = Array.from({ length: 14 }, (_, index) => ({ ...key, subject: 'kraken', label: `Key ${index}` }));
    const sheet = sheetOf(facts({ credentials: many }));
    expect(sheet.venues[0]?.rows).toHaveLength(12);
    expect(sheet.left).toEqual(['No room was left for 2 more keys of exchanges.']);
  });

  it('is a page in which no text of anybody is markup, that loads nothing and runs nothing', () => {
    const hostile = `<script>alert(1)</script>" onload='x'&amp;\u202e`;
    const html = sheetHtml(
      sheetOf(
        facts({
          credentials: [{ ...key, subject: 'kraken', label: hostile }],
          contacts: [{ name: hostile, role: hostile, reach: hostile }],
          backups: [{ title: hostile, place: hostile, encryption: hostile, access: hostile, retired: null }],
        }),
      ),
      '2026-11-27',
    );
    expect(html).not.toMatch(/<script|<img|<link|<iframe|\son\w+="|\u202e| src=| href=/);
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot; onload=&#39;x&#39;&amp;amp;⟨U+202E⟩');
    expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(html).toContain('@page{size:A4');
  });
});
