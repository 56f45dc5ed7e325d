import type { Locator, Page } from 'playwright';
import { expect } from 'vitest';
import type { Bridge } from '../../core/contract/bridge.ts';
import type { Out, WireIn } from '../../core/contract/methods.ts';
import type { MethodName } from '../../core/contract/names.ts';
import type { Result } from '../../core/domain/result.ts';
import type { LaunchedConsole } from './launch.ts';
import { approvalOf, focusSmall, hold, smallWindow } from './small-windows.ts';

/** How long a person's next step may take to be possible on a busy machine. */
export const patience = { timeout: 45_000 };

/** What a person does with the console's window, in words of a test. */
export interface Hands {
  readonly launched: LaunchedConsole;
  readonly page: Page;
  /** Goes to a screen by the rail. */
  go(screen: string): Promise<void>;
  /** Shows one part of a screen that has several. */
  show(part: string): Promise<void>;
  press(name: string): Promise<void>;
  /**
   * Opens a form of the approval window, fills its fields in by their ids, and has it done; answers with what the window said then.
   * `meanwhile` uses the window before it is closed.
   */
  fillIn(
    button: string | Locator,
    form: string,
    fields: Readonly<Record<string, string | boolean>>,
    deed: string,
    meanwhile?: (shown: Page) => Promise<void>,
  ): Promise<string>;
  /** Presses what asks for an approval, looks at it where wanted, types its word, and holds until its window is gone. */
  approve(ask: () => Promise<void>, word: string | null, look?: (shown: Page) => Promise<void>): Promise<void>;
  /** Asks the core through the window's own bridge, as its screens do; throws unless it is answered well. */
  get<M extends MethodName>(method: M, input: WireIn<M>): Promise<Out<M>>;
}

/** The hands of a person at this console. */
export function handsOn(launched: LaunchedConsole, page: Page): Hands {
  const press = (name: string): Promise<void> =>
    page.getByRole('button', { name, exact: true }).first().click(patience);
  return {
    launched,
    page,
    press,
    go: (screen) =>
      page.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name: screen }).click(patience),
    show: (part) => page.getByRole('radio', { name: part, exact: true }).click(patience),
    async fillIn(button, form, fields, deed, meanwhile) {
      await (typeof button === 'string' ? press(button) : button.click(patience));
      const shown = await smallWindow(launched, `form=${form}`);
      await focusSmall(launched, shown);
      for (const [id, value] of Object.entries(fields)) {
        const field = shown.locator(`#${id}`);
        if (typeof value === 'boolean') await field.setChecked(value);
        else if ((await field.evaluate((element) => element.tagName)) === 'SELECT') await field.selectOption(value);
        else await field.fill(value);
      }
      await shown.getByRole('button', { name: deed, exact: true }).click(patience);
      const words = async (): Promise<string> => (await shown.locator('body').textContent()) ?? '';
      const done = shown.getByText('Done.').waitFor(patience);
      await done.catch(async (cause: unknown) => {
        throw new Error(`It was not done. The form says:\n${await words()}`, { cause });
      });
      const said = await words();
      await meanwhile?.(shown);
      await leave(shown);
      return said;
    },
    async approve(ask, word, look) {
      const shown = await approvalOf(launched, ask);
      await focusSmall(launched, shown);
      await look?.(shown);
      if (word !== null) await shown.getByLabel(`Type ${word} to go on`).fill(word);
      const closed = shown.waitForEvent('close', patience);
      await hold(launched, shown);
      await closed;
    },
    get: (method, input) => askFrom(page, method, input),
  };
}

/** Asks the core through the bridge of a window, as its own page does, whatever it answers. */
export async function answerTo<M extends MethodName>(
  shown: Page,
  method: M,
  input: WireIn<M>,
): Promise<Result<Out<M>>> {
  return (await shown.evaluate(
    ([name, given]) =>
      (window as unknown as { portcullis: Bridge }).portcullis.ask[name as 'system.status'](given as never),
    [method, input] as const,
  )) as unknown as Result<Out<M>>;
}

/** The same; throws unless it is answered well. */
export async function askFrom<M extends MethodName>(shown: Page, method: M, input: WireIn<M>): Promise<Out<M>> {
  const answer = await answerTo(shown, method, input);
  if (!answer.ok) throw new Error(`${method}: ${JSON.stringify(answer.error)}`);
  return answer.value;
}

/** Leaves a window of the approval's origin that has said all there is. */
export async function leave(shown: Page): Promise<void> {
  const closed = shown.waitForEvent('close', patience);
  await shown.keyboard.press('Escape').catch(() => undefined);
  await closed;
}

/** Releases the halt by the banner's button and the approval window. */
export async function release({ approve, page, press }: Hands): Promise<void> {
  await approve(() => press('Release…'), 'RELEASE');
  await page.getByRole('region', { name: 'Halt', exact: true }).waitFor({ state: 'detached', ...patience });
}

/** Fills in the ticket for a limit order, or a market order where no price is given, and answers with its button once it can be pressed. */
export async function fillTicket({ page }: Hands, amount: string, price: string | null) {
  const ticket = page.getByRole('form', { name: /^Order ticket for / });
  await ticket.getByRole('radio', { name: 'Buy', exact: true }).click(patience);
  await ticket.getByRole('radio', { name: price === null ? 'Market' : 'Limit', exact: true }).click(patience);
  if (price !== null) await ticket.getByLabel('Price', { exact: true }).fill(price);
  await ticket.getByLabel('Amount', { exact: true }).fill(amount);
  const submit = ticket.locator('button[type=submit]:enabled');
  await submit.waitFor(patience);
  return { submit, outcome: ticket.locator('.outcome') };
}

/** Waits until the checklist says that an item is met, or gone without. */
export async function untilMet({ get }: Hands, itemId: string): Promise<void> {
  const state = async (): Promise<string> => {
    const { items } = await get('golive.checklist', {});
    const item = items.find((one) => one.itemId === itemId);
    if (item === undefined) return 'there is no such item';
    return item.state === 'met' || item.waiver !== null ? 'met' : `${item.state}: ${item.evidence}`;
  };
  await expect.poll(state, patience).toBe('met');
}
