import { afterEach, describe, expect, it } from 'vitest';
import type { Hex } from '../../../../core/domain/hex.ts';
import type { LedgerOptions } from '../../../../core/signers/ledger/ledger-types.ts';
import { isTextSignedBy, verifySignature } from '../../../../core/signers/verify.ts';
import { createDevice, type DeviceOptions } from '../../../ledger/device.ts';
import {
  approved,
  firstAddress,
  type LedgerFixture,
  ledgerFixture,
  never,
  recipient,
  tokenCall,
  transfer,
  unknownToken,
  usdc,
} from '../../../ledger/ledger-fixture.ts';
import { simulatedUsb } from '../../../ledger/simulated-usb.ts';

const open: LedgerFixture[] = [];
afterEach(async () => {
  for (const { signer } of open.splice(0)) await signer.close();
});

function bench(options: DeviceOptions = {}, changes: Partial<LedgerOptions> = {}) {
  const device = createDevice({ answers: 'approve', ...options });
  const usb = simulatedUsb([device]);
  const fixture = ledgerFixture(usb.transports, changes);
  open.push(fixture);
  const sent = (ins: string) => device.control.commands.filter((command) => command.slice(2, 4) === ins);
  return { ...fixture, device, usb, control: device.control, sent };
}

describe('signing with a Ledger', () => {
  it.each([
    ['a transfer of type 2', transfer()],
    [
      'a transfer of type 1',
      transfer({
        type: 1,
        gasPriceWei: 1n,
        maxFeePerGasWei: null,
        maxPriorityFeePerGasWei: null,
        accessList: [{ address: usdc, storageKeys: [] }],
      }),
    ],
    [
      'a transfer of type 0',
      transfer({ type: 0, gasPriceWei: 1n, maxFeePerGasWei: null, maxPriorityFeePerGasWei: null }),
    ],
    [
      'a transfer of type 0 on a chain whose id is longer than the device counts',
      transfer({
        type: 0,
        chainId: 2n ** 53n - 1n,
        gasPriceWei: 1n,
        maxFeePerGasWei: null,
        maxPriorityFeePerGasWei: null,
      }),
    ],
  ] as const)('signs %s, shown on its screen, as the pinned address', async (_, transaction) => {
    const { signer, progress, steps } = bench();
    const claimed = await signer.sign(approved(transaction), progress, never);
    expect(claimed).toMatchObject({ ok: true, value: { form: 'numbers', clearSigned: true } });
    if (claimed.ok) expect(verifySignature('ledger', transaction, claimed.value)).toMatchObject({ ok: true });
    expect(steps).toEqual(['queued', 'connecting', 'checking', 'waiting-for-you', 'received']);
    expect(signer.state()).toMatchObject({ code: 'ready', isReady: true });
  });

  it('asks the app and the address before each signature', async () => {
    const { signer, progress, sent } = bench();
    await signer.sign(approved(transfer()), progress, never);
    await signer.sign(approved(transfer({ nonce: 8 })), progress, never);
    expect([sent('01').length, sent('06').length, sent('02').length, sent('04').length]).toEqual([2, 2, 2, 2]);
  });

  it('has a token shown by its name, with the description that is installed here', async () => {
    const { signer, progress, sent } = bench();
    const call = transfer({
      chainId: 1n,
      to: usdc,
      valueWei: 0n,
      data: tokenCall('a9059cbb', recipient, 125_000_000n),
    });
    const claimed = await signer.sign(approved(call), progress, never);
    expect(claimed).toMatchObject({ ok: true, value: { clearSigned: true } });
    if (claimed.ok) expect(verifySignature('ledger', call, claimed.value)).toMatchObject({ ok: true });
    expect(sent('0a')).toHaveLength(1);
  });

  it('signs nothing blind unless it may, and then says so', async () => {
    const call = transfer({ to: unknownToken, valueWei: 0n, data: tokenCall('a9059cbb', recipient, 1n) });
    const forbidden = bench({ blindSigning: true });
    expect(await forbidden.signer.sign(approved(call), forbidden.progress, never)).toMatchObject({
      ok: false,
      error: { code: 'signer-refused', signerCode: 'clear-signing-required' },
    });
    expect(forbidden.control.commands).toEqual([]);

    const off = bench({ blindSigning: false }, { mayBlindSign: () => true });
    expect(await off.signer.sign(approved(call), off.progress, never)).toMatchObject({
      ok: false,
      error: { code: 'signer-unavailable', state: 'blind-signing-off' },
    });
    expect(off.sent('04')).toEqual([]);

    const asked: string[] = [];
    const mayBlindSign: LedgerOptions['mayBlindSign'] = ({ digest }) => asked.push(digest) > 0;
    const allowed = bench({ blindSigning: true }, { mayBlindSign });
    const claimed = await allowed.signer.sign(approved(call), allowed.progress, never);
    expect(claimed).toMatchObject({ ok: true, value: { clearSigned: false } });
    if (claimed.ok) expect(verifySignature('ledger', call, claimed.value)).toMatchObject({ ok: true });
    expect(asked).toEqual([call.digest]);
  });

  it('refuses another type, another sender and fees too long for the screen before the device', async () => {
    const { signer, progress, control } = bench();
    const blob = { ...transfer(), transaction: { ...transfer().transaction, type: 3 as 2 } };
    const cases = [
      [blob, 'signer-refused'],
      [transfer({}, recipient), 'signer-unavailable'],
      [transfer({ maxFeePerGasWei: 2n ** 256n - 1n }), 'signer-refused'],
      [transfer({ valueWei: 2n ** 256n - 1n }), 'signer-refused'],
      [transfer({ to: usdc, chainId: 1n, data: `${tokenCall('a9059cbb', recipient, 1n)}00` as Hex }), 'signer-refused'],
    ] as const;
    for (const [transaction, code] of cases) {
      expect(await signer.sign(approved(transaction), progress, never)).toMatchObject({ ok: false, error: { code } });
    }
    expect(control.commands).toEqual([]);
  });

  it('takes a refusal on the device for one', async () => {
    const { signer, progress } = bench({ answers: 'reject' });
    expect(await signer.sign(approved(transfer()), progress, never)).toMatchObject({
      ok: false,
      error: { code: 'signer-refused', signerCode: '0x6985' },
    });
    expect(signer.state().code).toBe('ready');
  });

  it('signs a text in its EIP-191 form, and not an empty one', async () => {
    const { signer, progress } = bench();
    const text = 'Portcullis signs this to show that the signer works.';
    const claimed = await signer.signText(text, progress, never);
    expect(claimed.ok && isTextSignedBy(text, claimed.value, firstAddress)).toBe(true);
    expect(await signer.signText('', progress, never)).toMatchObject({ ok: false, error: { code: 'signer-refused' } });
  });
});
