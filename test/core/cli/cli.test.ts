import { existsSync } from 'node:fs';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { buildCommandLine, ended, fromPipe, serving, terminalPlace } from './at-terminal.ts';

describe('the command line as a program', { timeout: 240_000 }, () => {
  beforeAll(buildCommandLine, 240_000);

  it('prints its usage for --help and -h, whatever else is said, and does nothing', async () => {
    const { dataFolder, environment, remove } = terminalPlace();
    onTestFinished(remove);
    const { said } = await fromPipe(['help'], environment, '');
    expect(said).toMatch(/^Portcullis /);
    for (const words of [['--help'], ['-h'], ['halt', '--help']]) {
      expect(await fromPipe([...words, '--data', dataFolder], environment, '')).toEqual({ code: 0, said });
    }
    expect(existsSync(dataFolder)).toBe(false);
  });

  it('prints the checklist of the console that runs as JSON where that is asked, and the methods that may be called', async () => {
    const { dataFolder, environment, remove } = terminalPlace();
    onTestFinished(remove);
    const say = (...words: readonly string[]) => fromPipe([...words, '--data', dataFolder], environment, '');
    expect(await say('golive', '--json')).toMatchObject({ code: 1, said: expect.stringMatching(/^No console runs/) });
    const console = await serving(dataFolder, environment);
    onTestFinished(() => void console.kill('SIGKILL'));
    const asked = await say('golive', '--json');
    expect([asked.code, JSON.parse(asked.said)]).toMatchObject([1, { armed: null, items: expect.any(Array) }]);
    for (const words of [['call'], ['call', '--list']]) {
      expect(await say(...words)).toMatchObject({ code: 0, said: expect.stringMatching(/^system\.status +reads/) });
    }
    await ended(console);
  });
});
