import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemIds } from '../../../core/node-ports.ts';
import { openPractice, type Practice, type PracticeOptions } from '../../../core/practice/practice.ts';
import { type ManualClock, manualClock } from '../../manual-clock.ts';

/** A practice exchange in a folder of its own, with a clock that stands still until it is wound. */
export interface TemporaryPractice {
  readonly practice: Practice;
  readonly clock: ManualClock;
  readonly file: string;
  /** Asks a signed endpoint by hand, as any Binance client would. */
  ask(
    method: string,
    path: string,
    parameters?: Record<string, string>,
    credentials?: Practice['credentials'],
  ): Promise<Answer>;
  reopen(): TemporaryPractice;
  remove(): void;
}

/** A status and its JSON. */
export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown> & { code?: number };
}

/** Opens one; the simulated market stands still because the clock does. */
export function temporaryPractice(options: Partial<PracticeOptions> = {}): TemporaryPractice {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-practice-'));
  return open(join(folder, 'practice.db'), manualClock(), options, () =>
    rmSync(folder, { recursive: true, force: true }),
  );
}

function open(
  file: string,
  clock: ManualClock,
  options: Partial<PracticeOptions>,
  remove: () => void,
): TemporaryPractice {
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const opened = openPractice({ file, clock, ids: systemIds, log: quiet, ...options });
  if (!opened.ok) throw new Error(opened.error.code);
  const practice = opened.value;
  return {
    practice,
    clock,
    file,
    async ask(method, path, parameters = {}, credentials = practice.credentials) {
      const query = new URLSearchParams({ timestamp: String(clock.nowMs()), ...parameters }).toString();
      const signature = createHmac('sha256', credentials.secret).update(query).digest('hex');
      const payload = `${query}&signature=${signature}`;
      const url = `https://api.binance.com${path}`;
      const init = { method, headers: { 'X-MBX-APIKEY': credentials.apiKey } };
      const response =
        method === 'POST'
          ? await practice.fetch(url, { ...init, body: payload })
          : await practice.fetch(`${url}?${payload}`, init);
      return { status: response.status, body: (await response.json()) as Answer['body'] };
    },
    reopen: () => open(file, clock, options, remove),
    remove() {
      practice.close();
      remove();
    },
  };
}
