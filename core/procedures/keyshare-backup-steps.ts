import type { AttestedShareBackup, KeysharePorts } from './keyshare-ports.ts';
import type { KeyshareRefresh } from './keyshare-refresh.ts';
import { attests, isOlder, otherAddress } from './keyshare-steps.ts';
import { bySaying, done, notYet, type Step } from './step.ts';

type RefreshStep = Step<KeyshareRefresh>;

const parties = [0, 1] as const;

/** Rotate: the old backups are put away, and none is destroyed yet. */
export function archiveStep(): RefreshStep {
  return {
    stepId: 'archive',
    stage: 'rotate',
    who: 'person',
    title: 'Put the old backups away, dated',
    instruction: ({ before }) =>
      `At each party, put the backups ${before === null ? 'of the old shares' : `of epoch ${before.epoch} and before`} away, encrypted and dated, and destroy none before the new ones are registered. The refresh does not change the key: two old backups of one epoch are the key for ever. It protects only while such pairs are kept apart and are destroyed in time. Say where they are and until when, or that there are none.`,
    word: () => 'needed',
    async try(facts, { word }) {
      return bySaying(facts, word, 'Say where the old backups are and until when, or that there are none.');
    },
  };
}

/** Rotate: each party has a new backup and has read it back. The console never opens one. */
export function newBackupsStep({ shares }: KeysharePorts): RefreshStep {
  return {
    stepId: 'new-backups',
    stage: 'rotate',
    who: 'person',
    title: 'Make a new backup at each party',
    instruction: (facts) =>
      attests(facts)
        ? `At each party by itself, make a backup of its new share${facts.after === null ? '' : ` (epoch ${facts.after.epoch})`} and have it read back there. The console opens none: each party attests its own, with epoch and digest.`
        : 'At each party by itself, make a backup of its new share and try it there, away from the other one. The older service attests nothing, so say that it is done.',
    word: (facts) => (isOlder(facts) ? 'needed' : 'none'),
    async try(facts, { word }) {
      if (isOlder(facts)) {
        return bySaying(facts, word, 'Say that each party has a new backup that was tried.');
      }
      const attested = await shares.attest();
      if (!attested.ok) return attested;
      const { address, backups, epoch } = attested.value;
      if (address !== facts.address) return otherAddress(facts, address);
      if (epoch !== facts.after?.epoch) {
        return notYet(facts, `The parties are at epoch ${epoch} now, which is not that of this refresh.`);
      }
      const lacking = parties.filter((party) => backups[party]?.epoch !== epoch).map((party) => `party ${party}`);
      const [first, second] = backups;
      if (lacking.length > 0 || first === null || second === null) {
        return notYet(facts, `No backup of epoch ${epoch} is attested by ${lacking.join(' and ')}.`);
      }
      if (first.sha256 === second.sha256) {
        return notYet(facts, 'Both parties attest one and the same backup: each must have one of its own share.');
      }
      const text = `Party 0 attests ${told(first)}, party 1 ${told(second)}; each read it back.`;
      return done({ ...facts, backups: [first.sha256, second.sha256] }, 'proved', text);
    },
  };
}

/** Rotate: the new backups stand in the register, with what their parties attest. */
export function registerStep({ register }: KeysharePorts): RefreshStep {
  return {
    stepId: 'register',
    stage: 'rotate',
    who: 'person',
    title: 'Record the new backups',
    instruction: (facts) =>
      `Record where each of the two new backups lies and who can open it, at a terminal: portcullis backups record mpc-party-0, then mpc-party-1. ${attests(facts) ? 'What each party attests is then noted there.' : 'Then attest each, since the older service does not.'}`,
    async try(facts) {
      const { backups, refreshedAtMs } = facts;
      if (refreshedAtMs === null || (backups === null && attests(facts))) {
        return notYet(facts, 'The new backups are not known: leave this, begin again.');
      }
      for (const party of parties) {
        const row = register.recordedSince(party, refreshedAtMs);
        if (!row.ok) return row;
        if (row.value === null) {
          return notYet(facts, `No backup of party ${party} was recorded since the refresh.`);
        }
        const sha256 = backups?.[party];
        if (sha256 !== undefined) {
          const text = `Party ${party} attests a backup of epoch ${facts.after?.epoch}, SHA-256 ${sha256.slice(0, 16)}, which it has read back.`;
          const noted = await register.note(row.value.backupId, sha256, text);
          if (!noted.ok) return noted;
        }
      }
      // Where they lie stays out of the trail, which has what a step finds.
      const text = attests(facts)
        ? 'The register has both new backups, each with what its party attests of it.'
        : 'The register has both new backups; what is said of them is yours.';
      return done({ ...facts, isRegistered: true }, attests(facts) ? 'proved' : 'said', text);
    },
  };
}

function told({ epoch, sha256 }: AttestedShareBackup): string {
  return `a backup of epoch ${epoch} (SHA-256 ${sha256.slice(0, 16)})`;
}
