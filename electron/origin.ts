/** The two origins there are, by the host of their app:// addresses. */
export const windowFaces = ['console', 'approval'] as const;
export type WindowFace = (typeof windowFaces)[number];

/** The scheme of all window content. */
export const appScheme = 'app';

/** The start address of a window. */
export function addressOf(face: WindowFace): string {
  return `${appScheme}://${face}/`;
}

/**
 * Which window an address belongs to: exactly app://console or app://approval by the standard URL parser, without user, password or
 * port; null for everything else, also for text that is no address.
 */
export function faceOf(address: string): WindowFace | null {
  if (!URL.canParse(address)) return null;
  const { protocol, host, username, password } = new URL(address);
  if (protocol !== `${appScheme}:` || username !== '' || password !== '') return null;
  return windowFaces.find((face) => face === host) ?? null;
}
