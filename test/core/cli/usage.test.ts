import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { unknownCommand, usage, usageOf } from '../../../core/cli/usage.ts';

const program = readFileSync(fileURLToPath(new URL('../../../core/cli.ts', import.meta.url)), 'utf8');
const commands = [...program.matchAll(/^ {4}case '(\w+)':/gm)].map((match) => match[1] ?? '');

describe('what the command line says of itself', () => {
  it('has lines for every command that there is, and for no other', () => {
    expect(commands.length).toBeGreaterThan(15);
    for (const command of commands) expect(usageOf(command), command).toMatch(/^Say what:\n {2}portcullis /);
    expect(usageOf('halp')).toBeNull();
    expect(usageOf('')).toBeNull();
  });

  it("shows a command's own lines alone, and all of them in the help", () => {
    expect(usageOf('rotation')?.split('\n')).toEqual([
      'Say what:',
      expect.stringContaining('portcullis rotation list | calendar'),
      expect.stringContaining('portcullis rotation start ID [KIND] | show'),
      expect.stringContaining('portcullis rotation emergency ID TRIGGER [SINCE] | drill | report'),
    ]);
    const help = usage('1.2.3');
    for (const command of commands) {
      for (const line of usageOf(command)?.split('\n').slice(1) ?? []) expect(help).toContain(line);
    }
  });

  it('names the nearest command to one that is mistyped, and none to what is like nothing', () => {
    expect(unknownCommand('halp')).toContain("There is no command 'halp'; did you mean 'halt' or 'help'?");
    expect(unknownCommand('rotatoin')).toContain("did you mean 'rotation'?");
    expect(unknownCommand('hlep')).toContain("did you mean 'help'?");
    expect(unknownCommand('xyzzyplugh')).toBe("There is no command 'xyzzyplugh'. `portcullis help` lists them all.");
    expect(unknownCommand('\u001b[31m')).not.toContain('\u001b');
  });
});
