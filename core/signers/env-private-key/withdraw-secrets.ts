type Environment = Record<string, string | undefined>;

/** Secrets of signers that are given in the environment. */
const secretNames = ['PRIVATE_KEY', 'KEYSTORE_PASSWORD'];

/**
 * Takes the signers' secrets out of `environment`, so that no program started afterwards inherits them, and answers with a copy in which
 * they still are, for the settings. To be called once, before anything else, in every process that was started with the person's
 * environment. (What the operating system keeps of a program's first environment stays readable to the same user.)
 */
export function withdrawSecrets(environment: Environment): Readonly<Environment> {
  const whole = { ...environment };
  for (const name of secretNames) delete environment[name];
  return whole;
}
