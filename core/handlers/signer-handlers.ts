import type { Handlers } from '../contract/methods.ts';
import type { KeystoreFacts } from '../contract/shapes.ts';
import { conflict } from '../domain/conflict.ts';
import { ok, type Result } from '../domain/result.ts';
import { certificateFaults } from '../signers/own-certificate.ts';
import type { Keystores } from '../signing/keystores.ts';
import { tlsSettingsOf } from '../signing/named-tls-files.ts';
import { actorOf, type HandlerParts } from './parts.ts';

type Names =
  | 'signers.list'
  | 'signers.select'
  | 'signers.address'
  | 'signers.test'
  | 'signers.deviceAddresses'
  | 'signers.openApp'
  | 'signers.requestRestarted'
  | 'secrets.request'
  | 'signers.setIdentity'
  | 'keystore.create'
  | 'keystore.import'
  | 'keystore.export'
  | 'keystore.changePassword'
  | 'keystore.deleteOld'
  | 'keystore.password';

/** What would be kept would be without effect: nothing is. */
function countsFirst(settings: readonly string[]): Result<never> {
  const what = `${settings.join(', ')} ${settings.length === 1 ? 'is' : 'are'} set and would count before it; take that out first`;
  return conflict(what);
}

/** The signers, and the secrets that some of them need. */
export function signerHandlers(parts: HandlerParts): Pick<Handlers, Names> {
  const { keystores, procedures, record, signing } = parts;

  /** Does something with the keystore between two rows; a wrong password leaves its own kind of row. */
  const withKeystore = async <T>(
    what: string,
    actor: string,
    act: (keystores: Keystores) => Promise<Result<T>>,
  ): Promise<Result<T>> => {
    const about = { eventType: 'keystore', actor, subject: what } as const;
    const row = await record.before({ ...about, level: 'info', status: 'requested', body: {} });
    if (!row.ok) return row;
    const done = await act(keystores);
    const isWrong = !done.ok && done.error.code === 'wrong-passphrase';
    await record.after({
      ...about,
      eventType: isWrong ? 'failed_auth' : about.eventType,
      level: done.ok ? 'info' : 'warn',
      status: done.ok ? 'ok' : 'failed',
      body: done.ok ? {} : { error: done.error.code },
    });
    if (done.ok) await signing.active.reopen();
    return done;
  };
  const change = (
    what: string,
    actor: string,
    act: (keystores: Keystores) => Promise<Result<KeystoreFacts>>,
  ): Promise<Result<KeystoreFacts>> => withKeystore(what, actor, act);

  return {
    'signers.list': () => ok(signing.board()),
    'signers.select': ({ address, kind, path }) =>
      signing.requestSelect({ kind, path: path ?? null, address: address ?? null }),
    'signers.address': ({ show }, face) => signing.address(show, actorOf(face)),
    'signers.test': (_input, face) => signing.test(actorOf(face)),
    'signers.deviceAddresses': ({ count, family, from }) => signing.deviceAddresses(family, from, count),
    'signers.openApp': () => signing.openApp(),
    'signers.requestRestarted': () => signing.requestRestarted(),
    'secrets.request': ({ chainId, credentialId, form }) => {
      const about = { chainId: chainId ?? null, credentialId: credentialId ?? null };
      parts.announce({ topic: 'secret.requested', payload: { form, ...about } });
      return ok({ form });
    },
    'signers.setIdentity': async ({ ca, cert, key, pins, service }, face) => {
      const actor = actorOf(face);
      const about = {
        eventType: 'setting-change',
        level: 'info',
        actor,
        subject: `tls ${service}`,
        body: { pins },
      } as const;
      const row = await record.before({ ...about, status: 'requested' });
      if (!row.ok) return row;
      const said = (text: string): string | undefined => (text.trim() === '' ? undefined : text);
      const identity = { cert: said(cert), key: said(key), ca: said(ca), pins: pins.length === 0 ? undefined : pins };
      const set = tlsSettingsOf(parts.settings.values, service);
      const keep = (): Result<void> => {
        if (set.length > 0) return countsFirst(set);
        // What cannot work must not take the place of what does.
        const faults = certificateFaults(identity, parts.clock.nowMs());
        if (faults.length > 0) return conflict(faults.map(({ what }) => what).join('; '));
        return parts.identities.keep(service, identity);
      };
      const kept = keep();
      await record.after({ ...about, status: kept.ok ? 'ok' : 'failed' });
      if (!kept.ok) return kept;
      await signing.active.reopen();
      return ok(signing.board());
    },
    'keystore.create': ({ isBeside, password }, face) =>
      change('create', actorOf(face), (kept) => kept.create(password, isBeside)),
    'keystore.import': ({ isBeside, newPassword, password, text }, face) =>
      change('import', actorOf(face), (kept) => kept.importText(text, password, newPassword, isBeside)),
    'keystore.export': ({ newPassword, password }, face) =>
      change('export', actorOf(face), (kept) => kept.exportCopy(password, newPassword)),
    'keystore.changePassword': ({ newPassword, password }, face) =>
      change('change password', actorOf(face), async (kept) => {
        const changed = await kept.changePassword(password, newPassword, procedures.keepsOldKeystore());
        // Before anything else can look at what is there: the ledger could take what it finds for no change.
        if (changed.ok) parts.custody.passwordChanged(newPassword, actorOf(face));
        return changed;
      }),
    'keystore.deleteOld': async ({ password }, face) => {
      const deleted = await withKeystore('delete old', actorOf(face), (kept) =>
        kept.deleteFiles(procedures.oldKeystores, password),
      );
      return deleted.ok ? ok({ files: [...deleted.value] }) : deleted;
    },
    'keystore.password': async ({ keep, password }, face) => {
      const given = await withKeystore(keep ? 'keep password' : 'give password', actorOf(face), (kept) =>
        kept.givePassword(password, keep),
      );
      if (!given.ok) return given;
      const row = signing.board().signers.find(({ kind }) => kind === 'keystore');
      return ok(row?.standing ?? { code: 'idle', isReady: false, text: 'It can be chosen.', needs: null });
    },
  };
}
