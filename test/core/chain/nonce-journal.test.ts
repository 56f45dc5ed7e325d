import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chainMigration } from '../../../core/chain/chain-migration.ts';
import { createNonceJournal, type NonceJournal } from '../../../core/chain/nonce-journal.ts';
import type { Hex } from '../../../core/domain/hex.ts';
import { signable } from '../../../core/domain/transaction/signable.ts';
import { type Database, openDatabase } from '../../../core/store/database.ts';
import { type AnvilAccount, developmentAccounts } from '../../chain/anvil.ts';
import { signWith, transactionOf } from '../../chain/sign-with.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';

const [alice, bob] = developmentAccounts() as unknown as [AnvilAccount, AnvilAccount];
const chainId = 31337n;
const conflict = { ok: false, error: { code: 'conflict' } };
const block = (number: number) => ({ blockNumber: number, blockHash: `0x${'ab'.repeat(32)}` as Hex });
const feePaidWei = 21_000n;

/** A journal on a real file, with steps that a test takes often. */
function world(folder = temporaryFolder()) {
  const file = join(folder, 'paper.db');
  const opened = openDatabase(file, [chainMigration]);
  if (!opened.ok) throw new Error('the database cannot be opened');
  const database: Database = opened.value;
  const journal: NonceJournal = createNonceJournal(database);
  let made = 0;
  const begin = (nonce: number, replaces: string | null = null, account = alice) => {
    made += 1;
    const id = `t${made}`;
    const transaction = transactionOf(bob.address, { nonce, valueWei: BigInt(made) });
    const asked = signable(transaction, account.address);
    return {
      id,
      transaction,
      result: journal.begin(
        { transactionId: id, signable: asked, replaces, auditId: made, signer: 'keystore', sentence: 'Send.' },
        made,
      ),
    };
  };
  const send = (nonce: number, replaces: string | null = null): string => {
    const { id, transaction, result } = begin(nonce, replaces);
    expect(result).toMatchObject({ ok: true, value: { status: 'signing', nonce } });
    expect(journal.storeSigned(id, signWith(alice, transaction), null, 2)).toMatchObject({
      value: { status: 'signed' },
    });
    expect(journal.markSent(id, 3)).toMatchObject({ value: { status: 'sent' } });
    return id;
  };
  const confirm = (id: string, number = 1) => {
    expect(journal.markIncluded(id, block(number), 4)).toMatchObject({ value: { status: 'included' } });
    const settled = journal.settle(id, { status: 'confirmed', feePaidWei }, 5);
    if (!settled.ok) throw new Error('it was not settled');
    return settled.value;
  };
  const next = (latest: number, pending = latest) => journal.next(chainId, alice.address, { latest, pending });
  return { folder, file, database, journal, begin, send, confirm, next };
}

describe('the next nonce', () => {
  it('is what the node says where nothing else is known, and follows what is on its way', () => {
    const { next, send } = world();
    expect(next(7)).toEqual({ ok: true, value: { nonce: 7, usedElsewhere: 0 } });
    send(7);
    expect(next(7, 8)).toMatchObject({ value: { nonce: 8 } });
    send(8);
    expect(next(7, 9)).toMatchObject({ value: { nonce: 9 } });
    // The node has not seen them yet, or does not tell.
    expect(next(7, 7)).toMatchObject({ value: { nonce: 9 } });
    for (const latest of [0, 6]) {
      expect(next(latest)).toMatchObject({ error: { what: expect.stringMatching(/holds nonce 7/) } });
    }
  });

  it('is never one that was used, whatever the node says', () => {
    const { next, send, confirm, begin } = world();
    confirm(send(0));
    confirm(send(1));
    for (const [latest, pending] of [
      [0, 0],
      [1, 2],
      [2, 2],
    ] as const) {
      expect(next(latest, pending)).toMatchObject({ value: { nonce: 2 } });
    }
    for (const nonce of [0, 1]) expect(begin(nonce).result).toMatchObject(conflict);
  });

  it('tells how many were used elsewhere since', () => {
    const { next, send, confirm } = world();
    confirm(send(0));
    send(1);
    expect(next(5)).toEqual({ ok: true, value: { nonce: 5, usedElsewhere: 3 } });
  });

  it('waits while one is with the signer', () => {
    const { next, begin } = world();
    expect(begin(0).result).toMatchObject({ ok: true });
    expect(next(0)).toMatchObject({ error: { code: 'conflict', what: expect.stringMatching(/is with the signer/) } });
    expect(begin(1).result).toMatchObject(conflict);
  });

  it('waits while a signature may exist that nobody has, at any nonce, until a replacement is signed', () => {
    const { next, begin, journal } = world();
    const lost = begin(3);
    expect(journal.doubt(lost.id, 'no answer in time', 9)).toMatchObject({ value: { status: 'in-doubt' } });
    for (const latest of [0, 3, 4, 9]) {
      expect(next(latest)).toMatchObject({ error: { what: expect.stringMatching(/nonce 3 may exist/) } });
    }
    for (const nonce of [3, 4]) expect(begin(nonce).result).toMatchObject(conflict);
    const instead = begin(3, lost.id);
    expect(instead.result).toMatchObject({ ok: true, value: { replaces: lost.id } });
    journal.storeSigned(instead.id, signWith(alice, instead.transaction), null, 9);
    expect(next(3)).toMatchObject({ value: { nonce: 4 } });
  });

  it('is free again when the signer surely signed nothing', () => {
    const { next, begin, send, journal } = world();
    send(0);
    const refused = begin(1);
    expect(journal.release(refused.id, 'refused', 'you said no', 9)).toMatchObject({ value: { status: 'refused' } });
    expect(next(0, 1)).toMatchObject({ value: { nonce: 1 } });
    expect(begin(1).result).toMatchObject({ ok: true });
  });

  it('would leave a gap after a stranger’s transaction that waits, so there is none', () => {
    const { next, send } = world();
    expect(next(4, 5)).toMatchObject({ error: { what: expect.stringMatching(/waits at nonce 4/) } });
    send(4);
    expect(next(4, 5)).toMatchObject({ value: { nonce: 5 } });
    expect(next(4, 6)).toMatchObject(conflict);
    expect(next(4, Number.MAX_SAFE_INTEGER)).toMatchObject(conflict);
  });

  it('is counted for each address and chain by itself', () => {
    const { journal, send, begin } = world();
    send(0);
    expect(journal.next(chainId, bob.address, { latest: 0, pending: 0 })).toMatchObject({ value: { nonce: 0 } });
    expect(journal.next(1n, alice.address, { latest: 0, pending: 0 })).toMatchObject({ value: { nonce: 0 } });
    expect(begin(0, null, bob).result).toMatchObject({ ok: true });
  });
});

describe('a replacement', () => {
  it('takes the nonce over from the last that holds it; who wins ends the others', () => {
    const { journal, send, begin, confirm } = world();
    const first = send(0);
    const second = send(0, first);
    expect(begin(0, first).result).toMatchObject(conflict);
    const third = begin(0, second);
    expect(third.result).toMatchObject({ ok: true });
    journal.release(third.id, 'refused', 'you said no', 9);
    expect(journal.at(chainId, alice.address, 0).map(({ status }) => status)).toEqual(['sent', 'sent', 'refused']);
    const lost = confirm(first);
    expect(lost).toMatchObject([{ transactionId: second, status: 'replaced', replacedBy: first, raw: null }]);
    expect(journal.get(first)).toMatchObject({ status: 'confirmed', feePaidWei, raw: null });
    expect(begin(0, second).result).toMatchObject(conflict);
  });

  it('is refused for one that is in a block, with the signer, of another nonce or unknown', () => {
    const { journal, send, begin } = world();
    const mined = send(0);
    journal.markIncluded(mined, block(1), 4);
    expect(begin(0, mined).result).toMatchObject(conflict);
    expect(begin(1, mined).result).toMatchObject(conflict);
    expect(begin(1, 'nobody').result).toMatchObject(conflict);
    const busy = begin(1);
    expect(begin(1, busy.id).result).toMatchObject(conflict);
  });
});

describe('the journal of transactions', () => {
  it('keeps the signed bytes before they are sent, takes only those of the same transaction, and takes them away at the end', () => {
    const { journal, begin, send, database, file } = world();
    for (const nonce of [1, 2, 3, 4]) send(nonce);
    const { id, transaction } = begin(0);
    const other = signWith(alice, { ...transaction, valueWei: 99n });
    expect(journal.storeSigned(id, other, null, 2)).toMatchObject(conflict);
    expect(journal.markSent(id, 2)).toMatchObject(conflict);
    const signed = signWith(alice, transaction);
    expect(journal.storeSigned(id, signed, true, 2)).toMatchObject({
      value: { raw: signed.raw, hash: signed.hash, clearSigned: true },
    });
    expect(journal.storeSigned(id, signed, true, 2)).toMatchObject(conflict);
    database.pragma('wal_checkpoint(TRUNCATE)');
    expect(readFileSync(file, 'latin1')).toContain(signed.raw);
    journal.markSent(id, 3);
    journal.markIncluded(id, block(1), 4);
    expect(journal.settle(id, { status: 'reverted', feePaidWei }, 5)).toEqual({ ok: true, value: [] });
    expect(journal.get(id)).toMatchObject({ status: 'reverted', raw: null, hash: signed.hash, blockNumber: 1 });
    database.pragma('wal_checkpoint(TRUNCATE)');
    // Whether SQLite writes over it by itself depends on where a row happens to lie, so that it always does is looked at, too.
    expect(database.pragma('secure_delete', { simple: true })).toBe(1);
    // The signature is at the end of the bytes; what is before it stands in the unsigned bytes, too.
    const left = readFileSync(file, 'latin1');
    for (let at = 0; at < 120; at += 8) expect(left).not.toContain(signed.raw.slice(-128).slice(at, at + 8));
  });

  it('ends only what is in a block; what ended stays as it is', () => {
    const { journal, send, confirm } = world();
    const id = send(0);
    expect(journal.settle(id, { status: 'confirmed', feePaidWei }, 5)).toMatchObject(conflict);
    confirm(id);
    for (const again of [
      journal.markSent(id, 6),
      journal.markDropped(id, 6),
      journal.markIncluded(id, block(2), 6),
      journal.settle(id, { status: 'reverted', feePaidWei }, 6),
      journal.doubt(id, 'late', 6),
      journal.release(id, 'failed', 'late', 6),
    ]) {
      expect(again).toMatchObject(conflict);
    }
    expect(journal.settle('nobody', { status: 'confirmed', feePaidWei }, 6)).toMatchObject({
      error: { code: 'not-found' },
    });
  });

  it('forgets the block of one that went back, and ends those that a stranger replaced', () => {
    const { journal, send } = world();
    const id = send(0);
    journal.markIncluded(id, block(3), 4);
    expect(journal.markSent(id, 5)).toMatchObject({ value: { status: 'sent', blockNumber: null, blockHash: null } });
    expect(journal.settleReplaced(chainId, alice.address, 0, 6)).toMatchObject({
      value: [{ transactionId: id, status: 'replaced', replacedBy: null, raw: null }],
    });
  });

  it('after a restart doubts what was with the signer, and keeps the rest', () => {
    const folder = temporaryFolder();
    const before = world(folder);
    const sent = before.send(0);
    const interrupted = before.begin(1);
    before.database.close();
    const after = world(folder);
    expect(after.journal.recover(9)).toMatchObject({ value: [{ transactionId: interrupted.id, status: 'in-doubt' }] });
    expect(after.journal.recover(9)).toEqual({ ok: true, value: [] });
    expect(after.journal.get(sent)).toMatchObject({ status: 'sent', raw: expect.stringMatching(/^0x/) });
    expect(after.journal.list({ open: true, limit: 9 }).map(({ transactionId }) => transactionId)).toEqual([
      interrupted.id,
      sent,
    ]);
    expect(after.journal.list({ open: false, chainId, limit: 9 })).toEqual([]);
    expect(after.journal.openCount()).toBe(2);
    after.journal.settleReplaced(chainId, alice.address, 0, 10);
    expect(after.journal.openCount()).toBe(1);
  });

  it('begins a transaction and what goes along with it together or not at all', () => {
    const { journal, database, next } = world();
    const asked = signable(transactionOf(bob.address), alice.address);
    const request = { transactionId: 'x', signable: asked, replaces: null, auditId: 1, signer: 'k', sentence: 's' };
    const full = Object.assign(new Error('full'), { code: 'SQLITE_FULL' });
    const failed = journal.begin(request, 1, () => {
      throw full;
    });
    expect(failed).toMatchObject({ ok: false, error: { code: 'storage-failed' } });
    expect(journal.get('x')).toBeNull();
    expect(next(0)).toMatchObject({ value: { nonce: 0 } });
    let alongside = 0;
    expect(
      journal.begin(request, 1, () => {
        alongside += 1;
      }),
    ).toMatchObject({ ok: true });
    expect(alongside).toBe(1);
    database.close();
  });
});
