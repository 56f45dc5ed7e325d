import { expect } from 'vitest';
import type { Certificate } from '../../tls/certificates.ts';
import type { KilledKind } from './killed-kind.ts';
import { killedTlsSigner } from './killed-tls-signer.ts';

/** The certificate that a remote signer shows: old and new are pinned side by side for a while. */
export const killedRemoteTls: KilledKind = {
  kind: 'rotate-remote-tls',
  async prepare() {
    const signer = await killedTlsSigner(['old-works', 'in-place', 'old-ended']);
    const { authority, served: old, service } = signer;
    const fresh = authority.issue({ name: 'signer', hosts: ['127.0.0.1'] });
    let shown = old;
    const show = ({ cert, key }: Certificate): void => service.renew({ cert, key, ca: authority.ca });

    return {
      ...signer,
      async begin(console) {
        expect(await signer.signs(console)).toBe('yes');
        const { credentials } = await console.get('custody.list', {});
        const row = credentials.find(({ kind, place }) => kind === 'remote-tls' && place === 'service');
        return console.get('procedures.start', { kind: 'rotate-remote-tls', credentialId: row?.credentialId ?? '' });
      },
      deeds: {
        'new-certificate': { word: 'it is made' },
        overlap: { act: (console) => signer.change(console, { PORTCULLIS_REMOTE_PIN: `${old.pin},${fresh.pin}` }) },
        'in-place': {
          async act() {
            shown = fresh;
            show(fresh);
          },
        },
        'old-ended': { act: (console) => signer.change(console, { PORTCULLIS_REMOTE_PIN: fresh.pin }) },
        release: { act: (console) => console.release() },
      },
      async check(console, { currentStepId, steps }) {
        const at = (wanted: string) => steps.findIndex(({ stepId }) => stepId === wanted);
        const place = currentStepId === null ? steps.length : at(currentStepId);
        // While the service may show either, both are taken; before and after that only the one that it shows.
        const pins = signer.lines().PORTCULLIS_REMOTE_PIN.split(',');
        if (place > at('overlap') && place < at('old-ended')) expect(pins).toEqual([old.pin, fresh.pin]);
        for (const certificate of [old, fresh]) {
          show(certificate);
          const soFar = service.received.length;
          const isTaken = pins.includes(certificate.pin);
          expect(await signer.signs(console)).toBe(isTaken ? 'yes' : 'tls');
          // Of one that is refused not a byte of a request is known.
          if (!isTaken) expect(service.received.length).toBe(soFar);
        }
        show(shown);
        expect(await signer.signs(console)).toBe('yes');
        expect(signer.strangeAsks()).toEqual([]);

        const { credentials } = await console.get('custody.list', {});
        const rows = credentials.filter(({ kind, place }) => kind === 'remote-tls' && place === 'service');
        expect(rows).toMatchObject([{ fingerprint: shown.pin.slice(0, 16), state: 'active' }]);
      },
    };
  },
};
