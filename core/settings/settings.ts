import { createHash } from 'node:crypto';
import type { SettingProblem, SettingRow } from '../contract/shapes.ts';
import { canonicalText } from '../domain/canonical.ts';
import { readEnvFile } from './env-file.ts';
import {
  type KnownSetting,
  knownSettings,
  notOfferedSettings,
  reservedPrefixes,
  type SettingValues,
  settingPatterns,
} from './known-settings.ts';
import { nearestName } from './nearest-name.ts';
import { notShown, shownValue } from './shown-value.ts';

/** Every setting as it was found, with what is wrong. No secret's value is in `rows` or `problems`. */
export interface Settings {
  readonly values: SettingValues;
  readonly problems: readonly SettingProblem[];
  /** Names of settings that were set for features we do not offer. */
  readonly notOffered: readonly string[];
  rows(): readonly SettingRow[];
  /** What TRADING_HALTED asks for; a value that does not parse counts as true. */
  readonly haltRequested: boolean | 'unset';
  /** Whether that is said by the .env file, which is followed while the console runs. */
  readonly isHaltInEnvFile: boolean;
  /** The limits and lists as they were written, for the parser of the second layer. */
  readonly policyTexts: Readonly<Record<string, string>>;
  /** SHA-256 over all safety-relevant settings, secrets by their hash; another one means that something was changed. */
  readonly fingerprint: string;
}

/** Where settings come from. A null data folder has no .env. */
export interface SettingSources {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly dataFolder: string | null;
}

interface Found {
  readonly name: string;
  readonly text: string;
  readonly source: 'environment' | 'env-file';
}

/**
 * Reads every setting, the process environment before `<data>/.env`. Empty is unset. A value that does not parse, or an unknown name
 * that starts like one of ours, is a problem; nothing is ever guessed.
 */
export function loadSettings({ environment, dataFolder }: SettingSources): Settings {
  const file = dataFolder === null ? { values: {}, problems: [] } : readEnvFile(dataFolder);
  const problems: SettingProblem[] = [...file.problems];
  const values: Record<string, unknown> = {};
  const rows: SettingRow[] = [];
  const notOffered: string[] = [];
  const marks: Record<string, string> = {};
  const policyTexts: Record<string, string> = {};

  for (const { name, text, source } of merge(environment, file.values)) {
    if (notOfferedSettings.some((pattern) => pattern.test(name))) {
      notOffered.push(name);
      continue;
    }
    const known = knownOf(name);
    if (known === null) {
      const problem = unknownProblem(name);
      if (problem !== null) problems.push(problem);
      continue;
    }
    const parsed = known.parse(text.trim());
    const isSecret = known.secret === true;
    const value = isSecret ? '(set)' : parsed.ok ? shownValue(text.trim()) : notShown;
    rows.push({ name, source, value, secret: isSecret, note: known.note ?? null });
    if (known.policy === true) policyTexts[name] = text.trim();
    if (!/^PORTCULLIS_/.test(name)) marks[name] = createHash('sha256').update(text).digest('hex');
    if (parsed.ok) values[name] = parsed.value;
    else
      problems.push({
        name,
        code: known.policy === true ? 'invalid_policy_config' : 'invalid_setting',
        text: `${name} ${parsed.problem}`,
      });
  }
  problems.push(...conflicts(values));

  const halted = values.TRADING_HALTED;
  const haltFailed = problems.some((problem) => problem.name === 'TRADING_HALTED');
  return {
    values: values as SettingValues,
    problems,
    notOffered,
    rows: () => rows,
    haltRequested: haltFailed ? true : typeof halted === 'boolean' ? halted : 'unset',
    policyTexts,
    isHaltInEnvFile: rows.some(({ name, source }) => name === 'TRADING_HALTED' && source === 'env-file'),
    fingerprint: createHash('sha256').update(canonicalText(marks)).digest('hex'),
  };
}

function merge(environment: SettingSources['environment'], file: Readonly<Record<string, string>>): readonly Found[] {
  const names = [...new Set([...Object.keys(environment), ...Object.keys(file)])].sort();
  return names.flatMap((name): Found[] => {
    const fromEnvironment = environment[name] ?? '';
    if (fromEnvironment.trim() !== '') return [{ name, text: fromEnvironment, source: 'environment' }];
    const fromFile = file[name] ?? '';
    return fromFile.trim() === '' ? [] : [{ name, text: fromFile, source: 'env-file' }];
  });
}

/** Whether a setting of this name is a secret, set or not. */
export function isSecretSetting(name: string): boolean {
  return knownOf(name)?.secret === true;
}

function knownOf(name: string): KnownSetting | null {
  if (Object.hasOwn(knownSettings, name)) return knownSettings[name as keyof typeof knownSettings];
  return settingPatterns.find(({ pattern }) => pattern.test(name)) ?? null;
}

function unknownProblem(name: string): SettingProblem | null {
  // In the wrong case it would set nothing, although somebody meant it to.
  const upper = name.toUpperCase();
  if (!reservedPrefixes.some((prefix) => upper.startsWith(prefix))) return null;
  const nearest = nearestName(upper, Object.keys(knownSettings));
  const hint = nearest === null ? '' : `; did you mean ${nearest}?`;
  return { name, code: 'unknown_setting', text: `${name} is not a setting${hint}` };
}

/** Settings that contradict each other. */
function conflicts(values: Readonly<Record<string, unknown>>): readonly SettingProblem[] {
  const signerRules = Object.keys(values).filter((name) => /^SIGNER_(ALLOWED|MAX|DISALLOW)_/.test(name));
  if (values.SIGNER_POLICY_ENABLED !== false || signerRules.length === 0) return [];
  return [
    {
      name: 'SIGNER_POLICY_ENABLED',
      code: 'conflict',
      text: `SIGNER_POLICY_ENABLED is false although ${signerRules.join(', ')} ${signerRules.length === 1 ? 'is' : 'are'} set`,
    },
  ];
}
