import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { askParty } from '../../mpc/ask-party.ts';
import { openShare } from '../../mpc/backup.ts';
import { number, Point } from '../../mpc/protocol/curve.ts';
import { addressOf } from '../../mpc/protocol/key-share.ts';
import type { TwoPartySigner } from '../../mpc/start.ts';

/** Both parties. */
export const both = [0, 1] as const;
const passphrase = 'a passphrase of a test';

/** Where the backups of both parties lie, each as its party made it; they are told apart by their SHA-256 alone. */
export interface ShareSafe {
  /** Has a party back up its share, unless there is a backup of its epoch; the file, which is named after it. */
  backUp(party: 0 | 1): Promise<string>;
  /** The epoch that both parties are at; null where they are not at one. */
  epoch(): Promise<number | null>;
  /**
   * Some pair of those that are told brings a lost share back: the newest one that is of both parties and one epoch opens, is the key of
   * the address, and where the parties are at its epoch each in turn loses its share and has it back. Throws.
   */
  expectBringsBack(told: readonly { readonly party: 0 | 1; readonly sha256: string }[]): Promise<void>;
}

interface Kept {
  readonly party: 0 | 1;
  readonly epoch: number;
  readonly sha256: string;
  readonly backup: string;
  readonly file: string;
}

/** An empty one, whose files are written under `folder`. */
export function shareSafe(folder: string, parties: TwoPartySigner): ShareSafe {
  const kept: Kept[] = [];
  const ask = (party: 0 | 1, call: string, body = {}) => askParty(parties.urls[party], parties.tls[party], call, body);
  const epochOf = async (party: 0 | 1) => Number((await ask(party, 'GET /address')).body.epoch);

  const epoch = async (): Promise<number | null> => {
    const [first, second] = [await epochOf(0), await epochOf(1)];
    return first === second ? first : null;
  };

  return {
    async backUp(party) {
      const now = await epochOf(party);
      const before = kept.find((one) => one.party === party && one.epoch === now);
      if (before !== undefined) return before.file;
      const { body } = await ask(party, 'POST /v1/backup', { passphrase });
      const file = join(folder, `party-${party}-epoch-${now}.json`);
      const backup = String(body.backup);
      writeFileSync(file, backup, { mode: 0o600 });
      kept.push({ party, epoch: now, sha256: String(body.sha256), backup, file });
      return file;
    },
    epoch,
    async expectBringsBack(told) {
      const there = kept.filter(({ party, sha256 }) =>
        told.some((one) => one.party === party && one.sha256 === sha256),
      );
      const second = there.findLast(
        (two) => two.party === 1 && there.some((one) => one.party === 0 && one.epoch === two.epoch),
      );
      const first = there.findLast((one) => one.party === 0 && one.epoch === second?.epoch);
      if (first === undefined || second === undefined) throw new Error('no pair of backups is registered');
      const pair = [first, second] as const;
      const [one, two] = pair.map(({ backup }) => Point.BASE.multiply(number(openShare(backup, passphrase).scalar)));
      if (one === undefined || two === undefined) throw new Error('two shares are added');
      expect(addressOf(one.add(two).toHex(false))).toBe(parties.address);
      if ((await epoch()) !== first.epoch) return;
      for (const { backup, party } of pair) {
        parties.lose(party, 'share.json');
        const restored = { backup, passphrase, expected_address: parties.address };
        expect(await ask(party, 'POST /v1/restore', restored)).toMatchObject({
          status: 200,
          body: { address: parties.address, epoch: first.epoch },
        });
      }
    },
  };
}
