import { readFile } from 'node:fs/promises';
import { extname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { Protocol } from 'electron';
import { appScheme, faceOf, type WindowFace } from './origin.ts';
import { securityHeaders } from './security.ts';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/** Where the files of each window are and which one is its page. */
export interface Site {
  readonly root: string;
  readonly page: string;
}

/** The files of both windows. */
export type Sites = Readonly<Record<WindowFace, Site>>;

/** A file to answer with. */
export interface Found {
  readonly path: string;
  readonly contentType: string;
}

/**
 * Which file an address stands for, or null: exactly our two origins, decoded once, inside the site's folder by `path.relative`, of a
 * type that is served. `/` is the window's page. Null bytes, backslashes, drive letters and remaining percent signs are nothing we
 * ever name.
 */
export function resolveAddress(sites: Sites, address: string): Found | null {
  const face = faceOf(address);
  if (face === null) return null;
  const { root, page } = sites[face];
  const decoded = decode(new URL(address).pathname);
  if (decoded === null || !/^\/[A-Za-z0-9._/-]*$/.test(decoded)) return null;
  const path = resolve(root, decoded === '/' ? page : decoded.replace(/^\/+/, ''));
  const inside = relative(root, path);
  if (inside === '' || inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) return null;
  const contentType = contentTypes[extname(path)];
  return contentType === undefined ? null : { path, contentType };
}

function decode(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return null;
  }
}

/** Answers one request for window content: GET only (405), our files only (404), always under the security headers. */
export async function answerRequest(sites: Sites, method: string, address: string): Promise<Response> {
  if (method !== 'GET') return new Response(null, { status: 405, headers: securityHeaders });
  const found = resolveAddress(sites, address);
  const bytes = found === null ? null : await readFile(found.path).catch(() => null);
  if (found === null || bytes === null) return new Response(null, { status: 404, headers: securityHeaders });
  return new Response(new Uint8Array(bytes), { headers: { ...securityHeaders, 'content-type': found.contentType } });
}

/** Where the built renderer keeps the two sites: one page each, beside their shared folder of assets. */
export function sitesIn(rendererFolder: string): Sites {
  return {
    console: { root: rendererFolder, page: 'console.html' },
    approval: { root: rendererFolder, page: join('approval', 'approval.html') },
  };
}

/** Declares app:// a standard, secure scheme; must run before the application is ready. */
export function declareScheme(protocol: Protocol): void {
  protocol.registerSchemesAsPrivileged([{ scheme: appScheme, privileges: { standard: true, secure: true } }]);
}

/** Serves both windows' files on app://. */
export function serveWindows(protocol: Protocol, sites: Sites): void {
  protocol.handle(appScheme, (request) => answerRequest(sites, request.method, request.url));
}
