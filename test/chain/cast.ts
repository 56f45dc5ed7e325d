import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { foundryBinary } from './anvil.ts';

const run = promisify(execFile);

/** What foundry's `cast` answers, without the line's end; rejects with what it says when it refuses. */
export async function cast(...args: readonly string[]): Promise<string> {
  const { stdout } = await run(foundryBinary('cast'), args, { env: { NO_COLOR: '1' } });
  return stdout.trim();
}
