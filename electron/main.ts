import { join } from 'node:path';
import { app, protocol } from 'electron';
import { describe } from '../core/door.ts';
import { openLog } from '../core/log.ts';
import { systemIds } from '../core/node-ports.ts';
import { takePipedSecrets } from '../core/secret-pipe.ts';
import { withdrawSecrets } from '../core/settings/withdraw-secrets.ts';
import { runApplication } from './application.ts';
import { declareScheme } from './protocol.ts';
import { closeNavigation, mustSandbox } from './security.ts';

// Before anything else: no process of Chromium's that starts from here on inherits them.
const secrets = { ...withdrawSecrets(process.env), ...takePipedSecrets(process.env) };

const log = openLog({ file: join(app.getPath('userData'), 'logs', 'host.log'), stderr: true, name: 'host' });

// A throw here is a bug of the windows' host, not of the core: it is written down, and neither shows a modal box nor ends the core.
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (cause: unknown) => {
    log.error('an unforeseen throw in the host', { incidentId: systemIds.next(), cause: describe(cause) });
  });
}

if (
  mustSandbox({
    isPackaged: app.isPackaged,
    hasNoSandbox: app.commandLine.hasSwitch('no-sandbox'),
    uid: process.getuid?.(),
  })
) {
  app.enableSandbox();
}
app.commandLine.appendSwitch('disable-background-networking');
app.commandLine.appendSwitch('disable-component-update');
declareScheme(protocol);
closeNavigation(app, log);

// No `await` at the top level: the application becomes ready only after this module has been evaluated.
if (!app.requestSingleInstanceLock()) {
  app.exit(0);
} else {
  app
    .whenReady()
    .then(
      () => runApplication(log, secrets),
      (cause: unknown) => fail(cause),
    )
    .catch(fail);
}

function fail(cause: unknown): void {
  log.error('the application could not start', { cause: describe(cause) });
  app.exit(1);
}
