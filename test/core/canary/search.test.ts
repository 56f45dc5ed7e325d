import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { formsOf } from './forms.ts';
import { commandOf, searchFor } from './search.ts';

const text = { kind: 'a password', value: `C4n"a\\ry é/+&${randomBytes(12).toString('hex')}` };
const key = { kind: 'a key', value: `0x${randomBytes(32).toString('hex')}` };
const bytes = { kind: 'key bytes', value: new Uint8Array(randomBytes(32)) };
const around = (form: Uint8Array) => Buffer.concat([Buffer.from('{"cause":"'), form, Buffer.from('"}')]);

describe('the search for a secret', () => {
  it.each([text, key, bytes].flatMap((canary) => formsOf(canary).map((form) => ({ canary, form }))))(
    'finds $canary.kind planted in the form: $form.name',
    ({ canary, form }) => {
      const search = searchFor([canary]);
      search.look('a log', around(form.bytes));
      expect(search.found).toEqual([expect.stringMatching(`^a log: ${canary.kind}, `)]);
    },
  );

  it('finds what programs really write of it', () => {
    const raw = Buffer.from(key.value.slice(2), 'hex');
    const url = new URL(`https://rpc.example/?key=${encodeURIComponent(text.value)}`);
    const written = [
      JSON.stringify({ raw: new Uint8Array(raw) }),
      JSON.stringify({ raw }),
      JSON.stringify({ error: { message: `invalid key ${JSON.stringify(text.value)}` } }),
      String(new Error(`fetch failed: ${url}`)),
      Buffer.concat([Buffer.from('a'), raw, Buffer.from('bc')]).toString('base64'),
      Buffer.concat([Buffer.from('ab'), raw]).toString('base64url'),
      BigInt(key.value).toString(),
      `apiKey=${text.value.slice(-24)}…`,
      Buffer.from(text.value, 'utf16le'),
    ];
    for (const each of written) {
      const search = searchFor([text, key]);
      search.look('an error', each);
      expect(search.found, String(each)).toHaveLength(1);
    }
  });

  it('finds nothing where there is nothing', () => {
    const search = searchFor([text, key, bytes]);
    search.look('noise', randomBytes(100_000));
    search.look('words', 'The vault is locked. 0x and 64 hexadecimal digits: a password, a key');
    search.look('packed', deflateSync(key.value));
    expect(search.found).toEqual([]);
    expect(search.places).toBe(3);
  });

  it('looks into every file of a folder, at every name, and past what may hold it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'portcullis-canary-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    mkdirSync(join(folder, 'logs', 'old'), { recursive: true });
    writeFileSync(join(folder, 'api-token'), key.value);
    writeFileSync(join(folder, 'logs', 'api-token'), key.value);
    writeFileSync(join(folder, 'logs', 'old', 'console.db-wal'), around(bytes.value));
    writeFileSync(join(folder, 'logs', key.value), '');
    const search = searchFor([text, key, bytes]);
    search.lookUnder(folder, ['api-token']);
    expect(search.found.map((each) => each.replace(key.value, '<key>')).sort()).toEqual([
      'logs/api-token: a key, as it is',
      'logs/old/console.db-wal: key bytes, as it is',
      'the name of logs/<key>: a key, as it is',
    ]);
  });

  it.runIf(process.platform === 'linux')('looks into the environment and the command of a process', async () => {
    const script = 'process.stdout.write("up"); setInterval(() => undefined, 1000)';
    const child = spawn(process.execPath, ['-e', script, '--', String(key.value)], {
      env: { CANARY: text.value },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    await new Promise((resolve) => child.stdout.once('data', resolve));
    const search = searchFor([text, key]);
    search.lookInProcess(child.pid ?? 0);
    expect(search.found.map((place) => place.split(' ')[0])).toEqual(['environ', 'cmdline']);
    expect(commandOf(child.pid ?? 0)).toContain('…');
  });
});
