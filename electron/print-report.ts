import { BrowserWindow, type Session, session } from 'electron';
import type { Face } from '../core/contract/method.ts';
import type { MethodName } from '../core/contract/names.ts';
import { ok, type Result } from '../core/domain/result.ts';
import type { Log } from '../core/ports.ts';
import { writeWhole } from '../core/store/whole-file.ts';
import { closeSession } from './security.ts';

/** Asks the core for a window. */
export type Ask = (face: Face, method: string, input: unknown) => Promise<Result<unknown>>;

/** What printing needs of this program. */
export interface PrintParts {
  readonly readPage: (file: string) => Promise<string>;
  readonly print: (page: string) => Promise<Uint8Array>;
  readonly write: (file: string, content: Uint8Array) => void;
  readonly log: Log;
}

/** What is answered with a page that is also wanted on paper. */
const printed: ReadonlySet<string> = new Set<MethodName>(['procedures.writeReport', 'sheet.write', 'reports.writeDay']);

/**
 * Asks the core, and prints the report or sheet that it has written beside its page, as PDF: what the window is told then names that file as well.
 * Where it cannot be printed the page is there all the same, and no file is named.
 */
export function withPrintedReports(ask: Ask, { log, print, readPage, write }: PrintParts): Ask {
  return async (face, method, input) => {
    const answer = await ask(face, method, input);
    if (!printed.has(method) || !answer.ok) return answer;
    const files = answer.value as { readonly html: string };
    const pdf = files.html.replace(/\.html$/, '.pdf');
    if (pdf === files.html) return answer;
    try {
      write(pdf, await print(await readPage(files.html)));
      return ok({ ...files, pdf });
    } catch (cause) {
      log.warn('a report could not be printed', { cause: String(cause) });
      return answer;
    }
  };
}

/** Writes a printed report for this user alone. */
export const writePrinted = (file: string, content: Uint8Array): void => writeWhole(file, content);

/** Chromium may hang; whoever asked gets the page without the PDF then. */
const printingMostMs = 60_000;

/** The session that pages are printed in: one for all of them, shut before the first. */
let reportSession: Session | null = null;

/**
 * A page as PDF, on A4. It is shown to nobody, in a window without scripts, in a session of its own that is kept nowhere and reaches nothing: all
 * that it loads is the page itself, which it is given as text.
 */
export async function printPage(page: string, log: Log): Promise<Uint8Array> {
  const own = reportSession ?? session.fromPartition('report');
  if (reportSession === null) closeSession(own, true, log);
  reportSession = own;
  const window = new BrowserWindow({
    show: false,
    webPreferences: {
      session: own,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      javascript: false,
      webviewTag: false,
      devTools: false,
    },
  });
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error('it took too long')), printingMostMs);
  try {
    return await Promise.race([printedIn(window, page), late.promise]);
  } finally {
    clearTimeout(timer);
    window.destroy();
  }
}

async function printedIn(window: BrowserWindow, page: string): Promise<Uint8Array> {
  await window.loadURL(`data:text/html;charset=utf-8;base64,${Buffer.from(page, 'utf8').toString('base64')}`);
  return window.webContents.printToPDF({ pageSize: 'A4', printBackground: false });
}
