import type { ChildProcess } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askRunning } from '../../../core/cli/ask.ts';
import type { Custody } from '../../../core/contract/shapes.ts';
import type { Result } from '../../../core/domain/result.ts';
import { type BinanceServer, serveBinance, testKey } from '../../exchange/binance/binance-server.ts';
import { atTerminal, buildCommandLine, ended, fromPipe, serving, terminalPlace } from './at-terminal.ts';

const first = 'correct horse battery';
const second = 'another horse battery';
const copyPassphrase = 'of the copy alone';

// Where there is no such program there is no terminal to be had.
if (existsSync('/usr/bin/script')) {
  describe('credentials at a terminal', { timeout: 240_000 }, () => {
    const { dataFolder, environment: base, remove, root } = terminalPlace();
    const where = ['--data', dataFolder];
    let environment = base;
    let server: BinanceServer;
    let console: ChildProcess | null = null;
    /** Everything that was ever shown: no secret may be in it. */
    let shown = '';

    const type = async (
      words: readonly string[],
      ...answers: readonly (readonly [prompt: string, typed: string])[]
    ): Promise<{ readonly code: number | null; readonly said: string }> => {
      const done = await atTerminal([...words, ...where], environment, answers);
      shown += done.said;
      return done;
    };
    const listed = async (): Promise<Custody> => {
      const answer = await askRunning({ dataFolder, environment }, { method: 'custody.list', input: {} });
      if (answer === null || !answer.ok) throw new Error(JSON.stringify(answer));
      return (answer as Extract<Result<Custody>, { ok: true }>).value;
    };
    const idOf = async (label: string): Promise<string> => {
      const row = (await listed()).credentials.find((credential) => credential.label === label);
      return row?.credentialId ?? 'nobody';
    };
    const addKey = (label: string, apiKey: string, secret: string, passphrase = first) =>
      type(
        ['key', 'add'],
        ['Exchange', 'Binance'],
        ['A name for it', label],
        ['Key: ', apiKey],
        ['Secret', secret],
        ['Passphrase of the vault', passphrase],
      );

    beforeAll(async () => {
      buildCommandLine();
      server = await serveBinance();
      server.addKey('second-binance-key-55d0', 'second-binance-secret-01fe');
      writeFileSync(join(root, 'ca.pem'), server.ca);
      environment = {
        ...base,
        PORTCULLIS_STANDIN_BINANCE: server.url,
        PORTCULLIS_STANDIN_CA: join(root, 'ca.pem'),
      };
      console = await serving(dataFolder, environment);
      const made = await type(['unlock'], ['New passphrase', first], ['The same again', first]);
      expect(made.code).toBe(0);
      // A passphrase raises only from the start after the one that made it.
      await ended(console);
      console = await serving(dataFolder, environment);
      await type(['unlock'], ['Passphrase of the vault', first]);
    }, 240_000);
    afterAll(async () => {
      if (console !== null) await ended(console);
      await server.close();
      remove();
    });

    it('a key is added with its passport, listed, used, attested and wiped, and never shown', async () => {
      const wrong = await addKey('Desk', testKey.apiKey, testKey.secret, 'not the passphrase');
      expect([wrong.code, (await listed()).credentials.filter(({ kind }) => kind === 'cex-key')]).toEqual([1, []]);
      expect(await addKey('Desk', testKey.apiKey, testKey.secret)).toMatchObject({
        code: 0,
        said: expect.stringMatching(
          /Desk \(vault, [0-9a-f]{16}, due [\d-]+, passport fit\): In use\.[\s\S]*Passport: fit/,
        ),
      });
      const other = await addKey('Other', 'second-binance-key-55d0', 'second-binance-secret-01fe');
      expect(other).toMatchObject({ code: 0, said: expect.stringContaining('Kept, not used.') });
      const id = await idOf('Other');

      const used = await type(['key', 'use', id], ['Passphrase of the vault', first]);
      expect(used).toMatchObject({ code: 0, said: expect.stringContaining('In use.') });
      const attested = await type(
        ['key', 'attest', id],
        ['Is it bound', 'yes'],
        ['Created on', '2026-01-02'],
        ['Passphrase of the vault', first],
      );
      expect(attested.code).toBe(0);
      expect(
        (await listed()).credentials.find(({ credentialId }) => credentialId === id)?.passport?.attested,
      ).toMatchObject({ ipRestricted: true, createdAtMs: Date.UTC(2026, 0, 2) });
      expect((await type(['key', 'attest', id], ['Is it bound', 'perhaps'])).said).toContain('Nothing was changed.');
      const retired = await type(['key', 'retire', id], ['Why', 'Enough'], ['Passphrase of the vault', first]);
      expect(retired).toMatchObject({ code: 0, said: expect.stringContaining('Taken out of use.') });
      expect((await type(['key', 'use', id], ['Passphrase of the vault', first])).code).toBe(1);

      const list = await type(['custody', 'list']);
      expect(list.code).toBe(0);
      expect(list.said).toMatch(/Vault: open, \d+ records[\s\S]*Desk \(vault[\s\S]*Other \(vault/);
      expect((await type(['key', 'use'])).code).toBe(2);
      for (const secret of [testKey.apiKey, testKey.secret, 'second-binance-secret-01fe', first]) {
        expect(shown.includes(secret)).toBe(false);
      }
    });

    it('a passport is read without a passphrase, also from a pipe; 1 unless it is fit', async () => {
      const id = await idOf('Desk');
      await type(['key', 'use', id], ['Passphrase of the vault', first]);
      const fit = await fromPipe(['key', 'passport', id, ...where], environment, '');
      expect(fit).toMatchObject({ code: 0, said: expect.stringContaining('Passport: fit') });
      server.credentials.rights = { ...server.credentials.rights, enableWithdrawals: true };
      const unfit = await fromPipe(['key', 'passport', id, ...where], environment, '');
      expect(unfit).toMatchObject({ code: 1, said: expect.stringMatching(/Passport: unfit\s+refusal: /) });
      expect((await fromPipe(['key', 'passport', 'nobody', ...where], environment, '')).code).toBe(1);
      expect(server.mutating()).toBe(0);
    });

    it('the vault is copied, sealed anew and put under another passphrase, which counts at once', async () => {
      const exported = await type(
        ['vault', 'export'],
        ['Passphrase of the vault', first],
        ['New passphrase for the copy', copyPassphrase],
        ['The same again', copyPassphrase],
      );
      expect(exported).toMatchObject({ code: 0, said: expect.stringMatching(/\d+ records in /) });
      const file = /records in (\S+)/.exec(exported.said)?.[1] ?? '';
      const take = (passphrase: string, ...more: readonly string[]) =>
        type(
          ['vault', 'import', file, ...more],
          ['Passphrase of the vault', first],
          ['Passphrase of the copy', passphrase],
        );
      expect((await take('not of the copy')).code).toBe(1);
      expect(await take(copyPassphrase)).toMatchObject({
        code: 0,
        said: expect.stringContaining('0 records were taken;'),
      });
      const marks = (await listed()).credentials.map(({ fingerprint }) => fingerprint);
      expect(await take(copyPassphrase, '--replace')).toMatchObject({ code: 0 });
      expect((await listed()).credentials.map(({ fingerprint }) => fingerprint)).toEqual(marks);
      expect(
        (await listed()).credentials.every(
          ({ lastRotatedAtMs, kind }) => kind !== 'api-token' || lastRotatedAtMs === null,
        ),
      ).toBe(true);

      const sealed = await type(['vault', 'change-master-key'], ['Passphrase of the vault', first]);
      expect(sealed).toMatchObject({ code: 0, said: expect.stringContaining('under a new master key') });
      const change = (again: string) =>
        type(
          ['vault', 'change-passphrase'],
          ['Passphrase of the vault', first],
          ['New passphrase of the vault', second],
          ['The same again', again],
        );
      expect(await change('a slip')).toMatchObject({ code: 1, said: expect.stringContaining('Nothing was changed.') });
      expect(await change(second)).toMatchObject({
        code: 0,
        said: expect.stringContaining('The passphrase is changed.'),
      });
      expect((await type(['vault', 'change-master-key'], ['Passphrase of the vault', first])).code).toBe(1);
      expect((await type(['vault', 'change-master-key'], ['Passphrase of the vault', second])).code).toBe(0);
      for (const secret of [first, second, copyPassphrase]) expect(shown.includes(secret)).toBe(false);
    });

    it('a rotation goes on by the person who types the passphrase, and is left by the same', async () => {
      const row = (await listed()).credentials.find(({ kind }) => kind === 'api-token');
      const step = (passphrase: string, ...word: readonly string[]) =>
        type(['rotation', 'step', ...word], ['Passphrase of the vault', passphrase]);
      expect((await fromPipe(['rotation', 'start', row?.credentialId ?? '', ...where], environment, '')).code).toBe(0);
      expect((await step('not the passphrase')).code).toBe(1);
      expect((await step(second)).said).toContain('> 2. Draw a new token (ready)');
      expect((await step(second)).said).toContain('Say it with: rotation step "what you did"');
      expect(await step(second)).toMatchObject({
        code: 1,
        said: expect.stringContaining('failed: Say that everything that uses the token has the new one.'),
      });
      expect((await step(second, 'the watchdog has it')).code).toBe(0);
      const left = await type(['rotation', 'leave', 'enough', 'for', 'today'], ['Passphrase of the vault', second]);
      expect(left).toMatchObject({ code: 0, said: expect.stringContaining('left: enough for today') });
    });

    it('nothing that a person decides is taken from a pipe, nor without a passphrase', async () => {
      const before = await listed();
      const id = await idOf('Desk');
      const typed = ['binance', 'Piped', 'piped-key', 'piped-secret', second, ''].join('\n');
      const [key, vault] = await Promise.all([
        fromPipe(['key', 'add', ...where], environment, typed),
        fromPipe(['vault', 'export', ...where], environment, `${second}\n${second}\n${second}\n`),
      ]);
      for (const { code, said } of [key, vault]) {
        expect([code, said]).toEqual([1, expect.stringContaining('needs a person at an interactive terminal')]);
      }
      expect((await type(['key', 'retire', id], ['Why', 'no'], ['Passphrase of the vault', ''])).code).toBe(1);
      const options = { dataFolder, environment };
      for (const [method, input] of [
        ['exchangeKeys.retire', { credentialId: id, reason: 'no' }],
        ['exchangeKeys.use', { credentialId: id }],
        ['exchangeKeys.add', { exchange: 'binance', label: 'x', apiKey: 'piped-key', secret: 'piped-secret' }],
        ['vault.export', { passphrase: copyPassphrase }],
        ['vault.changeMasterKey', {}],
      ] as const) {
        expect(await askRunning(options, { method, input }), method).toMatchObject({ error: { code: 'not-allowed' } });
      }
      expect((await listed()).credentials).toEqual(before.credentials);
    });
  });
}
