import { EventEmitter } from 'node:events';
import type { App } from 'electron';
import { describe, expect, it } from 'vitest';
import { closeNavigation, contentSecurityPolicy, mayRequest, mustSandbox } from '../../electron/security.ts';
import { consoleWindowOptions, webPreferencesFor } from '../../electron/window-options.ts';
import { keepingLog } from './quiet-log.ts';

describe('what a page may load', () => {
  it('is exactly its own files, without inline script, inline style or network', () => {
    expect(contentSecurityPolicy).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'none'; " +
        "base-uri 'none'; form-action 'none'; frame-src 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
    );
    expect(contentSecurityPolicy).not.toContain('unsafe');
  });

  it.each([
    ['app://console/assets/a.js', true],
    ['data:image/png;base64,AA==', true],
    ['https://example.com/', false],
    ['http://127.0.0.1:8000/api/health', false],
    ['ws://127.0.0.1/', false],
    ['file:///etc/passwd', false],
    ['devtools://devtools/bundled/x.js', false],
    ['nonsense', false],
  ])('lets a packaged window request %s: %s', (address, expected) => {
    expect(mayRequest(address, true)).toBe(expected);
  });
});

describe('the sandbox', () => {
  it.each([
    [{ isPackaged: true, hasNoSandbox: false, uid: 1000 }, true],
    [{ isPackaged: true, hasNoSandbox: true, uid: 1000 }, true],
    [{ isPackaged: true, hasNoSandbox: true, uid: undefined }, true],
    [{ isPackaged: true, hasNoSandbox: true, uid: 0 }, false],
    [{ isPackaged: false, hasNoSandbox: true, uid: 1000 }, false],
    [{ isPackaged: false, hasNoSandbox: false, uid: 1000 }, true],
  ])('is forced with %j: %s', (facts, expected) => {
    expect(mustSandbox(facts)).toBe(expected);
  });
});

describe('what a window may do', () => {
  const facts = { preload: '/p.cjs', isPackaged: true, isDark: true };

  it('is written out and closed', () => {
    expect(webPreferencesFor(facts)).toEqual({
      preload: '/p.cjs',
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
      safeDialogs: true,
      devTools: false,
    });
  });

  it('has developer tools only where the application is not packaged', () => {
    expect(webPreferencesFor({ ...facts, isPackaged: false }).devTools).toBe(true);
  });

  it('cannot be given other web preferences by a remembered place', () => {
    const options = consoleWindowOptions(facts, { x: 1, y: 2, width: 1200, height: 800 });
    expect(options).toMatchObject({
      x: 1,
      y: 2,
      width: 1200,
      height: 800,
      minWidth: 1100,
      minHeight: 700,
      show: false,
    });
    expect(options.webPreferences).toEqual(webPreferencesFor(facts));
  });

  it('refuses navigation, redirects, frames, webviews and new windows of all contents', () => {
    const app = new EventEmitter();
    closeNavigation(app as unknown as App, keepingLog());
    const contents = Object.assign(new EventEmitter(), {
      id: 1,
      setWindowOpenHandler(decide: () => { action: string }) {
        expect(decide()).toEqual({ action: 'deny' });
        opened.push('closed');
      },
      setWebRTCIPHandlingPolicy(policy: string) {
        opened.push(policy);
      },
    });
    const opened: string[] = [];
    app.emit('web-contents-created', {}, contents);
    expect(opened).toEqual(['closed', 'disable_non_proxied_udp']);
    for (const event of ['will-navigate', 'will-redirect', 'will-frame-navigate', 'will-attach-webview']) {
      let isPrevented = false;
      contents.emit(event, { preventDefault: () => (isPrevented = true) });
      expect([event, isPrevented]).toEqual([event, true]);
    }
  });
});
