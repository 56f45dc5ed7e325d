import type { MenuItemConstructorOptions } from 'electron';

/** What the menus can do beside the system's own commands. */
export interface MenuActions {
  readonly platform: string;
  /** The halt shortcut, as Electron names it. */
  readonly haltAccelerator: string;
  readonly halt: () => void;
  readonly showConsole: () => void;
  readonly showApprovals: () => void;
  readonly quit: () => void;
}

/** The application menu: the commands of any application, the halt, the approvals that wait; nothing for developers. */
export function applicationMenu(actions: MenuActions): MenuItemConstructorOptions[] {
  // Not the system's own command: what is open is asked about first.
  const quit = { label: 'Quit Portcullis', accelerator: 'CommandOrControl+Q', click: actions.quit };
  const first: MenuItemConstructorOptions =
    actions.platform === 'darwin'
      ? {
          label: 'Portcullis',
          submenu: [
            { role: 'about' },
            { type: 'separator' },
            { role: 'hide' },
            { role: 'hideOthers' },
            { role: 'unhide' },
            { type: 'separator' },
            quit,
          ],
        }
      : { label: 'File', submenu: [quit] };
  return [
    first,
    { role: 'editMenu' },
    {
      label: 'View',
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    {
      label: 'Trading',
      submenu: [
        { label: 'Halt', accelerator: actions.haltAccelerator, click: actions.halt },
        { label: 'Show waiting approvals', click: actions.showApprovals },
      ],
    },
  ];
}

/** The tray's menu. */
export function trayMenu(actions: MenuActions): MenuItemConstructorOptions[] {
  return [
    { label: 'Halt trading', click: actions.halt },
    { type: 'separator' },
    { label: 'Show Portcullis', click: actions.showConsole },
    { label: 'Show waiting approvals', click: actions.showApprovals },
    { type: 'separator' },
    { label: 'Quit', click: actions.quit },
  ];
}
