import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerRequest, resolveAddress, sitesIn } from '../../electron/protocol.ts';
import { contentSecurityPolicy } from '../../electron/security.ts';

let folder: string;
let sites: ReturnType<typeof sitesIn>;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portcullis-protocol-'));
  const root = join(folder, 'renderer');
  mkdirSync(join(root, 'assets'), { recursive: true });
  mkdirSync(join(root, 'approval'));
  mkdirSync(join(folder, 'renderer-twin'));
  writeFileSync(join(root, 'console.html'), '<title>console</title>');
  writeFileSync(join(root, 'approval', 'approval.html'), '<title>approval</title>');
  writeFileSync(join(root, 'assets', 'main-Ab_1.js'), 'export {};');
  writeFileSync(join(folder, 'secret.js'), 'secret');
  writeFileSync(join(folder, 'renderer-twin', 'secret.js'), 'secret');
  sites = sitesIn(root);
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('window content on app://', () => {
  it('gives each origin its page', async () => {
    const console = await answerRequest(sites, 'GET', 'app://console/');
    expect(await console.text()).toBe('<title>console</title>');
    const approval = await answerRequest(sites, 'GET', 'app://approval/?approvalId=a1#x');
    expect(await approval.text()).toBe('<title>approval</title>');
    expect(approval.headers.get('content-type')).toBe('text/html; charset=utf-8');
  });

  it('serves a file with its exact type, under the security headers', async () => {
    const answer = await answerRequest(sites, 'GET', 'app://console/assets/main-Ab_1.js');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(answer.headers.get('content-security-policy')).toBe(contentSecurityPolicy);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it.each(['POST', 'HEAD', 'PUT', 'OPTIONS', 'get'])('answers %s with 405', async (method) => {
    const answer = await answerRequest(sites, method, 'app://console/');
    expect([answer.status, answer.headers.get('content-security-policy')]).toEqual([405, contentSecurityPolicy]);
  });

  it.each([
    ['another host', 'app://evil/console.html'],
    ['another scheme', 'https://console/console.html'],
    ['a parent', 'app://console/../secret.js'],
    ['an encoded parent', 'app://console/%2e%2e/secret.js'],
    ['an encoded slash', 'app://console/..%2fsecret.js'],
    ['a twice encoded parent', 'app://console/%252e%252e/secret.js'],
    ['a twin folder', 'app://console/..%2frenderer-twin/secret.js'],
    ['a backslash', 'app://console/..%5csecret.js'],
    ['a null byte', 'app://console/console.html%00.js'],
    ['a drive letter', 'app://console/C:/secret.js'],
    ['broken encoding', 'app://console/%E0%A4%A'],
    ['a folder', 'app://console/assets/'],
    ['a type that is not served', 'app://console/console.map'],
    ['a file that is not there', 'app://console/assets/other.js'],
    ['an absolute path', 'app://console//etc/passwd.js'],
  ])('answers %s with 404: %s', async (_what, address) => {
    const answer = await answerRequest(sites, 'GET', address);
    expect([answer.status, await answer.text()]).toEqual([404, '']);
  });

  it('keeps an absolute path below its folder', () => {
    expect(resolveAddress(sites, 'app://console//etc/passwd.js')?.path).toBe(
      join(sites.console.root, 'etc', 'passwd.js'),
    );
  });

  it('never resolves outside its folder, whatever the path', () => {
    for (const path of ['/..', '/../', '/a/../../x.js', '/./../x.js', '/%2e%2e%2f%2e%2e%2fx.js', '/....//x.js']) {
      const found = resolveAddress(sites, `app://console${path}`);
      if (found !== null) expect(found.path.startsWith(`${sites.console.root}/`)).toBe(true);
    }
  });
});

describe('an address', () => {
  it.each(['%00.js', 'a%5cb.js', 'C:/a.js', '%252e.js', 'a%20b.js', '%E0%A4%A'])(
    'with anything we never name stands for no file: %s',
    (rest) => {
      expect(resolveAddress(sites, `app://console/${rest}`)).toBeNull();
    },
  );
});
