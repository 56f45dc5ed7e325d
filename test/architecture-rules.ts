import { dirname, join, normalize } from 'node:path';

/** A source file by its path from the root. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** What each folder of the core may import of the core, and of packages. Longest matching folder counts. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  'core/domain': ['core/domain', 'big.js', '@noble/hashes'],
  'core/domain/transaction': ['core/domain', 'ethers'],
  'core/domain/calldata': ['core/domain', 'ethers'],
  'core/contract': ['core/domain', 'core/contract', 'zod'],
  'core/policy/signer-policy': ['core/domain/result.ts', 'core/policy/signer-policy'],
  'core/policy': ['core/domain', 'core/contract', 'core/policy', 'node:crypto'],
  'core/settings': ['core/domain', 'core/contract', 'core/settings', 'node:'],
  'core/store': [
    'core/domain',
    'core/contract',
    'core/ports.ts',
    'core/store',
    'core/halt/migrations.ts',
    'core/custody/vault-migration.ts',
    'better-sqlite3',
    'node:',
  ],
  'core/audit': [
    'zod',
    'core/domain',
    'core/contract',
    'core/ports.ts',
    'core/store',
    'core/audit',
    'better-sqlite3',
    'node:',
  ],
  'core/halt': [
    'core/domain',
    'core/contract',
    'core/ports.ts',
    'core/store',
    'core/audit',
    'core/halt',
    'node:',
    'zod',
  ],
  'core/custody': ['core/domain', 'core/contract', 'core/ports.ts', 'core/store', 'core/custody', 'node:', 'zod'],
  'core/practice': ['core/domain', 'core/contract', 'core/ports.ts', 'core/store', 'core/practice', 'node:'],
  'core/venues': ['core/domain', 'core/contract', 'core/ports.ts', 'core/venues', 'ccxt-src', 'zod', 'node:'],
  'core/signers': [
    'core/domain',
    'core/contract',
    'core/ports.ts',
    'core/policy/signer-policy',
    'core/signers',
    'ethers',
    '@noble/hashes',
    '@noble/curves',
    '@ledgerhq/hw-app-eth',
    '@ledgerhq/cryptoassets-evm-signatures',
    'zod',
    'node:',
  ],
  // Signers and chains never know each other but for one type: only a transaction that was verified is stored and broadcast.
  'core/chain': [
    'core/domain',
    'core/contract',
    'core/ports.ts',
    'core/store',
    'core/chain',
    'core/signers/verify.ts',
    'ethers',
    'zod',
    'node:',
  ],
  'core/trading': [
    'zod',
    'core/signers',
    'core/chain',
    'core/domain',
    'core/contract',
    'core/ports.ts',
    'core/store',
    'core/audit',
    'core/halt',
    'core/practice',
    'core/venues',
    'core/policy',
    'core/trading',
    'node:',
  ],
  // The seal and the files are custody's and the store's own; one party's share never meets a database.
  'core/procedures/recovery': [
    'core/domain',
    'core/ports.ts',
    'core/custody/seal.ts',
    'core/store/stored.ts',
    'core/store/whole-file.ts',
    'core/procedures/recovery',
    'shamir-secret-sharing',
    'zod',
    'node:',
  ],
  'core/procedures': [
    'core/domain',
    'core/contract',
    'core/ports.ts',
    'core/store',
    'core/custody',
    'core/halt/halt-lock.ts',
    'core/trading/record.ts',
    'core/procedures',
    'zod',
    'node:',
  ],
  'core/notify': [
    'core/domain',
    'core/contract',
    'core/ports.ts',
    'core/store',
    'core/custody',
    'core/notify',
    'ical-generator',
    'zod',
    'node:',
  ],
  'core/reports': ['core/domain', 'core/contract', 'core/store', 'core/audit', 'core/trading', 'core/reports', 'zod'],
  'core/api': [
    'core/domain',
    'core/contract',
    'core/ports.ts',
    'core/store/stored.ts',
    'core/store/whole-file.ts',
    'core/api',
    'fastify',
    'prom-client',
    'zod',
    'node:',
  ],
  // A share is shown at a terminal alone, also as a code that is scanned.
  'core/cli': ['core', 'qr', 'node:'],
  core: ['core', 'package.json', 'pino', 'zod', 'node:'],
  'electron/preload.ts': [
    'core/contract/names.ts',
    'core/contract/bridge.ts',
    'core/contract/methods.ts',
    'core/contract/topics.ts',
    'core/domain/result.ts',
    'electron/market-batch.ts',
    'electron',
  ],
  electron: [
    'core',
    'electron',
    'zod',
    'electron-vite',
    'electron-builder',
    'vite',
    '@vitejs/plugin-react',
    'package.json',
    'node:',
  ],
  renderer: [
    'core/contract',
    'core/domain',
    'renderer',
    'react',
    'react-dom',
    'zustand',
    'radix-ui',
    'lightweight-charts',
    'qr',
    '@tanstack/react-virtual',
    '@fontsource-variable',
  ],
};

/** The specifiers that a file imports or re-exports, in order. */
export function importsOf({ text }: SourceFile): readonly string[] {
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/g,
  );
  return [...found].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}

/** Where a specifier leads: a path from the root, or the package's name. */
function target(path: string, specifier: string): string {
  return specifier.startsWith('.') ? normalize(join(dirname(path), specifier)) : specifier;
}

/** Imports that the table does not allow. A type-only import counts like any other. */
export function importViolations(source: SourceFile): readonly string[] {
  const folder = Object.keys(mayImport)
    .filter((key) => source.path === key || source.path.startsWith(`${key}/`))
    .sort((a, b) => b.length - a.length)[0];
  const allowed = folder === undefined ? [] : (mayImport[folder] ?? []);
  return importsOf(source)
    .map((specifier) => target(source.path, specifier))
    .filter(
      (name) =>
        !allowed.some(
          (item) => name === item || name.startsWith(`${item}/`) || (item.endsWith(':') && name.startsWith(item)),
        ),
    )
    .map((name) => `${source.path} imports ${name}`);
}

/** What a file loads at run time: a type-only import leaves nothing there. */
function loadedBy({ path, text }: SourceFile): readonly string[] {
  const values = text.replace(/(^|\n)\s*(import|export) type\s[\s\S]*?from\s*['"][^'"]+['"]/g, '');
  return importsOf({ path, text: values }).map((specifier) => target(path, specifier));
}

/** The files that load any of `paths` at run time. */
export function loadersOf(paths: readonly string[], sources: readonly SourceFile[]): readonly string[] {
  return sources.filter((source) => loadedBy(source).some((path) => paths.includes(path))).map(({ path }) => path);
}

/** Packages, and modules of Node, that a program loads with its first line, through whatever files of ours: what it imports later is not among them. */
export function loadedAtStart(program: string, sources: readonly SourceFile[]): readonly string[] {
  const files = new Map(sources.map(({ path, text }) => [path, { path, text: text.replace(/\bimport\(/g, '') }]));
  const seen = new Set([program]);
  for (const path of seen) {
    const source = files.get(path);
    if (source !== undefined) for (const next of loadedBy(source)) seen.add(next);
  }
  return [...seen].filter((name) => !files.has(name)).sort();
}

/** Circles among the files, each told once. */
export function cycles(sources: readonly SourceFile[]): readonly string[] {
  const edges = new Map(sources.map((source) => [source.path, loadedBy(source)]));
  const found: string[] = [];
  const finished = new Set<string>();
  const walk = (path: string, trail: readonly string[]): void => {
    if (finished.has(path)) return;
    const start = trail.indexOf(path);
    if (start >= 0) return void found.push([...trail.slice(start), path].join(' -> '));
    for (const next of edges.get(path) ?? []) if (edges.has(next)) walk(next, [...trail, path]);
    finished.add(path);
  };
  for (const path of edges.keys()) walk(path, []);
  return found;
}

interface Ban {
  readonly pattern: RegExp;
  readonly where: RegExp;
  /** Files that may, each for the reason beside it. */
  readonly except: readonly string[];
}

const bans: readonly Ban[] = [
  {
    pattern:
      /\bDate\.now\(|new Date\(\)|\bperformance\.now\(|Math\.random\(|\bsetTimeout\(|\bsetInterval\(|\brandomBytes\(|\brandomUUID\(/,
    where: /^core\//,
    // The real ports; and the command line, whose one timer only keeps the process alive while it waits.
    except: ['core/node-ports.ts', 'core/cli.ts'],
  },
  {
    pattern: /\bparseFloat\(|\.toFixed\(|[^.\w]Number\(/,
    where: /^(core|renderer)\//,
    // Schema versions, days, counts of rows, nonces.
    except: [
      'core/domain/transaction/normalise.ts',
      'core/domain/money.ts',
      'core/store/database.ts',
      'core/audit/retention.ts',
      'core/custody/sealed-records.ts',
    ],
  },
  {
    pattern: /\bsendSync\b|\bexecuteJavaScript\b|\bopenExternal\b|ipcMain\.on\(/,
    where: /^(core|electron|renderer)\//,
    except: [],
  },
  // A keystore is opened, and its key used, in a child's process, by our own code there.
  {
    pattern: /\b(Wallet|HDNodeWallet|BaseWallet|decryptKeystoreJson|decryptKeystoreJsonSync|decryptCrowdsaleJson)\b/,
    where: /^(core|electron|renderer)\//,
    except: [],
  },
  { pattern: /:\s*any\b|\bas any\b|<any>|@ts-ignore|@ts-nocheck/, where: /^(core|electron|renderer)\//, except: [] },
  { pattern: /^export default\b/m, where: /^(core|electron|renderer)\//, except: ['electron/electron.vite.config.ts'] },
  { pattern: /dangerouslySetInnerHTML|\.innerHTML\b/, where: /^renderer\//, except: [] },
];

/** Words that a file must not hold, comments aside. */
export function bannedWords({ path, text }: SourceFile): readonly string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, '');
  return bans
    .filter((ban) => ban.where.test(path) && !ban.except.includes(path) && ban.pattern.test(code))
    .map((ban) => `${path}: ${ban.pattern.exec(code)?.[0]?.trim()}`);
}

/** Files of more than 250 lines. */
export function tooLong({ path, text }: SourceFile): readonly string[] {
  const lines = text.split('\n').length - 1;
  return lines > 250 ? [`${path}: ${lines} lines`] : [];
}

/** Exported things without a doc comment right above them. Lists of types inferred from schemas share the one at their top. */
export function undocumented({ path, text }: SourceFile): readonly string[] {
  if (path === 'core/contract/shapes.ts' || path.endsWith('.config.ts')) return [];
  const lines = text.split('\n');
  return lines.flatMap((line, index) => {
    if (!/^export (async )?(function|const|class|interface|type) \w/.test(line)) return [];
    const above = lines[index - 1]?.trim() ?? '';
    const isBesideItsKin = /^export (type|const)/.test(above);
    return above.endsWith('*/') || isBesideItsKin ? [] : [`${path}:${index + 1} ${line.slice(0, 60)}`];
  });
}
