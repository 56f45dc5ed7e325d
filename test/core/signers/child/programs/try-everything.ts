import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { lockDown } from '../../../../../core/signers/child/lock-down.ts';

// Run in place of the signer child, with its arguments: after the lock-down it tries what a child must not be able to do.
const require = createRequire(import.meta.url);
lockDown();

const dataAddress = 'data:text/javascript,export {}';
const attempts: Readonly<Record<string, () => unknown>> = {
  'import node:net': () => import('node:net'),
  'import node:http': () => import('node:http'),
  'import node:https': () => import('node:https'),
  'import node:dns': () => import('node:dns'),
  'import node:dgram': () => import('node:dgram'),
  'import node:tls': () => import('node:tls'),
  'import node:http2': () => import('node:http2'),
  'import node:sqlite': () => import('node:sqlite'),
  'import node:fs': () => import('node:fs'),
  'import better-sqlite3': () => import('better-sqlite3'),
  'import a data address': () => import(dataAddress),
  'require node:net': () => require('node:net'),
  'require better-sqlite3': () => require('better-sqlite3'),
  'getBuiltinModule of net': () => process.getBuiltinModule('node:net'),
  'fetch from loopback': () => fetch('http://127.0.0.1:9/'),
  'open a WebSocket': () => new WebSocket('ws://127.0.0.1:9/'),
  'evaluate a text': () => new Function('return 1')(),
  'read the hosts file': () => readFileSync('/etc/hosts'),
  'list the folder above': () => readdirSync('/'),
  'write a file': () => writeFileSync(new URL('made-by-child', import.meta.url), ''),
  'start a program': () => spawnSync(process.execPath, ['--version']).error ?? Promise.reject(new Error('started')),
  'start a worker': () => new Worker('1', { eval: true }),
};

const outcomes: Record<string, string> = {};
for (const [name, attempt] of Object.entries(attempts)) {
  try {
    await attempt();
    outcomes[name] = 'done';
  } catch (cause) {
    outcomes[name] = `refused: ${(cause as NodeJS.ErrnoException).code ?? (cause as Error).name}`;
  }
}
process.send?.({ id: 0, result: { ok: true, value: outcomes } });
process.once('disconnect', () => process.exit(0));
