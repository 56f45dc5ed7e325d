// What the window of the test of going live starts in the place of core/process: the same core, from its sources, told that its program is
// the official one and that nothing lets others into it. The fallback that tests run on is not, and Playwright opens a way into every
// Electron that it drives. Its internet are the servers of LOOPBACK_EXCHANGES, over TLS, a chain on this machine, and nothing else.
import { readFileSync } from 'node:fs';
import disk from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { serveChannel } from '../../core/channel-server.ts';
import { openLog } from '../../core/log.ts';
import { systemClock, systemIds } from '../../core/node-ports.ts';
import { parentChannel } from '../../core/parent-port.ts';
import { startCore } from '../../core/start-core.ts';
import { type Stood, tlsFetch } from '../exchange/tls-fetch.ts';

const official = { isOfficial: true, openings: [] };

const net = tlsFetch(JSON.parse(process.env.LOOPBACK_EXCHANGES ?? '[]') as readonly Stood[]);
const onThisMachine = globalThis.fetch;
globalThis.fetch = (input, init) =>
  String(input).startsWith('http://127.0.0.1:') ? onThisMachine(input, init) : net.fetch(String(input), init);

// A test cannot fill the disk: it says how many bytes are left, in a file that is not there before.
const leftFile = process.env.LOOPBACK_BYTES_LEFT ?? '';
const askDisk = disk.statfs;
disk.statfs = (async (folder: string) => {
  const said = await askDisk(folder, { bigint: true });
  try {
    const left = BigInt(readFileSync(leftFile, 'utf8'));
    return Object.assign(said, { bsize: 1n, bavail: left });
  } catch {
    return said;
  }
}) as typeof disk.statfs;
syncBuiltinESMExports();

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
