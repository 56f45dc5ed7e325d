import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

interface PinnedNode {
  nodePackage(platform: string, arch: string): string | null;
  isNewEnough(version: string): boolean;
  pinnedNode(from: string, platform?: string, arch?: string): string | null;
}

const module = new URL('../../core/pinned-node.mjs', import.meta.url);
const { nodePackage, isNewEnough, pinnedNode } = (await import(module.href)) as PinnedNode;
const entry = fileURLToPath(new URL('./fixtures/old-node-entry.mjs', import.meta.url));

describe('the table of packages', () => {
  test('every pinned Node of package.json is the one for a system, and the other way round', () => {
    const packageFile = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
    const { optionalDependencies } = JSON.parse(packageFile) as { optionalDependencies: Record<string, string> };
    const systems = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'win32-x64'].map((system) =>
      system.split('-'),
    );
    const packages = systems.map(([platform, arch]) => nodePackage(platform ?? '', arch ?? ''));
    expect(packages.sort()).toEqual(Object.keys(optionalDependencies).sort());
    for (const version of Object.values(optionalDependencies)) expect(isNewEnough(version)).toBe(true);
  });

  test('a system without one has none', () => {
    expect(nodePackage('freebsd', 'x64')).toBeNull();
    expect(pinnedNode(import.meta.url, 'freebsd', 'x64')).toBeNull();
  });
});

test('a Node from 24 on is new enough, an older one is not', () => {
  expect(['24.0.0', '24.21.0', '26.1.0'].map(isNewEnough)).toEqual([true, true, true]);
  expect(['18.20.0', '20.20.2', '22.12.0'].map(isNewEnough)).toEqual([false, false, false]);
});

describe('an entry started by an older Node', () => {
  test('runs again with the pinned one: same arguments, same terminal, its exit code', () => {
    const { status, stdout } = spawnSync(process.execPath, [entry, 'exit', 'a b', '--flag'], { encoding: 'utf8' });
    const ran = JSON.parse(stdout) as { version: string; argv: string[] };
    expect(isNewEnough(ran.version)).toBe(true);
    expect(ran.argv).toEqual(['exit', 'a b', '--flag']);
    expect(status).toBe(7);
  });

  test('passes a signal on and ends as what it started ends', async () => {
    const child = spawn(process.execPath, [entry, 'wait'], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([5, null]);
  });

  test('refuses with a sentence when no pinned Node is installed', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [entry, 'exit'], {
      encoding: 'utf8',
      env: { ...process.env, WITHOUT_PINNED: 'yes' },
    });
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(
      /^Portcullis needs Node 24; this is 20\.0\.0, and the pinned one is not installed\. Run npm ci\.\n$/,
    );
  });
});
