import { describe, expect, it } from 'vitest';
import { createDevice } from '../../../ledger/device.ts';
import { exchangesOf, type Recording, recordings } from '../../../ledger/recordings.ts';

const recorded = recordings();

/** What the console never sends is left out of the simulated app: messages in structs, authorizations, a chain id of 2^64-1. */
const isModelled = ({ scenario }: Recording): boolean => !/^eip712-|^type4-|chain-id-max-uint64-parser/.test(scenario);

/** What the simulated device answers to a recorded conversation, the person deciding as recorded. */
async function replay(recording: Recording): Promise<readonly string[]> {
  const device = createDevice({
    app: recording.app.name,
    version: recording.app.version,
    blindSigning: recording.settings?.blindSigning ?? false,
  });
  const answers: string[] = [];
  const rejects = recording.steps.some(({ userDecision }) => userDecision === 'reject');
  device.control.answersBy(rejects ? 'reject' : 'approve');
  for (const { command } of exchangesOf(recording)) {
    answers.push(Buffer.from(await device.exchange(command)).toString('hex'));
  }
  return answers;
}

describe.runIf(recorded !== null)('the simulated device', () => {
  const modelled = (recorded ?? []).filter(isModelled);

  it.each(modelled.map((recording) => [recording.scenario, recording] as const))(
    'answers byte for byte as the real app did: %s',
    async (_, recording) => {
      const real = exchangesOf(recording).map(({ answer }) => Buffer.from(answer).toString('hex'));
      expect(await replay(recording)).toEqual(real);
    },
  );

  it('was held against all but those', () => {
    expect(modelled).toHaveLength(108);
  });
});
