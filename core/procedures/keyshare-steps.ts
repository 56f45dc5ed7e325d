import { conflict } from '../domain/conflict.ts';
import type { Result } from '../domain/result.ts';

import type { AttestedShares, KeysharePorts } from './keyshare-ports.ts';
import type { KeyshareRefresh } from './keyshare-refresh.ts';
import { done, notYet, type Step, type Tried } from './step.ts';

type RefreshStep = Step<KeyshareRefresh>;

/** Whether the service offers a refresh and attests. */
export const attests = ({ dialect }: KeyshareRefresh): boolean => dialect === 'mpc-2p/1';
/** Whether it is the older service. */
export const isOlder = (facts: KeyshareRefresh): boolean => !attests(facts);

/** Prepare: both parties are there and belong together, and the epoch that the refresh begins from is kept. */
export function attestStep({ shares }: KeysharePorts): RefreshStep {
  return {
    stepId: 'attest',
    stage: 'prepare',
    who: 'console',
    title: 'Have both parties attest',
    instruction: (facts) =>
      attests(facts)
        ? 'Both parties attest the same address and epoch with their pinned certificates, and their points must add up to the key. What an earlier refresh left open is settled first.'
        : 'The older service attests nothing. Both parties make a test signature: it must be by the pinned address.',
    async try(facts) {
      if (isOlder(facts)) {
        const signed = await signedBy(facts, shares);
        if (!signed.ok) return signed;
        const text = `Both parties made a test signature by ${facts.address}. That their shares are at one epoch only a signature shows here.`;
        return done(facts, 'weak', text);
      }
      const attested = await shares.settle();
      if (!attested.ok) return attested;
      const { address, backups, epoch, sharePoints } = attested.value;
      if (address !== facts.address) return otherAddress(facts, address);
      const before = { epoch, sharePoints: [...sharePoints] as [string, string] };
      const bare = backups.flatMap((backup, party) => (backup?.epoch === epoch ? [] : [`party ${party}`]));
      const proved = `Both parties attest ${address} at epoch ${epoch}, their points add up to its key, and they signed.`;
      const found = [{ strength: 'proved', text: proved } as const];
      const warning = `No backup of epoch ${epoch} is attested by ${bare.join(' and ')}: a share that is lost before the new backups are made may take the funds with it.`;
      return {
        ok: true,
        value: {
          isDone: true,
          found: bare.length === 0 ? found : [...found, { strength: 'weak', text: warning }],
          facts: { ...facts, before },
          againAtMs: null,
        },
      };
    },
  };
}

/** Prepare: the maintenance window, where one is planned. */
export function windowStep({ clock, windows }: KeysharePorts): RefreshStep {
  return {
    stepId: 'window',
    stage: 'prepare',
    who: 'console',
    title: 'Keep to the maintenance window',
    instruction: () =>
      'Where a maintenance window is planned, the refresh is done in it. Say why if it is to be done before; none need be planned.',
    word: () => 'instead',
    async try(facts, { word }) {
      const planned = windows();
      if (!planned.ok) return planned;
      const nowMs = clock.nowMs();
      const next = planned.value.find(({ minutes, startsAtMs }) => startsAtMs + minutes * 60_000 > nowMs);
      if (next === undefined) return done(facts, 'proved', 'No maintenance window is planned, and none is needed.');
      const named = `The maintenance window '${next.note}'`;
      const starts = new Date(next.startsAtMs).toISOString();
      if (next.startsAtMs <= nowMs) return done(facts, 'proved', `${named} is under way since ${starts}.`);
      if (word !== null) return done(facts, 'said', `${named} begins at ${starts}. You said: ${word}`);
      return notYet(facts, `${named} begins only at ${starts}. Wait for it, or say why the refresh is done before.`);
    },
  };
}

/** Rotate: new shares of the same key, by `mpc-2p/1`. */
export function refreshStep(ports: KeysharePorts): RefreshStep {
  const { shares } = ports;
  return {
    stepId: 'refresh',
    stage: 'rotate',
    who: 'console',
    title: 'Refresh the keyshares',
    isFor: attests,
    instruction: ({ address }) =>
      `Both parties make new shares of the same key. It counts only when the address is still ${address}, the epoch is one higher, both points have changed, and a proof and a test signature are by that address.`,
    async try(facts) {
      const { before } = facts;
      if (before === null) return notYet(facts, 'What the parties had before is not known: leave this, begin again.');
      // A try that was cut off may have refreshed, and so may one without a sure answer: that is settled before anything is asked.
      const settled = await shares.settle();
      if (!settled.ok) return settled;
      const { address, epoch } = settled.value;
      if (address !== facts.address) return otherAddress(facts, address);
      if (epoch === before.epoch + 1) return takenIn(ports, facts, before, settled.value);
      if (epoch !== before.epoch) {
        return notYet(
          facts,
          `The parties are at epoch ${epoch}, and this began at ${before.epoch}: leave it, begin again.`,
        );
      }
      const refreshed = await shares.refresh(before.epoch);
      if (refreshed.ok) return takenIn(ports, facts, before, refreshed.value);
      if (refreshed.error.retry !== 'after-checking') return refreshed;
      return notYet(
        facts,
        'No sure answer came: the refresh may be committed. It is not repeated: the next try settles with both parties which shares hold.',
      );
    },
  };
}

/** Rotate: what the older service does not offer is done at the parties by the person. */
export function refreshElsewhereStep({ clock, refreshed, shares }: KeysharePorts): RefreshStep {
  return {
    stepId: 'refresh-elsewhere',
    stage: 'rotate',
    who: 'person',
    title: 'Refresh the keyshares at the parties',
    isFor: isOlder,
    instruction: ({ address }) =>
      `The older service offers no refresh. Keep both old share files, have its operator refresh both shares with the library's own protocol, restart both parties, and say so. What can still be checked is weaker: the address must be ${address} and a test signature by it; that the shares have changed is your word. A service that cannot refresh needs a new key and a transfer instead: leave this then.`,
    word: () => 'needed',
    async try(facts, { word }) {
      if (word === null) return notYet(facts, 'Say that both parties have new shares and were restarted.');
      const signed = await signedBy(facts, shares);
      if (!signed.ok) return signed;
      const written = refreshed(null, facts.beganAtMs);
      if (!written.ok) return written;
      const text = `You said: ${word} The console saw only that they still sign for ${facts.address}.`;
      return done({ ...facts, refreshedAtMs: clock.nowMs() }, 'said', text);
    },
  };
}

/** Validate: the new shares sign. */
export function signatureStep({ shares }: KeysharePorts): RefreshStep {
  return {
    stepId: 'test-signature',
    stage: 'validate',
    who: 'console',
    title: 'Make a test signature',
    instruction: ({ address }) =>
      `Both parties sign a text that can be no transaction. It must be by ${address}; no two signatures are the same, so none is compared.`,
    async try(facts) {
      const signed = await signedBy(facts, shares);
      return signed.ok ? done(facts, 'proved', `The test signature is by ${facts.address}.`) : signed;
    },
  };
}

/** The shares are new: written down with them, also by a try that finds them so. */
function takenIn(
  { clock, refreshed }: KeysharePorts,
  facts: KeyshareRefresh,
  before: NonNullable<KeyshareRefresh['before']>,
  { epoch, sharePoints }: AttestedShares,
): Result<Tried<KeyshareRefresh>> {
  if (sharePoints.some((point, party) => point === before.sharePoints[party])) {
    return notYet(facts, `The parties say epoch ${epoch}, and a share is the same as before: look at both parties.`);
  }
  const written = refreshed(sharePoints, facts.beganAtMs);
  if (!written.ok) return written;
  const text = `Epoch ${epoch} after ${before.epoch}, the same address ${facts.address}, both points changed, and the new shares signed.`;
  const after = { epoch, sharePoints: [...sharePoints] as [string, string] };
  return done({ ...facts, after, refreshedAtMs: clock.nowMs() }, 'proved', text);
}

async function signedBy(facts: KeyshareRefresh, shares: KeysharePorts['shares']): Promise<Result<void>> {
  const signed = await shares.proveSigning();
  if (!signed.ok) return signed;
  return signed.value === facts.address ? { ok: true, value: undefined } : otherAddress(facts, signed.value);
}

/** The signer in use is another than this began with. */
export function otherAddress({ address }: KeyshareRefresh, found: string): Result<never> {
  const what = `the signer in use is of ${found}, and this is about ${address}: leave it, begin again`;
  return conflict(what);
}
