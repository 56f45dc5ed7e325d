import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { withdrawSecrets } from '../../../core/settings/withdraw-secrets.ts';
import { askApi } from './ask-api.ts';
import { copyVault } from './copy-vault.ts';
import { recordedCore } from './core-in-process.ts';
import { startCoreProcess } from './core-process.ts';
import { descendantsOf, type Search, searchFor } from './search.ts';
import { canariesOf, foreignKeystore, type MarkedSecrets, openKeystoreFile } from './secrets.ts';
import * as session from './session.ts';
import { tellWebhooks, webhooksWereTold } from './tell-webhooks.ts';
import { mayHoldOne, type World, world } from './world.ts';

// Keystores are written at full strength, several of them.
vi.setConfig({ testTimeout: 300_000 });

/** The whole of what a person does, with what goes wrong; `misplaced` come where they have no business. */
async function play(stage: session.Stage, misplaced: readonly string[]): Promise<void> {
  await session.openLocks(stage);
  await session.askProviders(stage);
  await session.trade(stage);
  await session.enterKeys(stage);
  await tellWebhooks(stage);
  await copyVault(stage);
  await session.signWith(stage, 'env_private_key');
  await session.importKeystore(stage, await foreignKeystore(stage.secrets));
  await session.signWith(stage, 'keystore');
  await session.haltAndRelease(stage);
  await session.askServices(stage);
  await session.misplace(stage, misplaced);
  expect(await webhooksWereTold(stage)).toBe(true);
  await session.writeOut(stage);
}

function wordsOf(secrets: MarkedSecrets): readonly string[] {
  return Object.values(secrets).filter((value) => typeof value === 'string');
}

function lookEverywhere(search: Search, { root }: World, crossed: readonly (readonly [string, string])[]): void {
  for (const [place, text] of crossed) search.look(place, text);
  search.lookUnder(root, mayHoldOne);
}

describe('no secret is anywhere but where it is used', () => {
  it('in the log before it is redacted, in answers, announcements and files, after a session with every failure', async () => {
    const stand = await world();
    const { core, ask, crossed, drawn } = await recordedCore(stand.root, stand.environment as Record<string, string>);
    const children = searchFor(canariesOf(stand.secrets));
    let looked = 0;
    const keyIsOpen = (): void => {
      for (const pid of descendantsOf(process.pid)) children.lookInProcess(pid);
      looked += 1;
    };
    const stage = { ...stand, ask, keyIsOpen };
    await play(stage, wordsOf(stand.secrets));
    await session.changeKeystore(stage);
    const overTheWire = await askApi(stage, stand.data, stand.environment);
    await session.writeOut(stage);
    await core.close();

    const search = searchFor([...canariesOf(stand.secrets), ...drawn]);
    lookEverywhere(search, stand, [...crossed(), ...overTheWire]);
    expect(search.found).toEqual([]);
    expect(children.found).toEqual([]);
    // It was a session: all of it was used, and much was looked at.
    expect(new Set(drawn.map(({ kind }) => kind))).toEqual(
      new Set([
        "the key of the audit trail's seals",
        'the token of the local API',
        "the vault's master key",
        'a key of the practice exchange',
      ]),
    );
    expect(looked).toBe(2);
    expect(stand.rpc.received.some(({ path }) => path.includes(stand.secrets.rpcKey))).toBe(true);
    expect(search.places).toBeGreaterThan(1_000);
  });

  it('in the processes of a core of its own, their output, environments and commands, and after a crash', async () => {
    const stand = await world();
    const given = { ...withdrawSecrets(stand.environment) };
    const search = searchFor(canariesOf(stand.secrets));
    const lookAtProcesses = (pid: number): number => {
      const pids = [pid, ...descendantsOf(pid)];
      for (const each of pids) search.lookInProcess(each);
      return pids.length;
    };
    let processes = 0;
    const first = await startCoreProcess(stand.root, stand.environment, { secrets: given });
    const keyIsOpen = (): void => {
      processes = Math.max(processes, lookAtProcesses(first.pid));
    };
    const stage = { ...stand, ask: first.ask, keyIsOpen };
    const listed = await first.ask('settings.list', {}, 'console');
    expect(JSON.stringify(listed)).toContain(
      '{"name":"PRIVATE_KEY","source":"environment","value":"(set)","secret":true,"note":null}',
    );
    await play(stage, [stand.secrets.privateKey, stand.secrets.keystorePassword]);
    await first.crash();

    // The next one starts with a key of a keychain that opens nothing here, and with names that are not quite right.
    const again = {
      ...given,
      KEYSTORE_PASSWORD: stand.secrets.wrongPassword,
      CEX_BINANCE_APISECRET: stand.secrets.misspelt,
      PORTCULLIS_RPC_MAINNET: stand.secrets.misspelt,
      PRIVATE_KEY: `${stand.secrets.privateKey}0`,
    };
    const masterKey = Buffer.from(stand.secrets.masterKey).toString('base64');
    const second = await startCoreProcess(stand.root, stand.environment, {
      secrets: again,
      masterKey,
      previousCrash: true,
    });
    const after = { ...stage, ask: second.ask };
    const problems = JSON.stringify(await second.ask('settings.list', {}, 'console'));
    for (const name of ['CEX_BINANCE_APISECRET', 'PORTCULLIS_RPC_MAINNET', 'PRIVATE_KEY']) {
      expect(problems).toContain(`{"name":"${name}","code":"`);
    }
    await second.ask('signers.test', {}, 'console');
    lookAtProcesses(second.pid);
    await session.writeOut(after);
    await second.close();

    lookEverywhere(search, stand, [...first.crossed(), ...second.crossed()]);
    expect(search.found).toEqual([]);
    // The core's process and that of a key.
    expect(processes).toBe(2);
  });

  it('in a data folder whose vault a keychain opens and whose settings stand in its own .env', async () => {
    const stand = await world();
    const { secrets } = stand;
    const lines = Object.entries(withdrawSecrets(stand.environment)).map(([name, value]) => `${name}=${value}`);
    writeFileSync(join(stand.data, '.env'), `${lines.join('\n')}\n`, { mode: 0o600 });
    const environment = stand.environment as Record<string, string>;
    const { core, ask, crossed, drawn } = await recordedCore(stand.root, environment, secrets.masterKey);
    const stage = { ...stand, ask, keyIsOpen: () => undefined };
    expect(JSON.stringify(await ask('settings.list', {}, 'console'))).toContain('"source":"env-file","value":"(set)"');
    await ask('vault.unlock', { passphrase: secrets.vaultPassphrase }, 'approval');
    await ask('keystore.create', { password: secrets.keystorePassword }, 'approval');
    await ask('keystore.password', { password: secrets.keystorePassword, keep: true }, 'approval');
    await session.askProviders(stage);
    await session.enterKeys(stage);
    await session.signWith(stage, 'keystore');
    await session.writeOut(stage);
    await core.close();

    const made = await openKeystoreFile(join(stand.data, 'keystore.json'), secrets.keystorePassword);
    const search = searchFor([...canariesOf(secrets), ...drawn, { kind: 'a key made for a keystore', value: made }]);
    lookEverywhere(search, stand, crossed());
    expect(search.found).toEqual([]);
    expect(readFileSync(join(stand.data, '.env'), 'utf8')).toContain(secrets.privateKey);
  });
});
