/** The keys that are held and pressed, as a keyboard event has them. */
export interface PressedKeys {
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/**
 * The keys as Electron names a shortcut, 'CommandOrControl+Alt+H'; null unless a letter, a figure or a function key is pressed while at least
 * two others are held: one alone would halt by accident.
 */
export function acceleratorOf({ code, ctrlKey, metaKey, altKey, shiftKey }: PressedKeys): string | null {
  const key = /^(?:Key([A-Z])|Digit(\d)|(F(?:[1-9]|1\d|2[0-4])))$/.exec(code);
  const name = key?.[1] ?? key?.[2] ?? key?.[3];
  if (name === undefined) return null;
  const held = [
    ctrlKey || metaKey ? 'CommandOrControl' : null,
    altKey ? 'Alt' : null,
    shiftKey ? 'Shift' : null,
  ].filter((word) => word !== null);
  return held.length < 2 ? null : [...held, name].join('+');
}
