import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type Received, serveRecording } from '../../tls/recording-server.ts';
import { killedFolder } from './killed-folder.ts';
import type { KilledKind } from './killed-kind.ts';
import type { RealConsole } from './real-console.ts';

const secrets = { old: 'the-first-secret-of-the-receiver', fresh: 'the-second-secret-of-the-receiver' } as const;
type Name = keyof typeof secrets;
const names = ['fresh', 'old'] as const;

/** What the receiver got: by which secrets it was signed, in the order in which they sign, and whether it took it. */
interface Notice {
  readonly kind: string;
  readonly signedBy: readonly (Name | 'nobody')[];
  readonly isTaken: boolean;
}

/** By which secrets a request is signed, as docs/webhooks.md tells receivers to check. */
function signersOf({ body, headers }: Received): Notice['signedBy'] {
  const signed = `${headers['x-portcullis-timestamp']}.${body}`;
  const right = (name: Name) => `v1=${createHmac('sha256', secrets[name]).update(signed).digest('hex')}`;
  const given = String(headers['x-portcullis-signature']).split(',');
  return given.map((signature) => names.find((name) => right(name) === signature) ?? 'nobody');
}

/** A receiver that takes what one of the secrets that it was given signed; it keeps back its answer to a test where it is told to. */
async function checkingReceiver() {
  const known = new Set<Name>(['old']);
  const notices: Notice[] = [];
  let isHeld = false;
  let wasHeld = false;
  const server = await serveRecording((response, request) => {
    const { kind } = JSON.parse(request.body) as { kind: string };
    const signedBy = signersOf(request);
    const isTaken = signedBy.some((name) => name !== 'nobody' && known.has(name));
    notices.push({ kind, signedBy, isTaken });
    if (isHeld && kind === 'test') wasHeld = true;
    else response.writeHead(isTaken ? 204 : 401).end();
  });
  const hold = (): (() => boolean) => {
    isHeld = true;
    wasHeld = false;
    return () => wasHeld;
  };
  const letGo = (): void => {
    isHeld = false;
  };
  return { known, notices, hold, letGo, url: server.url, close: server.close };
}

/** The files of a folder that hold any of the secrets in plain. */
function inPlain(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name, parentPath }) => join(parentPath, name))
    .filter((file) => Object.values(secrets).some((secret) => readFileSync(file).includes(secret)));
}

/** The secret of a webhook, whose receiver checks signatures. */
export const killedWebhookSecret: KilledKind = {
  kind: 'rotate-webhook-secret',
  async prepare() {
    const receiver = await checkingReceiver();
    const { known, notices } = receiver;
    const folder = await killedFolder(
      () => ({}),
      (asPerson) =>
        asPerson('webhooks.set', {
          label: 'Phone',
          notices: ['halted', 'released', 'approval-waiting'],
          enabled: true,
          target: { format: 'generic', url: `${receiver.url}/hook`, secret: secrets.old },
        }),
    );
    const webhook = async (console: RealConsole) => {
      const [found] = await console.get('webhooks.list', {});
      if (found === undefined) throw new Error('the webhook is gone');
      return found;
    };
    let endedAt: number | null = null;

    return {
      ...folder,
      needsVault: true,
      async begin(console) {
        const { webhookId } = await webhook(console);
        return console.get('procedures.start', { kind: 'rotate-webhook-secret', credentialId: webhookId });
      },
      deeds: {
        'new-secret': {
          async act(console) {
            const { webhookId } = await webhook(console);
            await console.asPerson('webhooks.rotateSecret', { webhookId, secret: secrets.fresh });
          },
        },
        'tell-receiver': { act: async () => known.add('fresh'), word: 'the receiver has it' },
        'end-overlap': {
          async act(console) {
            const { webhookId } = await webhook(console);
            await console.asPerson('webhooks.endOverlap', { webhookId });
          },
        },
        'old-refused': { act: async () => known.delete('old'), word: 'the receiver forgot it' },
        release: { act: (console) => console.release() },
      },
      holdBack: (stepId, what) =>
        what === 'try' && (stepId === 'new-taken' || stepId === 'only-new') ? receiver.hold() : null,
      letGo: receiver.letGo,
      async check(console, { currentStepId, steps }) {
        const at = (wanted: string) => steps.findIndex(({ stepId }) => stepId === wanted);
        const place = currentStepId === null ? steps.length : at(currentStepId);
        const { enabled, hasOldSecret, webhookId } = await webhook(console);
        expect(enabled).toBe(true);
        // In between two steps it is known which secrets sign; at the two at which a person changes that it may be so already.
        if (place !== at('new-secret') && place !== at('end-overlap')) {
          expect(hasOldSecret).toBe(place > at('new-secret') && place < at('end-overlap'));
        }
        if (hasOldSecret && place < at('end-overlap')) {
          const early = await console.asPerson('webhooks.endOverlap', { webhookId });
          expect(early).toMatchObject({ ok: false, error: { code: 'conflict' } });
        }
        const isNew = hasOldSecret || place >= at('end-overlap');
        if (isNew && !hasOldSecret) endedAt ??= notices.length;

        // What the receiver had so far it took, and after the end of the old secret nothing was signed by that.
        const tested = await console.get('webhooks.test', { webhookId });
        expect(tested.last).toMatchObject({ state: 'delivered' });
        const wanted = hasOldSecret ? ['fresh', 'old'] : isNew ? ['fresh'] : ['old'];
        expect(notices.findLast(({ kind }) => kind === 'test')?.signedBy).toEqual(wanted);
        expect(notices.filter(({ isTaken }) => !isTaken)).toEqual([]);
        // Before the receiver was given the new one nothing came that it alone signed; before the old one is ended something did.
        const isAlone = notices.some(({ signedBy }) => signedBy.join() === 'fresh');
        if (place <= at('tell-receiver')) expect(isAlone).toBe(false);
        if (place > at('new-taken')) expect(isAlone).toBe(true);
        const afterwards = endedAt === null ? [] : notices.slice(endedAt);
        expect(afterwards.filter(({ signedBy }) => signedBy.join() !== 'fresh')).toEqual([]);
        expect(inPlain(folder.dataFolder)).toEqual([]);

        // A console sends no second test right after one: the steps that send one come to one that has sent none.
        if (place > at('only-new')) return;
        await console.kill();
        await console.start();
        await console.unlock();
      },
      async close() {
        await receiver.close();
        folder.remove();
      },
    };
  },
};
