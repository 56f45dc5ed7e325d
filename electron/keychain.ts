import type { SafeStorage } from 'electron';

/** The operating system's keychain, as one asynchronous interface over both generations of Electron's `safeStorage`. */
export interface Keychain {
  /** The store chosen on Linux, such as 'gnome_libsecret' or 'basic_text'; null on other systems. Does not block. */
  backend(): string | null;
  /** May block on a prompt where the collection is locked: ask only after that was ruled out. */
  isAvailable(): Promise<boolean>;
  seal(text: string): Promise<Buffer>;
  /** `shouldSealAgain` when the system has renewed its key. Throws when it was not sealed by this keychain. */
  open(sealed: Buffer): Promise<{ readonly text: string; readonly shouldSealAgain: boolean }>;
}

/** Newer versions have the asynchronous calls and call the others deprecated; the fallback runtime has only the others. */
type AnySafeStorage = Pick<
  SafeStorage,
  'isEncryptionAvailable' | 'encryptString' | 'decryptString' | 'getSelectedStorageBackend'
> &
  Partial<Pick<SafeStorage, 'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync'>>;

/** The keychain over `safeStorage`, asynchronous where that exists. For use after the application is ready. */
export function keychainOf(safeStorage: AnySafeStorage, platform: string): Keychain {
  return {
    backend: () => (platform === 'linux' ? safeStorage.getSelectedStorageBackend() : null),
    isAvailable: async () => (await safeStorage.isAsyncEncryptionAvailable?.()) ?? safeStorage.isEncryptionAvailable(),
    seal: async (text) => (await safeStorage.encryptStringAsync?.(text)) ?? safeStorage.encryptString(text),
    async open(sealed) {
      const opened = await safeStorage.decryptStringAsync?.(sealed);
      if (opened === undefined) return { text: safeStorage.decryptString(sealed), shouldSealAgain: false };
      return { text: opened.result, shouldSealAgain: opened.shouldReEncrypt };
    },
  };
}
