import { contextBridge, ipcRenderer } from 'electron';
import type { Bridge, HostInfo } from '../core/contract/bridge.ts';
import { type MethodName, methodNames, windowChannels } from '../core/contract/names.ts';
import type { Announcement, Listener } from '../core/contract/topics.ts';
import { gatherMarketUpdates } from './market-batch.ts';

const ask = Object.fromEntries(
  methodNames.map((name) => [name, (input: unknown) => ipcRenderer.invoke(windowChannels.ask, name, input)]),
) as Bridge['ask'];

// A name that is not listed never leaves the window: own properties of `ask` are all there is.
async function call(method: MethodName, input: unknown): Promise<unknown> {
  if (!Object.hasOwn(ask, method)) return { ok: false, error: { code: 'unknown-method', retry: 'never', method } };
  return (ask[method] as (input: unknown) => Promise<unknown>)(input);
}

const announcementListeners = new Set<Listener>();
const hostListeners = new Set<(info: HostInfo) => void>();
let host: HostInfo | null = null;

function tell(announcement: Announcement): void {
  for (const listener of announcementListeners) listener(announcement);
}
const takeMarketUpdate = gatherMarketUpdates(
  (payload) => tell({ topic: 'market.updated', payload }),
  (task, delayMs) => void setTimeout(task, delayMs),
);
ipcRenderer.on(windowChannels.announce, (_event, announcement: Announcement) => {
  if (announcement.topic === 'market.updated') takeMarketUpdate(announcement.payload);
  else tell(announcement);
});
ipcRenderer.on(windowChannels.host, (_event, info: HostInfo) => {
  host = info;
  for (const listener of hostListeners) listener(info);
});

const bridge: Bridge = {
  ask,
  call: call as Bridge['call'],
  on(listener) {
    announcementListeners.add(listener);
    return () => void announcementListeners.delete(listener);
  },
  host: {
    platform: process.platform,
    on(listener) {
      hostListeners.add(listener);
      if (host !== null) listener(host);
      return () => void hostListeners.delete(listener);
    },
  },
};

contextBridge.exposeInMainWorld('portcullis', bridge);
