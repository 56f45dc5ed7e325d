import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import type { Face } from '../core/contract/method.ts';
import { methods } from '../core/contract/methods.ts';
import { type MethodName, windowChannels } from '../core/contract/names.ts';
import { err, type Result } from '../core/domain/result.ts';
import { shownMethod } from '../core/domain/shown-name.ts';
import { describe } from '../core/door.ts';
import { inputIssues } from '../core/input-issues.ts';
import type { Ids, Log } from '../core/ports.ts';
import { faceOf } from './origin.ts';

/** Who sent a message: null when its frame was already gone. `isMainFrame` of one of our own windows, not merely of any. */
export type Sender = { readonly url: string; readonly isMainFrame: boolean } | null;

/** What the door needs. */
export interface DoorDeps {
  readonly call: (face: Face, method: string, input: unknown) => Promise<Result<unknown>>;
  readonly ids: Ids;
  readonly log: Log;
}

/**
 * The one door between the windows and the core. In this order: the sender is the main frame of one of our windows at exactly
 * app://console or app://approval, which is its face; the method exists; this face may ask it; the input is exactly of the contract's
 * shape. Then the core is asked, which checks again. Every refusal is logged. Errors: `not-allowed`, `unknown-method`,
 * `invalid-input`, `internal` when something threw, and whatever the core answers.
 */
export async function answer(
  deps: DoorDeps,
  sender: Sender,
  method: unknown,
  input: unknown,
): Promise<Result<unknown>> {
  const shown = typeof method === 'string' ? shownMethod(method) : typeof method;
  const face = sender?.isMainFrame === true ? faceOf(sender.url) : null;
  if (face === null) {
    deps.log.warn('the door refused a stranger', { method: shown, url: sender?.url ?? null });
    return err({ code: 'not-allowed', retry: 'never', method: shown, face: 'stranger' });
  }
  if (typeof method !== 'string' || !Object.hasOwn(methods, method)) {
    deps.log.warn('the door refused an unknown method', { method: shown, face });
    return err({ code: 'unknown-method', retry: 'never', method: shown });
  }
  const name = method as MethodName;
  const from: readonly Face[] = methods[name].from;
  if (!from.includes(face)) {
    deps.log.warn('the door refused a face', { method: name, face });
    return err({ code: 'not-allowed', retry: 'never', method: name, face });
  }
  const parsed = methods[name].input.safeParse(input);
  if (!parsed.success) {
    deps.log.warn('the door refused an input', { method: name, face });
    return err({ code: 'invalid-input', retry: 'never', issues: inputIssues(parsed.error) });
  }
  try {
    return await deps.call(face, name, parsed.data);
  } catch (cause) {
    const incidentId = deps.ids.next();
    deps.log.error('a call through the door threw', { incidentId, method: name, cause: describe(cause) });
    return err({ code: 'internal', retry: 'after-checking', incidentId });
  }
}

/** Opens the door: the only place where a window's message enters. `isOurs` knows our windows by the id of their contents. */
export function openDoor(ipcMain: IpcMain, deps: DoorDeps, isOurs: (webContentsId: number) => boolean): void {
  ipcMain.handle(windowChannels.ask, (event, method: unknown, input: unknown) =>
    answer(deps, senderOf(event, isOurs), method, input),
  );
}

function senderOf(event: IpcMainInvokeEvent, isOurs: (webContentsId: number) => boolean): Sender {
  const frame = event.senderFrame;
  if (frame === null) return null;
  return { url: frame.url, isMainFrame: frame === event.sender.mainFrame && isOurs(event.sender.id) };
}
