// What the fallback Electron runs when it is started as `electron [-r module]... path/to/application`: it becomes that application.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const argv = process.argv.slice(1);
const required = [];
let at = 0;
while (argv[at]?.startsWith('-')) {
  const takesModule = argv[at] === '-r' || argv[at] === '--require';
  if (takesModule) required.push(argv[at + 1]);
  at += takesModule ? 2 : 1;
}

if (argv[at] === undefined) {
  process.stderr.write('Give the folder of an application.\n');
  app.exit(1);
} else {
  const folder = resolve(argv[at]);
  const { name, productName, version, main } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  process.defaultApp = true;
  app.setName(productName ?? name);
  app.setVersion(version);
  app.setAppPath(folder);
  if (!app.commandLine.hasSwitch('user-data-dir')) {
    app.setPath('userData', join(app.getPath('appData'), app.getName()));
  }
  const require = createRequire(import.meta.url);
  for (const module of required) require(module);
  // Awaited here, so that the application's own module has run before Electron becomes ready.
  await import(pathToFileURL(join(folder, main)).href);
}
