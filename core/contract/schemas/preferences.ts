import * as z from 'zod';

/** How the console looks and when it speaks; nothing here decides what may pass. */
export const Preferences = z.strictObject({
  theme: z.enum(['system', 'dark', 'light']),
  /** Notifications of the operating system, by what they tell. */
  notify: z.strictObject({
    halt: z.boolean(),
    approval: z.boolean(),
    crash: z.boolean(),
    /** Kept preferences from before there were reminders do not have it. */
    rotation: z.boolean().default(true),
  }),
  /** The global shortcut that halts, as Electron writes it: 'CommandOrControl+Alt+Shift+H'. */
  haltShortcut: z.string().regex(/^[A-Za-z0-9+]{1,60}$/),
  /** Whether the three first steps were taken or skipped. */
  isFirstRunDone: z.boolean(),
  /** The market that the Trade screen opens with, null for the first. */
  market: z.string().max(60).nullable(),
});

/** What is changed; absent stays as it is. */
export const PreferencesChange = z.strictObject({
  theme: Preferences.shape.theme.optional(),
  notify: Preferences.shape.notify.optional(),
  haltShortcut: Preferences.shape.haltShortcut.optional(),
  isFirstRunDone: z.boolean().optional(),
  market: Preferences.shape.market.optional(),
});

/**
 * The app lock: raising actions want its passphrase once nothing was raised for `afterMinutes`. 'off' while no passphrase was set.
 */
export const AppLock = z.strictObject({
  state: z.enum(['off', 'open', 'locked']),
  afterMinutes: z.number().int().min(1).max(240),
});
