/** What is known of this system before anything is installed. */
export interface SystemFacts {
  /** Names of shared libraries that the loader did not find, such as 'libgtk-3.so.0'. */
  readonly missingLibraries: readonly string[];
  readonly missingPrograms: readonly string[];
  readonly isRoot: boolean;
  /** A system with apt-get, as /etc/os-release says. */
  readonly isDebian: boolean;
  /** Whether its packages carry the names of the 64-bit time transition (Debian 13, Ubuntu 24.04). */
  readonly hasTime64Names: boolean;
  /** A person sits at it: their packages are theirs to install. */
  readonly hasDesktop: boolean;
}

/** What to do about what is missing. `line` is for the person; `unknown` names what no package is known for. */
export type SystemDecision =
  | { readonly kind: 'nothing-missing' }
  | { readonly kind: 'install'; readonly packages: readonly string[]; readonly line: string }
  | { readonly kind: 'tell'; readonly line: string };

/** Debian's package for each library that Electron is linked to or loads, and for each program that is started here. */
const packageOf: Readonly<Record<string, string>> = {
  'libX11.so.6': 'libx11-6',
  'libXcomposite.so.1': 'libxcomposite1',
  'libXdamage.so.1': 'libxdamage1',
  'libXext.so.6': 'libxext6',
  'libXfixes.so.3': 'libxfixes3',
  'libXrandr.so.2': 'libxrandr2',
  'libasound.so.2': 'libasound2',
  'libatk-1.0.so.0': 'libatk1.0-0',
  'libatk-bridge-2.0.so.0': 'libatk-bridge2.0-0',
  'libatspi.so.0': 'libatspi2.0-0',
  'libcairo.so.2': 'libcairo2',
  'libcups.so.2': 'libcups2',
  'libdbus-1.so.3': 'libdbus-1-3',
  'libdrm.so.2': 'libdrm2',
  'libexpat.so.1': 'libexpat1',
  'libgbm.so.1': 'libgbm1',
  'libgio-2.0.so.0': 'libglib2.0-0',
  'libglib-2.0.so.0': 'libglib2.0-0',
  'libgobject-2.0.so.0': 'libglib2.0-0',
  'libgtk-3.so.0': 'libgtk-3-0',
  'libnspr4.so': 'libnspr4',
  'libnss3.so': 'libnss3',
  'libnssutil3.so': 'libnss3',
  'libpango-1.0.so.0': 'libpango-1.0-0',
  'libsecret-1.so.0': 'libsecret-1-0',
  'libsmime3.so': 'libnss3',
  'libudev.so.1': 'libudev1',
  'libusb-1.0.so.0': 'libusb-1.0-0',
  'libxcb.so.1': 'libxcb1',
  'libxkbcommon.so.0': 'libxkbcommon0',
  Xvfb: 'xvfb',
  xdotool: 'xdotool',
  'dbus-run-session': 'dbus',
  'dbus-daemon': 'dbus',
  'dbus-send': 'dbus',
  'gnome-keyring-daemon': 'gnome-keyring',
  sqlite3: 'sqlite3',
};

/** Of the packages above, those whose old name stands for nothing or for several packages since the transition. */
const renamedForTime64: Readonly<Record<string, string>> = {
  libasound2: 'libasound2t64',
  'libatk1.0-0': 'libatk1.0-0t64',
  'libatk-bridge2.0-0': 'libatk-bridge2.0-0t64',
  'libatspi2.0-0': 'libatspi2.0-0t64',
  libcups2: 'libcups2t64',
  'libglib2.0-0': 'libglib2.0-0t64',
  'libgtk-3-0': 'libgtk-3-0t64',
};

/** The libraries that the loader reports as missing, from the output of ldd. */
export function missingInLdd(output: string): readonly string[] {
  return [...output.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1] ?? '');
}

/**
 * Installs only as root of a Debian without a desktop (a server, a container, a CI machine), and only when a package is known for all
 * that is missing; otherwise tells the person what to install.
 */
export function decideSystem(facts: SystemFacts): SystemDecision {
  const missing = [...facts.missingLibraries, ...facts.missingPrograms];
  if (missing.length === 0) return { kind: 'nothing-missing' };
  const unknown = missing.filter((name) => packageOf[name] === undefined);
  const packages = [...new Set(missing.flatMap((name) => packageNamed(name, facts.hasTime64Names)))].sort();
  if (!facts.isDebian || unknown.length > 0) {
    const what = facts.isDebian ? unknown : missing;
    return { kind: 'tell', line: `This system lacks ${what.join(', ')}. Install what provides it and start again.` };
  }
  const names = packages.join(' ');
  if (facts.isRoot && !facts.hasDesktop) {
    return { kind: 'install', packages, line: `Installing system packages with apt-get: ${names}` };
  }
  const sudo = facts.isRoot ? '' : 'sudo ';
  return {
    kind: 'tell',
    line: `System packages are missing. Paste this, then start again: ${sudo}apt-get install -y --no-install-recommends ${names}`,
  };
}

function packageNamed(missing: string, hasTime64Names: boolean): readonly string[] {
  const name = packageOf[missing];
  if (name === undefined) return [];
  return [(hasTime64Names ? renamedForTime64[name] : undefined) ?? name];
}
