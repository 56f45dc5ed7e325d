import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { ProcedureStep } from '../../core/contract/shapes.ts';
import type { FitKey } from '../exchange/three-exchanges.ts';
import { askFrom, fillTicket, type Hands, patience, release } from './golive-hands.ts';

/** What a walk through the items is given. */
export interface WalkWorld {
  /** The keys that the person has of the exchanges. */
  readonly keys: readonly FitKey[];
  /** A folder of the person's own. */
  readonly place: string;
}

/** An item of the checklist that is not met by itself, and what a person does about it in the window. */
export interface ItemWalk {
  readonly itemId: string;
  readonly meet: (hands: Hands, world: WalkWorld) => Promise<void>;
}

/**
 * In this order: what is due, and so the calendar, hangs on the keys; what halts comes last, and then the trail, which must be verified to
 * its newest row. A new item is one line more.
 */
export const itemWalks: readonly ItemWalk[] = [
  { itemId: 'withdrawal-off', meet: pasteKeys },
  { itemId: 'bound-to-addresses', meet: sayThatBound },
  { itemId: 'contacts-reviewed', meet: writeContacts },
  { itemId: 'backups-verified', meet: backUpBoth },
  { itemId: 'calendar-written', meet: writeCalendar },
  { itemId: 'disk-encrypted', meet: sayEncrypted },
  { itemId: 'build-known', meet: goWithoutBuild },
  { itemId: 'self-tested', meet: testItself },
  { itemId: 'signer-verified', meet: verifySigner },
  { itemId: 'paper-record', meet: tradeOnceMore },
  { itemId: 'emergency-rehearsed', meet: rehearse },
  { itemId: 'halt-tested', meet: tryHalt },
  { itemId: 'chain-verified', meet: verifyTrail },
];

async function pasteKeys({ fillIn, go }: Hands, { keys }: WalkWorld): Promise<void> {
  await go('Custody');
  const lines = keys.flatMap(({ apiKey, exchange, secret }) => {
    const name = `CEX_${exchange.toUpperCase()}_API`;
    return [`${name}_KEY="${apiKey}"`, `${name}_SECRET="${secret.replaceAll('\n', '\\n')}"`];
  });
  await fillIn('Paste from an .env…', 'exchange-paste', { block: lines.join('\n') }, 'Keep');
}

/** Coinbase does not tell whether a key is bound to addresses, nor when it was made. */
async function sayThatBound({ fillIn, page }: Hands): Promise<void> {
  const credentials = page.getByRole('list', { name: 'Credentials' }).getByRole('button');
  await credentials.filter({ hasText: 'Coinbase' }).first().click(patience);
  const createdOn = new Date().toISOString().slice(0, 10);
  const fields = { ipRestricted: true, createdOn };
  await fillIn('Say what the exchange does not tell…', 'exchange-attest', fields, 'Say it');
}

async function writeContacts({ page, press, show }: Hands): Promise<void> {
  await show('Recovery');
  await show('Contacts');
  await page.getByLabel('Name').fill('Ada Lovelace');
  await page.getByLabel('For what').fill('Lawyer');
  await page.getByLabel('How to reach them').fill('+49 30 123456');
  await press('Add a contact');
  await page.getByLabel('All of them still hold, says').fill('The owner');
  await press('Note the review');
  await page.getByText(/^Reviewed .* by The owner\./).waitFor(patience);
}

/**
 * The policy as it stands, and the vault under a passphrase of its own, which is then opened in the window. Recording a backup by its form
 * is another test's: here the window's own page asks for that.
 */
async function backUpBoth({ fillIn, get, page, show }: Hands, { place }: WalkWorld): Promise<void> {
  const password = 'of the copy alone';
  const policyFile = join(place, 'policy.json');
  writeFileSync(policyFile, JSON.stringify((await get('policy.get', {})).document));
  const by = {
    place: 'a bank',
    encryption: 'AES-256',
    access: 'the owner',
    twoPerson: 'no',
    geographicSplit: 'no',
  } as const;
  let file = '';
  await show('Vault');
  await fillIn('Export…', 'vault-export', { newPassword: password, again: password }, 'Export', async (shown) => {
    file = / are in (.*?)\. Esc closes/.exec((await shown.locator('body').textContent()) ?? '')?.[1] ?? '';
    await askFrom(shown, 'backups.record', { ...by, component: 'vault', file });
    const { backupId } = await askFrom(shown, 'backups.record', { ...by, component: 'policy', file: policyFile });
    await askFrom(shown, 'backups.verify', { by: 'opening', backupId, file: policyFile });
  });
  await show('Recovery');
  await show('Backups');
  const recorded = page
    .getByRole('list', { name: 'Recorded backups' })
    .getByRole('listitem')
    .filter({ hasText: 'Vault' });
  await fillIn(recorded.getByRole('button', { name: 'Open it…' }), 'backup-open', { path: file, password }, 'Open it');
}

async function writeCalendar({ page, press, show }: Hands): Promise<void> {
  await show('Calendar');
  await press('Write the calendar');
  await page.getByText(/^\d+ entries are in /).waitFor(patience);
}

async function sayEncrypted({ go, page, press }: Hands): Promise<void> {
  await go('Go live');
  await page.getByLabel('How it is encrypted').fill('LUKS on the whole disk');
  await press('Say so');
}

/** The core of this test runs from its sources: nobody built it, and the person goes without that. */
async function goWithoutBuild({ approve, get }: Hands): Promise<void> {
  const asked = { itemId: 'build-known', days: 1, reason: 'a test runs from its sources' };
  await approve(() => get('golive.requestWaiver', asked).then(() => undefined), null);
}

async function testItself({ go, press }: Hands): Promise<void> {
  await go('Go live');
  await press('Run the self-test');
}

/** The Ledger that the settings name, pinned by the person, and its address confirmed on its screen. */
async function verifySigner({ approve, get }: Hands): Promise<void> {
  await approve(() => get('signers.select', { kind: 'ledger' }).then(() => undefined), null);
  await get('signers.address', { show: true });
}

/** The last of the orders on paper that it takes. */
async function tradeOnceMore(hands: Hands): Promise<void> {
  await hands.go('Trade');
  const { outcome, submit } = await fillTicket(hands, '0.001', null);
  await submit.click();
  await outcome.filter({ hasText: 'Filled' }).waitFor(patience);
}

/** A whole drill of the emergency procedure: it halts, and ends with the release. */
async function rehearse(hands: Hands): Promise<void> {
  const { go, page, press, show } = hands;
  await go('Custody');
  await show('Emergency');
  await press('Begin a drill');
  // It halts by itself before anything is asked of the person.
  await expect.poll(async () => (await drillStep(hands))?.stepId, patience).toBe('revoke');
  const step = page.locator('[aria-current="step"]');
  for (let at = await drillStep(hands); at !== null && at.stepId !== 'release'; at = await drillStep(hands)) {
    const { proofs, stepId, title, word } = at;
    const shown = step.filter({ hasText: title });
    if (word === 'needed') await shown.getByLabel('In your words').fill('this is a drill', patience);
    await shown.locator('button.primary').click(patience);
    const isOn = async (): Promise<boolean> => {
      const next = await drillStep(hands);
      return next?.state !== 'doing' && (next?.stepId !== stepId || next.proofs.length > proofs.length);
    };
    await expect.poll(isOn, patience).toBe(true);
  }
  await release(hands);
  await step.locator('button.primary').click(patience);
  await page.getByText('The last drill is complete.').waitFor(patience);
}

/** The step that the drill stands at; null where it has ended. */
async function drillStep({ get }: Hands): Promise<ProcedureStep | null> {
  const [drill] = await get('procedures.list', {});
  return drill?.steps.find(({ stepId }) => stepId === drill.currentStepId) ?? null;
}

async function tryHalt(hands: Hands): Promise<void> {
  await hands.go('Go live');
  await hands.press('Halt now and try it');
  await hands.page.getByText('The gate refused a practice order, because trading is halted.').waitFor(patience);
  await release(hands);
}

/** Has the whole trail verified on the Audit screen. */
export async function verifyTrail({ go, page, press }: Hands): Promise<void> {
  await go('Audit');
  await press('Verify every row');
  await page.getByRole('region', { name: 'State of the chain' }).locator('.good-words').waitFor(patience);
}
