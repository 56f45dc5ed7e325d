import { describe, expect, it } from 'vitest';
import { goliveCommands } from '../../../core/cli/golive-commands.ts';
import { usageOf } from '../../../core/cli/usage.ts';
import type { Method } from '../../../core/contract/method.ts';
import { methods } from '../../../core/contract/methods.ts';

const commands = Object.values(goliveCommands).flat();

describe('the commands that the checklist names', () => {
  it('are all commands that there are', () => {
    expect(commands.length).toBeGreaterThan(10);
    for (const command of commands) {
      // What it is written to is no word of the command.
      const [first = '', second = first] = (command.split(' > ')[0] ?? '').split(' ');
      const usage = usageOf(first) ?? '';
      expect(usage, command).toContain(`portcullis ${first}`);
      if (first !== 'call') expect(usage, command).toMatch(new RegExp(`\\b${second}\\b`));
    }
  });

  it('call only what the command line may ask for', () => {
    const called = commands.filter((command) => command.startsWith('call ')).map((command) => command.split(' ')[1]);
    expect(called.length).toBeGreaterThan(0);
    const operable = Object.entries(methods).filter(([, { from }]: [string, Method]) => from.includes('operator'));
    for (const method of called) expect(operable.map(([name]) => name)).toContain(method);
  });
});
