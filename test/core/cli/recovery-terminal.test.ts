import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encryptKeystoreJson, Wallet } from 'ethers';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { readCopy, writeCopy } from '../../../core/custody/vault-copy.ts';
import { systemClock, systemIds } from '../../../core/node-ports.ts';
import { readBundle } from '../../../core/procedures/recovery/bundle.ts';
import { partyFile } from '../../../core/procedures/recovery/party-folder.ts';
import { canariesOfShares, sharesIn } from '../canary/recovery-shares.ts';
import { searchFor } from '../canary/search.ts';
import { type Answer, atTerminal, buildCommandLine, ended, fromPipe, serving, terminalPlace } from './at-terminal.ts';

const passphrase = 'of the copy alone';
const next = 'of the recovered file';
const vaultPassphrase = 'correct horse battery';
// Anvil's first development key, published; never for funds.
const someWallet = new Wallet('0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80');

// Where there is no such program there is no terminal to be had.
if (existsSync('/usr/bin/script')) {
  describe('recovery shares at a terminal', { timeout: 240_000 }, () => {
    const { dataFolder, environment, remove, root } = terminalPlace();
    const place = join(root, 'apart');
    const copy = join(place, 'vault.json');
    const bundleIn = (folder: string): string => {
      const names = readdirSync(folder).filter((name) => name.startsWith('recovery-'));
      if (names.length !== 1) throw new Error(names.join(' '));
      return join(folder, names[0] ?? '');
    };
    const type = (words: readonly string[], ...answers: readonly Answer[]) =>
      atTerminal(['recovery', ...words, '--data', dataFolder], environment, answers);
    const keys = (count: number) => Array.from({ length: 2 * count }, () => ['A key ', ''] as const);
    const give = (shares: readonly string[]) => shares.map((share) => ['> ', share] as const);
    /** The shares of the first set, for what comes after it. */
    let shown: readonly string[] = [];
    const splitVault = (folder: string, enough: string) =>
      type(
        ['split', '--for', 'vault', copy, '--threshold', '2', '--shares', '3', '--out', folder],
        ['Passphrase of the file', passphrase],
        ['Shall the shares be enough', enough],
        ...keys(3),
      );

    beforeAll(async () => {
      buildCommandLine();
      mkdirSync(place);
      const records = [{ identity: 'a-record', bytes: new TextEncoder().encode('a secret of the vault') }];
      writeFileSync(copy, await writeCopy(records, passphrase, { clock: systemClock, ids: systemIds }));
    }, 240_000);
    afterAll(remove);

    it('a copy of the vault is split, shown a share to a page, rehearsed without a trace, and written back', async () => {
      const apart = join(root, 'bundle');
      const split = await splitVault(apart, 'yes');
      expect(split).toMatchObject({ code: 0, said: expect.stringContaining('Rehearse it now') });
      const shares = sharesIn(split.said);
      expect(shares).toHaveLength(3);
      shown = shares;
      expect(split.said).not.toContain(passphrase);
      // Each page is on a screen of its own and cleared, what was scrolled included, before the next.
      expect(split.said.split('\u001b[2J\u001b[3J\u001b[H\u001b[?1049l')).toHaveLength(7);
      const bundle = bundleIn(apart);
      expect(statSync(bundle).mode & 0o777).toBe(0o600);
      expect(readBundle(readFileSync(bundle, 'utf8'))).toMatchObject({
        value: { threshold: 2, count: 3, subject: { kind: 'vault', address: null } },
      });

      const [one = '', two = '', three = ''] = shares;
      const before = readdirSync(root, { recursive: true });
      const rehearsed = await type(['rehearse', bundle], ...give([three.toLowerCase(), one]));
      expect(rehearsed).toMatchObject({ code: 0, said: expect.stringMatching(/Rehearsal of set .*: ok\./) });
      expect(rehearsed.said).toContain('No console runs here');
      expect(readdirSync(root, { recursive: true })).toEqual(before);

      const out = join(place, 'recovered.json');
      // With slips: one given twice, one with a wrong character; typed on two lines once.
      const slip = `${two.slice(0, 8)}${two[8] === 'Z' ? 'Y' : 'Z'}${two.slice(9)}`;
      const combined = await type(
        ['combine', bundle, '--out', out],
        ...give([one, one, slip, two.slice(0, 64)]),
        ['of 104> ', two.slice(65)],
        ['New passphrase for the file', next],
        ['The same again', next],
      );
      expect(combined).toMatchObject({ code: 0 });
      expect(combined.said).toContain('Share 1 was given before');
      expect(combined.said).toContain('a character is wrong');
      expect(statSync(out).mode & 0o777).toBe(0o600);
      expect(await readCopy(readFileSync(out, 'utf8'), passphrase)).toMatchObject({ ok: false });
      expect(await readCopy(readFileSync(out, 'utf8'), next)).toMatchObject({ value: [{ identity: 'a-record' }] });
      expect(await type(['combine', bundle, '--out', out])).toMatchObject({ code: 1 });

      // No share, no part of one, and no passphrase is in any file or name of all that was written.
      const search = searchFor([
        ...canariesOfShares(shares),
        { kind: 'the passphrase of the copy', value: passphrase },
      ]);
      search.lookUnder(root);
      expect([search.found, search.places > 5]).toEqual([[], true]);
      expect(existsSync(dataFolder)).toBe(false);
    });

    it('shares of two sets give nothing, and who leaves before the last page has made nothing', async () => {
      const first = join(root, 'first');
      const own = sharesIn((await splitVault(first, 'no')).said);
      const mixed = await type(['rehearse', bundleIn(first)], ...give([own[0] ?? '', shown[1] ?? '', '']));
      expect(mixed).toMatchObject({ code: 1, said: expect.stringMatching(/is of set .*, not of .*failed/s) });
      // Without the passphrase in it, the file is opened by the one that is typed.
      const wrong = await type(['rehearse', bundleIn(first)], ...give(own.slice(0, 2)), [
        'Passphrase of the file in it',
        'another one',
      ]);
      expect(wrong).toMatchObject({ code: 1, said: expect.stringContaining('failed') });
      const out = join(place, 'as-it-was.json');
      expect(await type(['combine', bundleIn(first), '--out', out], ...give(own.slice(1)))).toMatchObject({
        code: 0,
      });
      expect(readFileSync(out, 'utf8')).toBe(readFileSync(copy, 'utf8'));

      const left = join(root, 'left');
      const gone = await type(
        ['split', '--for', 'vault', copy, '--out', left],
        ['Passphrase of the file', passphrase],
        ['Shall the shares be enough', 'yes'],
        ['A key ', ''],
        ['A key ', '\u0003'],
      );
      expect(gone).toMatchObject({ code: 1, said: expect.stringContaining('Nothing was written') });
      expect(existsSync(left)).toBe(false);
    });

    it('a process that is ended while a share is shown takes it from the screen first', async () => {
      const ended = await type(
        ['split', '--for', 'vault', copy, '--out', join(root, 'ended')],
        ['Passphrase of the file', passphrase],
        ['Shall the shares be enough', 'yes'],
        ['A key shows it as a QR code. ', { signal: 'SIGTERM' }],
      );
      expect(ended.code).not.toBe(0);
      expect(ended.said).toContain('A key shows it as a QR code. \u001b[2J\u001b[3J\u001b[H\u001b[?1049l');
    });

    it('a keystore says whose it is, and comes back under a new password', async () => {
      const file = join(place, 'keystore.json');
      const { address, privateKey } = someWallet;
      const options = { scrypt: { N: 2 ** 12, r: 8, p: 1 } };
      writeFileSync(file, await encryptKeystoreJson({ address, privateKey }, passphrase, options));
      const folder = join(root, 'keystore-bundle');
      const words = ['split', '--for', 'keystore', file, '--threshold', '2', '--shares', '2', '--out', folder];
      const refused = await type(words, ['Passphrase of the file', 'not this one']);
      expect(refused).toMatchObject({ code: 1, said: expect.stringContaining('wrong-passphrase') });
      const split = await type(
        words,
        ['Passphrase of the file', passphrase],
        ['Shall the shares be enough', 'yes'],
        ...keys(2),
      );
      expect(split).toMatchObject({ code: 0, said: expect.stringContaining(`the keystore of ${someWallet.address}`) });
      const out = join(place, 'keystore-again.json');
      const combined = await type(
        ['combine', bundleIn(folder), '--out', out],
        ...give(sharesIn(split.said)),
        ['New passphrase for the file', next],
        ['The same again', next],
      );
      expect(combined.code).toBe(0);
      expect((await Wallet.fromEncryptedJson(readFileSync(out, 'utf8'), next)).address).toBe(someWallet.address);
    });

    it("a party's own bundle is never looked into, and its folder is refused to the other party", async () => {
      const [zero, one] = [join(root, 'party-0'), join(root, 'party-1')];
      for (const folder of [zero, one]) mkdirSync(folder);
      const file = join(zero, 'own.bin');
      writeFileSync(file, Buffer.from([0, 255, 1, 2, 3]));
      const words = ['split', '--for', 'mpc-0', file, '--threshold', '2', '--shares', '2', '--address'];
      expect(await type([...words, 'nobody'])).toMatchObject({ code: 1 });
      const split = await type([...words, someWallet.address], ...keys(2));
      expect(split.code).toBe(0);
      expect(readFileSync(join(zero, partyFile), 'utf8')).toBe('0\n');

      const other = ['split', '--for', 'mpc-1', file, '--address', someWallet.address];
      expect(await type([...other, '--out', zero])).toMatchObject({ said: expect.stringContaining("party 0's") });
      expect(await type([...other, '--out', one])).toMatchObject({ said: expect.stringContaining("party 0's") });

      writeFileSync(join(root, 'party-1', partyFile), '1\n');
      const shares = sharesIn(split.said);
      const there = await type(['combine', bundleIn(zero), '--out', join(one, 'own.bin')], ...give(shares));
      expect(there).toMatchObject({ code: 1, said: expect.stringContaining("party 1's") });
      expect(existsSync(join(one, 'own.bin'))).toBe(false);
      const again = join(zero, 'again.bin');
      expect(await type(['combine', bundleIn(zero), '--out', again], ...give(shares))).toMatchObject({ code: 0 });
      expect(readFileSync(again)).toEqual(readFileSync(file));
    });

    it('a rehearsal is noted in the register of a console that runs here, by the passphrase of its vault alone', async () => {
      const [backup, folder] = [join(root, 'bundle'), join(root, 'console')];
      const where = ['--data', folder];
      const ask = (words: readonly string[], ...answers: readonly Answer[]) =>
        atTerminal([...words, ...where], environment, answers);
      let console = await serving(folder, environment);
      onTestFinished(() => ended(console));
      await ask(['unlock'], ['New passphrase', vaultPassphrase], ['The same again', vaultPassphrase]);
      // A passphrase raises only from the start after the one that made it.
      await ended(console);
      console = await serving(folder, environment);
      const bundle = bundleIn(backup);
      const set = /recovery-(.*)\.json$/.exec(bundle)?.[1] ?? '';
      const recorded = await ask(
        ['backups', 'record', 'recovery-seed'],
        ['Where does it lie', 'With the notary'],
        ['How is it encrypted', 'Shamir, 2 of 3'],
        ['Who can open it', 'Two of three'],
        ['Are two persons', 'yes'],
        ['Does it lie at several', 'yes'],
        ['Set of the shares', set.toLowerCase()],
        ['Passphrase of the vault', vaultPassphrase],
      );
      expect(recorded).toMatchObject({ code: 0, said: expect.stringMatching(/Recovery seed, set .*never verified/s) });
      const rehearse = (...answers: readonly Answer[]) => ask(['recovery', 'rehearse', bundle], ...answers);
      // One share and then nothing: the rehearsal failed, and that is noted too.
      const failed = await rehearse(...give(['']), ['Passphrase of the vault, to note', vaultPassphrase]);
      expect(failed).toMatchObject({ code: 1, said: expect.stringContaining('It is noted in the register.') });
      expect(await ask(['backups', 'list'])).toMatchObject({
        code: 0,
        said: expect.stringMatching(/never verified; last rehearsed, failed: .*Unmet: the last check failed/s),
      });
      const held = await rehearse(...give(shown.slice(0, 2)), ['Passphrase of the vault, to note', vaultPassphrase]);
      expect(held).toMatchObject({ code: 0, said: expect.stringContaining('It is noted in the register.') });
      expect(await ask(['backups', 'list'])).toMatchObject({
        said: expect.stringMatching(/verified 0 days ago; last rehearsed, ok: The shares open the bundle/),
      });
      const search = searchFor(canariesOfShares(shown));
      search.lookUnder(root);
      if (console.pid !== undefined) search.lookInProcess(console.pid);
      expect(search.found).toEqual([]);
      const piped = await fromPipe(['backups', 'retire', 'a', ...where], environment, `Enough\n${vaultPassphrase}\n`);
      expect(piped).toMatchObject({ code: 1, said: expect.stringContaining('needs a person') });
    });

    it('nothing of it is taken from a pipe', async () => {
      for (const words of [
        ['split', '--for', 'vault', copy],
        ['combine', bundleIn(join(root, 'bundle')), '--out', join(place, 'piped.json')],
        ['rehearse', bundleIn(join(root, 'bundle'))],
      ]) {
        const { code, said } = await fromPipe(['recovery', ...words], environment, `${passphrase}\nyes\n\n\n`);
        expect([code, said]).toEqual([1, expect.stringContaining('needs a person at an interactive terminal')]);
      }
      expect(existsSync(join(place, 'piped.json'))).toBe(false);
    });
  });
}
