import { knownSettings, settingPatterns } from './known-settings.ts';

type Environment = Record<string, string | undefined>;

/** Everything under these begins is taken for a secret, so that a misspelt one is none the less withdrawn. */
const secretBeginnings = /^(CEX_|PORTCULLIS_RPC)/;

/**
 * Whether a variable of the environment holds a secret: a setting that is marked so, in any case of its letters, or one that was probably
 * meant to be (`CEX_…`, `PORTCULLIS_RPC…`).
 */
export function isSecretName(name: string): boolean {
  const upper = name.toUpperCase();
  const known = Object.entries(knownSettings).find(([setting]) => setting === upper)?.[1];
  if (known !== undefined) return 'secret' in known;
  return secretBeginnings.test(upper) || settingPatterns.some(({ pattern, secret }) => secret && pattern.test(upper));
}

/**
 * Takes the secrets out of `environment`, so that no program started afterwards inherits them, and answers with them. To be called once,
 * before anything else, in every process that was started with the person's environment. (What the operating system keeps of a program's
 * first environment stays readable to the same user.)
 */
export function withdrawSecrets(environment: Environment): Readonly<Record<string, string>> {
  const secrets: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined || !isSecretName(name)) continue;
    secrets[name] = value;
    delete environment[name];
  }
  return secrets;
}
