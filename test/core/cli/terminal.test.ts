import { existsSync } from 'node:fs';
import { Wallet } from 'ethers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { askRunning } from '../../../core/cli/ask.ts';
import { atTerminal, ended, launcher, serving, terminalPlace } from './at-terminal.ts';

const passphrase = 'correct horse battery';
// Anvil's first development key, published; never for funds.
const privateKey = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';

// Where there is no such program there is no terminal to be had.
if (existsSync('/usr/bin/script')) {
  describe('a person at a terminal', { timeout: 240_000 }, () => {
    it('makes the vault, and after the next start pins a signer with its passphrase, typed for that call', async () => {
      const { dataFolder, environment, remove } = terminalPlace();
      onTestFinished(remove);
      const typed = (words: readonly string[], answers: Parameters<typeof atTerminal>[2]) =>
        atTerminal([...words, '--data', dataFolder], environment, answers, launcher);
      const first = await serving(dataFolder, environment, launcher);
      onTestFinished(() => void first.kill('SIGKILL'));
      const early = await typed(['release'], []);
      expect(early).toMatchObject({ code: 1, said: expect.stringContaining('There is no vault yet') });
      expect(early.said).not.toContain('Passphrase of the vault');
      const made = await typed(
        ['unlock'],
        [
          ['New passphrase', passphrase],
          ['The same again', passphrase],
        ],
      );
      expect(made).toMatchObject({ code: 0, said: expect.stringContaining('The vault is made and open.') });
      await ended(first);

      const second = await serving(dataFolder, { ...environment, PRIVATE_KEY: privateKey }, launcher);
      onTestFinished(() => void second.kill('SIGKILL'));
      const options = { dataFolder, environment };
      const asked = await askRunning(options, { method: 'signers.select', input: { kind: 'env_private_key' } });
      expect(asked).toMatchObject({ ok: true, value: { kind: 'signer-choice' } });
      const wrong = await typed(['approve'], [['Passphrase of the vault', 'another one']]);
      expect(wrong.code).toBe(1);
      const answered = await typed(['approve'], [['Passphrase of the vault', passphrase]]);
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
