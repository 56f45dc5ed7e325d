import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ICAL from 'ical.js';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testAuthority } from '../tls/certificates.ts';
import { type LaunchedConsole, launchConsole } from './launch.ts';
import { type Look, lookOf } from './look.ts';
import { skipFirstRun } from './skip-first-run.ts';
import { focusSmall, smallWindow } from './small-windows.ts';

const patience = { timeout: 45_000 };
const dayMs = 86_400_000;
let place = '';
let launched: LaunchedConsole;
let page: Page;
let look: Look;

beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'portcullis-due-'));
  const dataFolder = join(place, 'data');
  mkdirSync(dataFolder, { mode: 0o700 });
  const authority = testAuthority();
  for (const [file, days] of [
    ['remote.pem', -2],
    ['party.pem', 10],
  ] as const) {
    const times = { notBeforeMs: Date.now() - 40 * dayMs, notAfterMs: Date.now() + days * dayMs };
    writeFileSync(join(dataFolder, file), authority.issue({ name: file, ...times }).cert, { mode: 0o600 });
  }
  launched = await launchConsole({
    dataFolder,
    environment: {
      PORTCULLIS_REMOTE_CERT: 'remote.pem',
      PORTCULLIS_MPC_0_CERT: 'party.pem',
      PORTCULLIS_HEAD_DIR: join(place, 'heads'),
      XDG_RUNTIME_DIR: place,
    },
  });
  page = await launched.window('console');
  look = lookOf(launched, page);
  await page.getByRole('button', { name: 'Halt', exact: true }).waitFor(patience);
  await skipFirstRun(page);
});
afterAll(async () => {
  await launched.close();
  rmSync(place, { recursive: true, force: true, maxRetries: 5 });
});

describe('what is due, in the real window', () => {
  it('stands in the top bar, which leads to Custody', async () => {
    const chip = page.getByRole('button', { name: /^Rotations: Rotation overdue/ });
    await chip.waitFor(patience);
    await chip.click();
    await page.getByText('2 rotations due within 30 days or overdue.').waitFor(patience);
    await page.getByRole('button', { name: 'Open Custody' }).click();
    await page
      .getByText("'Remote signer: certificate' is overdue: rotate it. Live trading cannot begin")
      .waitFor(patience);
  });

  it('is put off with a reason, and blocks live trading all the same', async () => {
    await page.getByRole('list', { name: 'Credentials' }).getByText('Remote signer: certificate').click();
    await page.getByLabel('Remind me again in, days').fill('8');
    await page.getByText('A whole number of days from 1 to 7.').waitFor(patience);
    await page.getByLabel('Remind me again in, days').fill('5');
    await page.getByLabel('Because').fill('the authority is closed this week');
    expect(await look('custody-due')).toEqual([]);
    await page.getByRole('button', { name: 'Put off' }).click();
    await page.getByText(/^You are reminded again on /).waitFor(patience);
    await page
      .getByRole('list', { name: 'Credentials' })
      .getByText(/put off until .* closed this week/)
      .waitFor(patience);
    await page.getByRole('button', { name: /^Rotations: Rotation due in 14 days/ }).waitFor(patience);
    await page.getByText('Live trading cannot begin before that.').first().waitFor(patience);
  });

  it('is written as a calendar, with the maintenance that is planned', async () => {
    await page.getByRole('radio', { name: 'Calendar' }).click();
    const next = new Date(Date.now() + 3 * dayMs).toISOString().slice(0, 10);
    await page.getByLabel('Starts').fill(`${next} 10:00`);
    await page.getByLabel('Lasts, minutes').fill('60');
    await page.getByLabel('What is done').fill('refresh of the shares');
    await page.getByRole('button', { name: 'Plan', exact: true }).click();
    await page.getByRole('list', { name: 'Planned maintenance' }).getByText('refresh of the shares').waitFor(patience);
    await page.getByRole('button', { name: 'Write the calendar' }).click();
    const said = await page.getByText(/^4 entries are in /).textContent(patience);
    const file = /in (.*\.ics)\.$/.exec(said ?? '')?.[1] ?? '';
    const events = new ICAL.Component(ICAL.parse(readFileSync(file, 'utf8'))).getAllSubcomponents('vevent');
    expect(events.map((event) => event.getFirstPropertyValue('summary'))).toEqual([
      'Rotate Remote signer: certificate',
      'Rotate Two-party signer, party 0: certificate',
      'Rotate Token of the local API',
      'Maintenance of the two-party signer',
    ]);
    await page.getByText(/nothing has changed since\.$/).waitFor(patience);
    expect(await look('custody-calendar')).toEqual([]);
    await page.getByRole('button', { name: 'Remove' }).click();
    await page.getByText('None is planned.').waitFor(patience);
    await page.getByText(/dates have changed since: write it again\.$/).waitFor(patience);
  });

  it('keeps whom to reach and what is backed up, and prints the sheet for a lost laptop without a secret', async () => {
    await page.getByRole('radio', { name: 'Recovery' }).click();
    await page.getByText('No rehearsal is noted.').waitFor(patience);
    await page.getByRole('button', { name: 'Record a backup…' }).click();
    const form = await smallWindow(launched, 'form=backup-record');
    await form.getByText('Record a backup.').waitFor(patience);
    await focusSmall(launched, form);
    await form.locator('#component').selectOption({ label: 'Policy document' });
    await form.locator('#place').fill('A drawer in the office');
    await form.locator('#encryption').fill('None is needed');
    await form.locator('#access').fill('The owner');
    expect(await look('secret-backup', form)).toEqual([]);
    await form.getByRole('button', { name: 'Record it' }).click();
    await form.getByText('Done.').waitFor(patience);
    const register = page.getByRole('list', { name: 'Recorded backups' });
    await register.getByText('A drawer in the office').waitFor(patience);
    await register.getByText(/^Unmet: it was never opened/).waitFor(patience);
    expect(await look('custody-backups')).toEqual([]);

    await page.getByRole('radio', { name: 'Contacts' }).click();
    await page.getByLabel('Name').fill('Ada Lovelace');
    await page.getByLabel('For what').fill('Lawyer');
    await page.getByLabel('How to reach them').fill('+49 30 123456');
    await page.getByRole('button', { name: 'Add a contact' }).click();
    await page.getByText('Nobody has looked through them yet.').waitFor(patience);
    expect(await look('custody-contacts')).toEqual([]);
    await page.getByLabel('All of them still hold, says').fill('Bob');
    await page.getByRole('button', { name: 'Note the review' }).click();
    await page.getByText(/^Reviewed .* by Bob\. Nothing has changed since\.$/).waitFor(patience);

    await page.getByRole('radio', { name: 'Lost laptop' }).click();
    await page.getByRole('button', { name: 'Write the sheet' }).click();
    const said = await page.getByText(/^It is in .*\.pdf, and as a page beside it\.$/).textContent(patience);
    await page.getByText(/what stands on it still holds\.$/).waitFor(patience);
    const printed = /in (.*\.pdf),/.exec(said ?? '')?.[1] ?? '';
    const pdf = readFileSync(printed, 'latin1');
    expect(pdf.slice(0, 5)).toBe('%PDF-');
    expect(pdf.match(/\/Type \/Page\b/g)).toHaveLength(1);
    const sheet = readFileSync(printed.replace(/pdf$/, 'html'), 'utf8');
    for (const word of ['Remote signer: certificate', 'Ada Lovelace', 'A drawer in the office']) {
      expect(sheet).toContain(word);
    }
    expect(await look('custody-sheet')).toEqual([]);
  });
});
