import type { MenuItemConstructorOptions } from 'electron';
import { expect, it } from 'vitest';
import { applicationMenu, type MenuActions, trayMenu } from '../../electron/menu.ts';

const did: string[] = [];
const actions = (platform: string): MenuActions => ({
  platform,
  haltAccelerator: 'Alt+F9',
  halt: () => void did.push('halt'),
  showConsole: () => void did.push('show'),
  showApprovals: () => void did.push('approvals'),
  quit: () => void did.push('quit'),
});

function items(menu: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return menu.flatMap((item) => [item, ...items(Array.isArray(item.submenu) ? item.submenu : [])]);
}
function press(menu: readonly MenuItemConstructorOptions[], label: string): void {
  const click = items(menu).find((item) => item.label === label)?.click as (() => void) | undefined;
  click?.();
}

it('halts, shows the console, the approvals, and ends from the tray', () => {
  did.length = 0;
  for (const label of ['Halt trading', 'Show Portcullis', 'Show waiting approvals', 'Quit']) {
    press(trayMenu(actions('linux')), label);
  }
  expect(did).toEqual(['halt', 'show', 'approvals', 'quit']);
});

it.each(['linux', 'win32', 'darwin'])(
  'carries the halt shortcut and asks before it quits on %s; nothing for developers',
  (platform) => {
    did.length = 0;
    const menu = applicationMenu(actions(platform));
    expect(items(menu).find(({ label }) => label === 'Halt')?.accelerator).toBe('Alt+F9');
    press(menu, 'Halt');
    press(menu, 'Quit Portcullis');
    expect(did).toEqual(['halt', 'quit']);
    const roles = items(menu).map(({ role }) => role);
    for (const role of ['quit', 'appMenu', 'reload', 'forceReload', 'toggleDevTools'] as const) {
      expect(roles).not.toContain(role);
    }
  },
);
