/** What `npm start` was asked to do. */
export interface StartArguments {
  readonly task: 'run' | 'develop' | 'package';
  /** Open the window on a virtual display. */
  readonly isVirtual: boolean;
  /** Everything else, in order: the console's own arguments, or electron-builder's. */
  readonly passed: readonly string[];
}

/** Takes our own three flags out of the arguments, wherever they stand before a `--`. */
export function parseStartArguments(argv: readonly string[]): StartArguments {
  const end = argv.includes('--') ? argv.indexOf('--') : argv.length;
  const ours = new Set(argv.slice(0, end).filter((argument) => ownFlags.has(argument)));
  return {
    task: ours.has('--package') ? 'package' : ours.has('--dev') ? 'develop' : 'run',
    isVirtual: ours.has('--xvfb'),
    passed: [...argv.slice(0, end).filter((argument) => !ownFlags.has(argument)), ...argv.slice(end + 1)],
  };
}

const ownFlags: ReadonlySet<string> = new Set(['--package', '--dev', '--xvfb']);

/** Where the console can show itself: on the person's display, on a virtual one, or nowhere. */
export function placeToShow(facts: {
  readonly platform: string;
  readonly isVirtual: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
}): 'display' | 'virtual' | 'nowhere' {
  if (facts.platform !== 'linux') return 'display';
  if (facts.isVirtual) return 'virtual';
  return facts.environment.DISPLAY || facts.environment.WAYLAND_DISPLAY ? 'display' : 'nowhere';
}

/**
 * Electron's arguments: its own switches, the application, then what the person gave. Electron as root refuses to start sandboxed; on a
 * virtual display there is no desktop, and Chromium's complaints about that (below fatal) are left out. Nor is there a GPU: a page that
 * asks for one while Chromium finds that out waits without end, about once in forty starts (measured with Electron 33.2.1).
 */
export function electronArguments(facts: {
  readonly isRoot: boolean;
  readonly isVirtual: boolean;
  readonly application: string;
  readonly passed: readonly string[];
}): readonly string[] {
  return [
    ...(facts.isRoot ? ['--no-sandbox'] : []),
    ...(facts.isVirtual ? ['--ozone-platform=x11', '--log-level=3', '--disable-gpu'] : []),
    facts.application,
    ...facts.passed,
  ];
}
