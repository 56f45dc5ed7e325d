import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { askOverSocket } from '../../../core/api/socket-client.ts';
import { socketPath } from '../../../core/api/socket-path.ts';
import type { Out } from '../../../core/contract/methods.ts';
import type { Result } from '../../../core/domain/result.ts';
import type { Stage } from './session.ts';

/** The local API and the command line's socket, with the right and the wrong token and passphrase. Answers with what came back. */
export async function askApi(
  { ask, secrets }: Stage,
  dataFolder: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<readonly (readonly [string, string])[]> {
  const answers: [string, string][] = [];
  const status = (await ask('system.status', {}, 'console')) as Result<Out<'system.status'>>;
  const address = status.ok ? status.value.apiAddress : null;
  if (address === null) throw new Error('the API is not served');
  const token = readFileSync(join(dataFolder, 'api-token'), 'utf8').trim();
  for (const authorization of [secrets.bearer, `Bearer ${secrets.wrongPassword.slice(-32)}`, `Bearer ${token}`]) {
    const asked = { method: 'POST', headers: { authorization }, body: secrets.bearer };
    answers.push(['an answer of the halt', await textOf(fetch(`${address}/api/halt`, asked))]);
  }
  for (const path of ['/', '/api/health', '/api/metrics', `/${secrets.rpcKey}`, `/%${secrets.rpcKey}%`]) {
    answers.push(['a page of the API', await textOf(fetch(`${address}${path}`))]);
  }
  for (const passphrase of [secrets.wrongPassword, secrets.vaultPassphrase]) {
    const request = { method: 'vault.unlock', input: { passphrase }, passphrase };
    const answer = await askOverSocket(socketPath(dataFolder, environment), request);
    if (answer === null) throw new Error('nothing listens on the socket');
    answers.push(['an answer of the socket', JSON.stringify(answer)]);
  }
  return answers;
}

async function textOf(asked: Promise<Response>): Promise<string> {
  const response = await asked;
  return `${response.status} ${JSON.stringify([...response.headers])} ${await response.text()}`;
}
