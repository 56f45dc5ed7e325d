import { existsSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { expect } from 'vitest';
import { type Certificate, testAuthority } from '../../tls/certificates.ts';
import type { KilledKind } from './killed-kind.ts';
import { killedTlsSigner } from './killed-tls-signer.ts';

/** Whether a service lets in who shows this certificate: asked by no console. */
function letsIn(port: number, ca: string, { cert, key }: Certificate): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = request({ host: '127.0.0.1', port, path: '/upcheck', agent: false, ca, cert, key });
    asked.on('response', (response) => resolve(response.resume().statusCode === 200));
    asked.on('error', () => resolve(false));
    asked.end();
  });
}

/** Our certificate for a remote signer, in files that settings name: the service takes old and new side by side for a while. */
export const killedOwnTls: KilledKind = {
  kind: 'rotate-remote-tls',
  async prepare() {
    const signer = await killedTlsSigner(['old-works', 'in-place']);
    const { authority, ours: old, served, service } = signer;
    const next = testAuthority('Another test authority');
    const fresh = next.issue({ name: 'console' });
    const oldFiles = signer.lines();
    const newFiles = signer.files('console-new', fresh);
    const taking = (...authorities: readonly string[]): void =>
      service.renew({ cert: served.cert, key: served.key, ca: authorities.join('\n') });

    return {
      ...signer,
      async begin(console) {
        expect(await signer.signs(console)).toBe('yes');
        const { credentials } = await console.get('custody.list', {});
        const row = credentials.find(({ kind, place }) => kind === 'remote-tls' && place === 'file');
        return console.get('procedures.start', { kind: 'rotate-remote-tls', credentialId: row?.credentialId ?? '' });
      },
      deeds: {
        'new-certificate': { word: 'it is made' },
        overlap: { act: async () => taking(authority.ca, next.ca), word: 'it takes both' },
        'in-place': { act: (console) => signer.change(console, newFiles) },
        'old-ended': {
          async act() {
            taking(next.ca);
            rmSync(oldFiles.PORTCULLIS_REMOTE_KEY, { force: true });
          },
          word: 'its authority is out, and its key is deleted',
        },
        release: { act: (console) => console.release() },
      },
      async check(console, { currentStepId, steps }) {
        const at = (wanted: string) => steps.findIndex(({ stepId }) => stepId === wanted);
        const place = currentStepId === null ? steps.length : at(currentStepId);
        // Whatever the console shows works, and where that is not sure it is taken beside the other one.
        expect(await signer.signs(console)).toBe('yes');
        expect(signer.strangeAsks()).toEqual([]);
        const isIn = {
          old: await letsIn(service.port, authority.ca, old),
          fresh: await letsIn(service.port, authority.ca, fresh),
        };
        if (place < at('overlap')) expect(isIn).toEqual({ old: true, fresh: false });
        if (place > at('overlap') && place < at('old-ended')) expect(isIn).toEqual({ old: true, fresh: true });
        if (place > at('old-ended')) expect(isIn).toEqual({ old: false, fresh: true });

        const used = signer.lines().PORTCULLIS_REMOTE_CERT === oldFiles.PORTCULLIS_REMOTE_CERT ? old : fresh;
        if (place !== at('in-place')) expect(used).toBe(place < at('in-place') ? old : fresh);
        const { credentials } = await console.get('custody.list', {});
        const rows = credentials.filter((one) => one.kind === 'remote-tls' && one.place === 'file');
        expect(rows).toMatchObject([{ fingerprint: used.pin.slice(0, 16), state: 'active' }]);
        // No file of the person's is the console's to take away.
        if (place < at('old-ended')) expect(existsSync(oldFiles.PORTCULLIS_REMOTE_KEY)).toBe(true);
        for (const file of Object.values(newFiles)) expect(existsSync(file)).toBe(true);
      },
    };
  },
};
