import type { App, Session, WebContents } from 'electron';
import type { Log } from '../core/ports.ts';
import { appScheme } from './origin.ts';

/**
 * What a page of ours may load: its own files and nothing else; no network at all, no inline script or style, no frame, no form.
 *
 * `style-src 'self'` holds without a nonce because nothing we ship needs an inline `<style>`: React and lightweight-charts set styles
 * through the CSSOM, which this does not govern. The chart's only style element and markup is its attribution logo
 * (`layout.attributionLogo: false`; the notice its licence asks for is a line of our own). Of the Radix primitives only ScrollArea and
 * Select write a style element; the scroll lock of modal ones is refused harmlessly, for no page of ours scrolls as a whole.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-src 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

/** The headers of every answer on app://. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/** What decides whether the operating system's sandbox is forced on every process of a window. */
export interface SandboxFacts {
  readonly isPackaged: boolean;
  readonly hasNoSandbox: boolean;
  /** The user's number on systems that have one; 0 is root. */
  readonly uid: number | undefined;
}

/**
 * Whether to force the sandbox even against `--no-sandbox`. Chromium cannot sandbox what root started, and a development or test run
 * may be where the system allows none; what is shipped keeps it in every other case. Each window asks for its sandbox in any case.
 */
export function mustSandbox({ isPackaged, hasNoSandbox, uid }: SandboxFacts): boolean {
  return !hasNoSandbox || (isPackaged && uid !== 0);
}

/** Whether a window may request this address: app:// content, data: images; developer tools only where they exist. */
export function mayRequest(address: string, isPackaged: boolean): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol } = new URL(address);
  return protocol === `${appScheme}:` || protocol === 'data:' || (!isPackaged && protocol === 'devtools:');
}

/** Shuts every way out of a window for all contents there will be: navigation, redirects, new windows, webviews, downloads. */
export function closeNavigation(app: App, log: Log): void {
  app.on('web-contents-created', (_event, contents) => {
    const refuse = (what: string) => (event: { preventDefault(): void }) => {
      event.preventDefault();
      log.warn('a window was refused', { what, contents: contents.id });
    };
    contents.on('will-navigate', refuse('navigation'));
    contents.on('will-redirect', refuse('redirect'));
    contents.on('will-frame-navigate', refuse('frame navigation'));
    contents.on('will-attach-webview', refuse('webview'));
    contents.setWindowOpenHandler(() => {
      log.warn('a window was refused', { what: 'new window', contents: contents.id });
      return { action: 'deny' };
    });
    closePeerConnections(contents);
  });
}

/** No policy of content governs WebRTC: without UDP outside a proxy, and without a proxy, it reaches nobody. */
function closePeerConnections(contents: WebContents): void {
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
}

/** Shuts what a session could grant: every permission, device, capture, download and every request that is not for our own files. */
export function closeSession(session: Session, isPackaged: boolean, log: Log): void {
  session.setPermissionRequestHandler((_contents, permission, decide) => {
    log.warn('a permission was refused', { permission });
    decide(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler(null);
  session.on('will-download', (event) => event.preventDefault());
  session.webRequest.onBeforeRequest((details, decide) => {
    const isOurs = mayRequest(details.url, isPackaged);
    if (!isOurs) log.warn('a request of a window was refused', { resourceType: details.resourceType });
    decide({ cancel: !isOurs });
  });
}
