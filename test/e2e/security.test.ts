import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { methods } from '../../core/contract/methods.ts';
import { type LaunchedConsole, launchConsole } from './launch.ts';

const patience = { timeout: 45_000 };
const raising = Object.entries(methods).flatMap(([name, { effect }]) => (effect === 'raise' ? [name] : []));

interface Answer {
  readonly ok: boolean;
  readonly error?: { readonly code: string };
  readonly value?: unknown;
}
/** The window's globals as a script that was smuggled into the page sees them. */
interface Page_ {
  readonly portcullis: {
    readonly ask: Readonly<Record<string, (input: unknown) => Promise<Answer>>>;
    call(method: string, input: unknown): Promise<Answer>;
  };
}

let place = '';
let launched: LaunchedConsole;
let page: Page;
beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'portcullis-security-'));
  launched = await launchConsole({
    dataFolder: join(place, 'data'),
    environment: { PORTCULLIS_HEAD_DIR: join(place, 'heads'), XDG_RUNTIME_DIR: place },
  });
  page = await launched.window('console');
  // The halt is there before the core is: what follows asks the core.
  await page.waitForFunction(
    async () => (await (window as unknown as Page_).portcullis.ask['system.status']?.({}))?.ok === true,
    undefined,
    patience,
  );
});
afterAll(async () => {
  await launched.close();
  rmSync(place, { recursive: true, force: true, maxRetries: 5 });
});

describe('a console window that was taken over', () => {
  it('can preview and halt', async () => {
    const done = await page.evaluate(async () => {
      const { ask } = (window as unknown as Page_).portcullis;
      const draft = { exchange: 'practice', symbol: 'BTC/USDT', side: 'buy', type: 'market', amount: '0.01' };
      const preview = await ask['orders.preview']?.(draft);
      const halt = await ask['halt.engage']?.({ reason: 'a script in the page' });
      return [preview?.ok, halt?.ok];
    });
    expect(done).toEqual([true, true]);
    await page.getByRole('region', { name: 'Halt' }).getByText('a script in the page').waitFor(patience);
  });

  it('cannot raise, whatever it calls and however', async () => {
    const asked = await page.evaluate(async () => {
      const { ask } = (window as unknown as Page_).portcullis;
      return ask['halt.requestRelease']?.({});
    });
    const approval = asked?.value as { approvalId: string; digest: string; word: string };
    const codes = await page.evaluate(
      async ([names, { approvalId, digest, word }]) => {
        const { ask, call } = (window as unknown as Page_).portcullis;
        const found: string[] = [];
        const inputs = [
          {},
          { approvalId, digest, word, answer: 'approve' },
          { approvalId },
          { passphrase: 'x', current: null, next: null },
        ];
        for (const name of names) {
          for (const input of inputs) {
            for (const way of [ask[name], (given: unknown) => call(name, given)]) {
              const answer = await way?.(input);
              found.push(answer?.ok === true ? `${name} was let through` : (answer?.error?.code ?? 'nothing'));
            }
          }
        }
        return [...new Set(found)];
      },
      [raising, approval] as const,
    );
    expect(codes).toEqual(['not-allowed']);
    const status = await page.evaluate(
      async () => (await (window as unknown as Page_).portcullis.ask['system.status']?.({}))?.value,
    );
    expect(status).toMatchObject({ halt: { state: 'halted' }, pendingApprovals: 1 });
  });

  it('finds nothing of Node, Electron or raw channels, and a bridge that it cannot change', async () => {
    const found = await page.evaluate(() => {
      const globals = window as unknown as Record<string, unknown> & Page_;
      const names = ['require', 'process', 'module', 'Buffer', 'electron', 'ipcRenderer', 'global'];
      const before = globals.portcullis.ask['system.status'];
      try {
        (globals.portcullis.ask as Record<string, unknown>)['system.status'] = () => 'forged';
      } catch {
        // A frozen object throws in strict mode; either way nothing may have changed.
      }
      return {
        globals: names.filter((name) => globals[name] !== undefined),
        isSame: globals.portcullis.ask['system.status'] === before,
        keys: Object.keys(globals.portcullis).sort(),
      };
    });
    expect(found).toEqual({ globals: [], isSame: true, keys: ['ask', 'call', 'host', 'on'] });
  });

  it('shows text of others as text: markup, direction and invisible characters', async () => {
    const hostile = '<img src=x onerror="document.title=1">\u202eevil\u200b';
    await page.evaluate(async (reason) => {
      await (window as unknown as Page_).portcullis.ask['halt.engage']?.({ reason });
    }, hostile);
    const shown = '<img src=x onerror="document.title=1">⟨U+202E⟩evil⟨U+200B⟩';
    await page.getByRole('region', { name: 'Halt' }).getByText(shown).waitFor(patience);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+7');
    await page.getByRole('table', { name: /audit/i }).waitFor(patience);
    await page.getByText('halt').first().waitFor(patience);
    expect(await page.locator('img').count()).toBe(0);
    const raw = await page.evaluate(() => /[\u202e\u200b]/.test(document.body.textContent ?? ''));
    expect(raw).toBe(false);
  });

  it('reaches no network, runs no code from text and opens no window', async () => {
    const tried = await page.evaluate(async () => {
      const failed = async (work: () => unknown): Promise<string> => {
        try {
          await work();
          return 'it went through';
        } catch {
          return 'refused';
        }
      };
      const loaded = (element: HTMLElement, attribute: string, address: string) =>
        new Promise<string>((resolve) => {
          element.addEventListener('load', () => resolve('it went through'));
          element.addEventListener('error', () => resolve('refused'));
          try {
            element.setAttribute(attribute, address);
            document.body.append(element);
          } catch {
            resolve('refused');
          }
        });
      return {
        fetch: await failed(() => fetch('https://example.com/')),
        loopback: await failed(() => fetch('http://127.0.0.1:8000/api/health')),
        file: await failed(() => fetch('file:///etc/passwd')),
        approval: await failed(() => fetch('app://approval/')),
        socket: await failed(
          () =>
            new Promise((resolve, reject) => {
              const socket = new WebSocket('wss://example.com');
              socket.onopen = resolve;
              socket.onerror = reject;
            }),
        ),
        eval: await failed(() => new Function('return 1')()),
        script: await loaded(document.createElement('script'), 'src', 'https://example.com/x.js'),
        image: await loaded(document.createElement('img'), 'src', 'https://example.com/x.png'),
        window: window.open('app://approval/') === null ? 'refused' : 'it went through',
      };
    });
    expect(new Set(Object.values(tried))).toEqual(new Set(['refused']));
  });

  // The last one: a refused navigation stays pending for Playwright, whose locators then wait for its end.
  it('cannot leave its page, and is granted nothing', async () => {
    const before = page.url();
    await page.evaluate(() => {
      location.href = 'app://approval/';
    });
    await page.evaluate(() => {
      location.href = 'https://example.com/';
    });
    const granted = await page.evaluate(async () => {
      const asked = await Promise.all([
        Notification.requestPermission(),
        navigator.mediaDevices.getUserMedia({ audio: true }).then(
          () => 'granted',
          () => 'denied',
        ),
        navigator.clipboard.readText().then(
          () => 'granted',
          () => 'denied',
        ),
      ]);
      return [...new Set(asked)];
    });
    expect(granted).toEqual(['denied']);
    expect(page.url()).toBe(before);
    expect(
      launched.app
        .windows()
        .map((shown) => new URL(shown.url()).host)
        .sort(),
    ).toEqual(['approval', 'console']);
  });
});
