// What the window of the test of going live starts in the place of core/process: the same core, from its sources, told that its program is
// the official one and that nothing lets others into it. The fallback that tests run on is not, and Playwright opens a way into every
// Electron that it drives. Its internet are the servers of LOOPBACK_EXCHANGES, over TLS, and nothing else.
import { join } from 'node:path';
import { serveChannel } from '../../core/channel-server.ts';
import { openLog } from '../../core/log.ts';
import { systemClock, systemIds } from '../../core/node-ports.ts';
import { parentChannel } from '../../core/parent-port.ts';
import { startCore } from '../../core/start-core.ts';
import { type Stood, tlsFetch } from '../exchange/tls-fetch.ts';

const official = { isOfficial: true, openings: [] };

const net = tlsFetch(JSON.parse(process.env.LOOPBACK_EXCHANGES ?? '[]') as readonly Stood[]);
globalThis.fetch = (input, init) => net.fetch(String(input), init);

const port = parentChannel();
if (port === null) throw new Error('this is started by the window only');
port.onGone(() => process.exit(1));
serveChannel({
  port,
  clock: systemClock,
  ids: systemIds,
  log: openLog({ file: null, stderr: true, name: 'core' }),
  start(message, keychain) {
    const log = openLog({ file: join(message.dataFolder, 'logs', 'core.log'), stderr: true, name: 'core' });
    return startCore({ ...message, host: official }, process.env, log, keychain);
  },
  // An exit at once could cut off the last message.
  ended: () => void systemClock.after(100, () => process.exit(0)),
});
