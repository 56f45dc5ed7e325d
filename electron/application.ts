import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { app, ipcMain, nativeTheme, protocol, safeStorage, session } from 'electron';
import type { HostInfo } from '../core/contract/bridge.ts';
import type { Preferences } from '../core/contract/shapes.ts';
import { openingSwitches } from '../core/golive/opening-switches.ts';
import { systemClock, systemIds } from '../core/node-ports.ts';
import type { Log } from '../core/ports.ts';
import { fileSteps } from '../core/store/whole-file.ts';
import { officialElectron } from '../core/version.ts';
import { watchApprovals } from './approval-watch.ts';
import { dataFolderFrom } from './arguments.ts';
import { createClosing } from './closing.ts';
import { whatIsOpen } from './closing-question.ts';
import { probeCollection } from './collection-probe.ts';
import { connectCore } from './connect-core.ts';
import { chooseHost } from './core-host/choose.ts';
import { nodeToRun, outsideArchive } from './core-host/installed.ts';
import { signerNode } from './core-host/signer-node.ts';
import { superviseCore } from './core-process.ts';
import { offerHalt } from './halt-controls.ts';
import { openDoor } from './ipc.ts';
import { createKeyKeeper } from './key-keeper.ts';
import { keychainOf } from './keychain.ts';
import { watchForNotices } from './notice-watch.ts';
import { followPreferences } from './preferences-watch.ts';
import { printPage, withPrintedReports, writePrinted } from './print-report.ts';
import { serveWindows, sitesIn } from './protocol.ts';
import { closeSession } from './security.ts';
import { shortcutLabel, usualHaltAccelerator } from './shortcut.ts';
import { createWindows } from './windows.ts';

const builtFolder = join(import.meta.dirname, '..');

/**
 * The application from ready to end: opens the one door, shows the console, starts the core and keeps it there, halts from anywhere,
 * opens an approval's window when the core asks, and closes the core before it ends. `secrets` are those of the environment it was started
 * with: they pass to the core and to nothing else.
 */
export function runApplication(log: Log, secrets: Readonly<Record<string, string>>): void {
  const { platform } = process;
  const userData = app.getPath('userData');
  const dataFolder = dataFolderFrom({
    argv: process.argv,
    environment: process.env,
    workingFolder: process.cwd(),
    userData,
  });
  const pinnedNode = nodeToRun({
    isPackaged: app.isPackaged,
    resourcesFolder: process.resourcesPath,
    named: process.env.PORTCULLIS_NODE,
    platform,
  });
  const choice = chooseHost({
    hostNode: process.versions.node,
    pinnedNode,
    wanted: process.env.PORTCULLIS_CORE_HOST,
  });
  const keeper = createKeyKeeper(
    {
      platform,
      keychain: keychainOf(safeStorage, platform),
      collection: probeCollection,
      file: join(dataFolder, 'master-key.sealed'),
      bytes: systemIds.bytes,
      steps: fileSteps,
    },
    systemClock,
    (keychainProblem) => tell({ keychainProblem }),
  );
  const host = superviseCore({
    connect: connectCore(choice, outsideArchive(builtFolder), log),
    facts: async () => {
      const { masterKey, problem, staged } = await keeper.now();
      return {
        dataFolder,
        runtime: `Electron ${process.versions.electron}, core: ${choice.kind}`,
        host: {
          isOfficial: process.versions.electron === officialElectron,
          openings: openingSwitches(process.argv.slice(1), process.env),
        },
        masterKey,
        stagedMasterKey: staged,
        keychainProblem: problem,
        secrets,
        signerNode: signerNode(choice, pinnedNode, import.meta.url),
      };
    },
    keychain: keeper.answer,
    clock: systemClock,
    log,
  });

  let info: HostInfo = {
    core: 'starting',
    coreProblem: null,
    haltShortcut: shortcutLabel(platform, usualHaltAccelerator),
    haltShortcutProblem: null,
    keychainProblem: null,
  };
  const windows = createWindows({
    preload: join(builtFolder, 'preload', 'preload.cjs'),
    isPackaged: app.isPackaged,
    memoryFile: join(userData, 'console-window.json'),
    log,
    hostInfo: () => info,
    mayClose: (again) => closing.mayClose(again),
    consoleClosed: () => platform !== 'darwin' && app.quit(),
  });
  const closing = createClosing({
    question: () => whatIsOpen(host, systemClock),
    ask: (question) => windows.ask(question, ['Close', 'Keep open']),
  });
  const quit = (): void => {
    if (closing.mayClose(quit)) app.quit();
  };
  const tell = (change: Partial<HostInfo>) => {
    info = { ...info, ...change };
    windows.tellHost();
  };

  closeSession(session.defaultSession, app.isPackaged, log);
  serveWindows(protocol, sitesIn(join(builtFolder, 'renderer')));
  const approvals = watchApprovals(host, windows);
  const call = withPrintedReports(approvals.call, {
    readPage: (file) => readFile(file, 'utf8'),
    print: (page) => printPage(page, log),
    write: writePrinted,
    log,
  });
  openDoor(ipcMain, { call, ids: systemIds, log }, windows.isOurs);
  windows.showConsole();

  let notify: Preferences['notify'] = { halt: true, approval: true, crash: true, rotation: true };
  watchForNotices(host, windows, (kind) => notify[kind]);
  host.onAnnouncement(windows.announce);
  host.onState((core) => tell({ core: core.state, coreProblem: core.problem }));
  const controls = offerHalt({ host, windows, showApprovals: approvals.showAll, platform, quit });
  const takeShortcut = (wanted: string): void => {
    const { accelerator, problem } = controls.takeShortcut(wanted);
    tell({ haltShortcut: shortcutLabel(platform, accelerator), haltShortcutProblem: problem });
  };
  takeShortcut(usualHaltAccelerator);
  followPreferences(host, (preferences) => {
    notify = preferences.notify;
    nativeTheme.themeSource = preferences.theme;
    takeShortcut(preferences.haltShortcut);
  });

  app.on('second-instance', () => windows.showConsole());
  app.on('activate', () => windows.showConsole());
  app.on('window-all-closed', () => platform !== 'darwin' && app.quit());
  app.on('before-quit', closing.end);
  app.on('will-quit', (event) => {
    event.preventDefault();
    void host.stop().finally(() => app.exit(0));
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit());
}
