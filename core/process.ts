import { join } from 'node:path';
import type { Start } from './channel.ts';
import { serveChannel } from './channel-server.ts';
import { describe } from './door.ts';
import { openLog } from './log.ts';
import { systemClock, systemIds } from './node-ports.ts';
import { parentChannel } from './parent-port.ts';
import type { HostKeychain, Log } from './ports.ts';
import { withdrawSecrets } from './settings/withdraw-secrets.ts';
import { keepHeapSmall } from './small-heap.ts';
import { startCore } from './start-core.ts';

// Before anything else: the host has withdrawn them already, but nobody says that it was our host.
const ownSecrets = withdrawSecrets(process.env);

keepHeapSmall();

const closingTimeMs = 5_000;
const lastWordsMs = 100;

// The log file is in the data folder, which only the start message names; until then lines go to standard error.
let log: Log = openLog({ file: null, stderr: true, name: 'core' });
const forwardingLog: Log = {
  info: (message, facts) => log.info(message, facts),
  warn: (message, facts) => log.warn(message, facts),
  error: (message, facts) => log.error(message, facts),
};

// After an unforeseen throw the state is unknown: this core ends, and the next one starts halted.
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (cause: unknown) => {
    log.error('an unforeseen throw ends the core', { incidentId: systemIds.next(), cause: describe(cause) });
    process.exit(1);
  });
}

// Ctrl-C in a terminal reaches the whole process group; the host decides when the core closes.
process.on('SIGINT', () => undefined);

// Electron marks the environment of what it starts; nothing below the core may read those marks.
for (const name of Object.keys(process.env)) if (name.startsWith('ELECTRON_')) delete process.env[name];

const port = parentChannel();
if (port === null) {
  process.stderr.write(
    'core/process is started by the console only; use `portcullis serve` to run without a window.\n',
  );
  process.exit(1);
}
// A host that is gone waits for nobody, and a close that hangs must not keep the data folder locked.
port.onGone(() => systemClock.after(closingTimeMs, () => process.exit(1)));
// An exit at once could cut off the last message, which says why the core did not start.
const ended = () => void systemClock.after(lastWordsMs, () => process.exit(0));
serveChannel({ port, clock: systemClock, ids: systemIds, log: forwardingLog, start, ended });

function start(message: Start, keychain: HostKeychain) {
  log = openLog({ file: join(message.dataFolder, 'logs', 'core.log'), stderr: true, name: 'core' });
  return startCore(
    { ...message, secrets: { ...ownSecrets, ...message.secrets } },
    process.env,
    forwardingLog,
    keychain,
  );
}
