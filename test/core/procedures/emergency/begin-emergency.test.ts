import { expect, it } from 'vitest';
import { beginEmergency } from '../../../../core/procedures/emergency/begin-emergency.ts';
import { unwrap } from '../../audit/temporary-audit.ts';
import { keptKey } from '../rotation-world.ts';

const at = { nowMs: 900, sinceMs: null, address: null, tokenMark: null, hasWorked: false };
const changed = { ...keptKey('old', 'active', 100), createdAtMs: 500, lastRotatedAtMs: 500 };

it('an emergency of a keystore looks back to the beginning of its key, whenever its password was changed', () => {
  const keystore = { ...changed, kind: 'keystore-password', subject: null } as const;
  expect(unwrap(beginEmergency(keystore, 'suspected-compromise', at)).sinceMs).toBe(100);
  const older = { ...keystore, createdAtMs: 50 };
  expect(unwrap(beginEmergency(older, 'suspected-compromise', at)).sinceMs).toBe(50);
  expect(unwrap(beginEmergency(older, 'suspected-compromise', { ...at, sinceMs: 700 })).sinceMs).toBe(700);
});

it('an emergency of a secret that is another after its rotation looks back to that', () => {
  const token = { ...changed, kind: 'api-token', subject: null, place: 'file' } as const;
  expect(unwrap(beginEmergency(token, 'token-leak', at)).sinceMs).toBe(500);
});
