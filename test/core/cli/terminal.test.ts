import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Wallet } from 'ethers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { askRunning } from '../../../core/cli/ask.ts';

const program = fileURLToPath(new URL('../../../core/portcullis.mjs', import.meta.url));
const passphrase = 'correct horse battery';
// Anvil's first development key, published; never for funds.
const privateKey = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';

/** A program at a terminal of its own (util-linux's script), answered as its prompts come. */
async function atTerminal(
  arguments_: readonly string[],
  environment: Record<string, string>,
  answers: readonly (readonly [prompt: string, typed: string])[],
): Promise<{ readonly code: number | null; readonly said: string }> {
  const line = [process.execPath, program, ...arguments_].map((word) => `'${word}'`).join(' ');
  const child = spawn('script', ['-qefc', line, '/dev/null'], { env: environment, stdio: ['pipe', 'pipe', 'inherit'] });
  let said = '';
  const left = [...answers];
  let readTo = 0;
  child.stdout.on('data', (part: Buffer) => {
    said += part.toString('utf8');
    const [next] = left;
    const at = next === undefined ? -1 : said.indexOf(next[0], readTo);
    if (next === undefined || at < 0) return;
    left.shift();
    readTo = at + next[0].length;
    child.stdin.write(`${next[1]}\r`);
  });
  const code = await new Promise<number | null>((resolve) => child.on('exit', resolve));
  return { code, said };
}

async function serving(dataFolder: string, environment: Record<string, string>): Promise<ChildProcess> {
  const child = spawn(process.execPath, [program, 'serve', '--data', dataFolder], { env: environment, stdio: 'pipe' });
  onTestFinished(() => void child.kill('SIGKILL'));
  await new Promise<void>((resolve) => {
    child.stdout?.on('data', (part: Buffer) => {
      if (part.toString('utf8').includes('serves on paper')) resolve();
    });
  });
  return child;
}

async function ended(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.on('exit', resolve));
  child.kill('SIGTERM');
  await gone;
}

// Where there is no such program there is no terminal to be had.
if (existsSync('/usr/bin/script')) {
  describe('a person at a terminal', { timeout: 240_000 }, () => {
    it('makes the vault, and after the next start pins a signer with its passphrase, typed for that call', async () => {
      const root = mkdtempSync(join(tmpdir(), 'portcullis-terminal-'));
      onTestFinished(() => rmSync(root, { recursive: true, force: true, maxRetries: 5 }));
      const dataFolder = join(root, 'data');
      const environment = {
        PATH: process.env.PATH ?? '',
        HOME: root,
        XDG_RUNTIME_DIR: root,
        PORTCULLIS_HEAD_DIR: join(root, 'heads'),
        PORTCULLIS_API_PORT: '0',
      };
      const where = ['--data', dataFolder];
      const first = await serving(dataFolder, environment);
      const made = await atTerminal(['unlock', ...where], environment, [
        ['New passphrase', passphrase],
        ['The same again', passphrase],
      ]);
      expect(made).toMatchObject({ code: 0, said: expect.stringContaining('The vault is made and open.') });
      await ended(first);

      const second = await serving(dataFolder, { ...environment, PRIVATE_KEY: privateKey });
      const options = { dataFolder, environment };
      const asked = await askRunning(options, { method: 'signers.select', input: { kind: 'env_private_key' } });
      expect(asked).toMatchObject({ ok: true, value: { kind: 'signer-choice' } });
      const wrong = await atTerminal(['approve', ...where], environment, [['Passphrase of the vault', 'another one']]);
      expect(wrong.code).toBe(1);
      const answered = await atTerminal(['approve', ...where], environment, [['Passphrase of the vault', passphrase]]);
      expect(answered).toMatchObject({ code: 0, said: expect.stringContaining('It is done.') });
      expect(answered.said).toContain(new Wallet(privateKey).address);
      expect(answered.said).not.toContain(passphrase);
      expect(await askRunning(options, { method: 'signers.list', input: {} })).toMatchObject({
        ok: true,
        value: { active: 'env_private_key', pinned: new Wallet(privateKey).address },
      });
      await ended(second);
    });
  });
}
