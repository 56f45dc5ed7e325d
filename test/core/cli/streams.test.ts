import { spawn } from 'node:child_process';
import { PassThrough } from 'node:stream';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { letBeUnread } from '../../../core/cli/streams.ts';
import { buildCommandLine, built, terminalPlace } from './at-terminal.ts';

describe('what nobody reads any more', () => {
  it('is no fault, and anything else that is wrong with a stream is one', () => {
    const stream = new PassThrough();
    letBeUnread(stream);
    expect(() => stream.emit('error', Object.assign(new Error('gone'), { code: 'EPIPE' }))).not.toThrow();
    expect(() => stream.emit('error', Object.assign(new Error('full'), { code: 'ENOSPC' }))).toThrow('full');
  });
});

describe('a command whose reader is gone', { timeout: 240_000 }, () => {
  beforeAll(buildCommandLine, 240_000);

  it.each([
    ['help', ['help']],
    ['a list', ['call']],
    ['a halt, which is done all the same', ['halt', '--reason', 'unread']],
  ])('ends quietly and as it would have: %s', async (_what, words) => {
    const { dataFolder, environment, remove } = terminalPlace();
    onTestFinished(remove);
    const child = spawn(process.execPath, [built, ...words, '--data', dataFolder], { env: environment, stdio: 'pipe' });
    child.stdout.destroy();
    let noted = '';
    child.stderr.on('data', (part: Buffer) => (noted += part.toString('utf8')));
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
    expect({ code, isFault: /EPIPE|Error/.test(noted) }).toEqual({ code: 0, isFault: false });
  });
});
