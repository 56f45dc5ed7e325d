import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { webhooksList } from '../../../core/cli/webhooks.ts';
import { discordUrl } from '../notify/webhook-place.ts';
import { type TemporaryCore, temporaryCore } from '../temporary-core.ts';

let core: TemporaryCore;
beforeAll(async () => {
  core = await temporaryCore({ ports: { masterKey: new Uint8Array(32).fill(9) } });
});
afterAll(() => core.remove());

async function list(): Promise<readonly string[]> {
  const out: string[] = [];
  const streams = {
    out: (text: string) => void out.push(text),
    note: (text: string) => void out.push(`note: ${text}`),
  };
  // The command asks a console that runs, or starts one; here it is the same data folder after the other has closed.
  await core.core.close();
  const environment = { PORTCULLIS_HEAD_DIR: `${core.folder}/../heads` };
  expect(await webhooksList({ dataFolder: core.folder, environment }, streams)).toBe(0);
  core = await core.restart();
  return out;
}

describe('webhooks on the command line', () => {
  it('are told with their host and how they do, and nothing of where they go', async () => {
    expect(await list()).toEqual(['None: nothing is sent anywhere.']);
    const target = { format: 'discord', url: discordUrl } as const;
    const made = await core.get(
      'webhooks.set',
      { label: 'Chat\u202e', notices: ['halted', 'incident'], enabled: true, target },
      'approval',
    );
    const text = (await list()).join('\n');
    expect(text).toBe(
      [
        `${made.webhookId}  on   discord discord.com (${made.fingerprint})  'Chat⟨U+202E⟩'`,
        '  tells halted, incident; 0 waiting, 0 given up; nothing sent yet',
      ].join('\n'),
    );
    expect(text).not.toContain('Made-up');
  });
});
