import { expect, it } from 'vitest';
import { type AskOptions, askRunning } from '../../../core/cli/ask.ts';
import { rotationDrill, rotationEmergency, rotationReport } from '../../../core/cli/emergency.ts';
import { rotationLeave, rotationShow, rotationStart, rotationStep } from '../../../core/cli/procedures.ts';
import type { Procedure } from '../../../core/contract/shapes.ts';
import { temporaryCore } from '../temporary-core.ts';

it('a rotation is begun, shown, stepped and left at the command line, and a step that is not done answers 1', async () => {
  const core = await temporaryCore({ serveApi: true });
  try {
    await expect.poll(() => core.core.status().apiAddress, { timeout: 30_000 }).not.toBeNull();
    const options: AskOptions = { dataFolder: core.folder, environment: {} };
    const run = async (
      command: (options: AskOptions, streams: Parameters<typeof rotationShow>[1]) => Promise<number>,
    ) => {
      const lines: string[] = [];
      const write = (text: string) => void lines.push(text);
      const code = await command(options, { out: write, note: write });
      return { code, text: lines.join('\n') };
    };
    expect(await run(rotationShow)).toEqual({ code: 0, text: 'No rotation has been begun.' });
    expect((await run((given, streams) => rotationStart(given, streams, 'none'))).text).toBe(
      'There is no such credential.',
    );
    const { credentials } = await core.get('custody.list', {});
    const token = credentials.find(({ kind }) => kind === 'api-token')?.credentialId ?? '';
    const started = await run((given, streams) => rotationStart(given, streams, token));
    expect(started.code).toBe(0);
    expect(started.text).toContain('> 1. Halt trading (ready)');
    const [{ procedureId }] = (await core.get('procedures.list', { limit: 1 })) as [Procedure];
    const noTerminal = { code: 1, text: expect.stringContaining('needs a person at an interactive terminal') };
    expect(await run((given, streams) => rotationStep(given, streams, 'I did it'))).toMatchObject(noTerminal);
    const step = { procedureId, stepId: 'halt', word: null };
    expect(await askRunning(options, { method: 'procedures.step', input: step })).toMatchObject({
      error: { code: 'not-allowed' },
    });
    expect((await run(rotationShow)).text).toContain('> 1. Halt trading (ready)');
    await core.get('procedures.step', step, 'terminal');
    expect((await run(rotationShow)).text).toContain('> 2. Draw a new token (ready)');
    const left = await run((given, streams) => rotationLeave(given, streams, 'enough for today'));
    expect(left).toMatchObject(noTerminal);
    const leave = { procedureId, reason: 'enough for today' };
    expect(await askRunning(options, { method: 'procedures.leave', input: leave })).toMatchObject({
      error: { code: 'not-allowed' },
    });
    await core.get('procedures.leave', leave, 'terminal');
    expect(await run(rotationShow)).toMatchObject({ code: 0, text: expect.stringContaining('left: enough for today') });
    expect(core.core.status().halt.state).toBe('halted');

    const emergency = (trigger?: string, since?: string) =>
      run((given, streams) => rotationEmergency(given, streams, token, trigger, since));
    const unsaid = await emergency();
    expect(unsaid).toMatchObject({ code: 1, text: expect.stringContaining('token-leak, admin-departure') });
    expect(await emergency('suspicious-activity')).toEqual(unsaid);
    expect((await emergency('token-leak', 'May')).text).toBe('Write the day as 2026-11-23.');
    expect((await run(rotationReport)).text).toBe('No emergency or drill has been begun.');
    const begun = await emergency('token-leak', '2026-01-02');
    expect(begun.text).toContain('Emergency of ');
    expect(begun.text).toContain('> 2. Revoke it, before there is another (ready)');
    expect(await run(rotationDrill)).toMatchObject({ code: 1 });
    const report = await run(rotationReport);
    expect(report.text).toMatch(/incident-[\dTZ-]+\.md\n.*incident-[\dTZ-]+\.html$/);
  } finally {
    await core.remove();
  }
});
