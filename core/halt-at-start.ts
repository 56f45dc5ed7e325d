import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditChain } from './contract/shapes.ts';
import type { HaltControl } from './halt/halt.ts';
import type { HaltLock } from './halt/halt-lock.ts';
import type { Settings } from './settings/settings.ts';

/** A halt asked for while no core answered: the command line leaves it here, and the next core starts halted. */
export const haltRequestFile = 'halt-request';

/** What the halt control is told when a core starts. */
export interface StartFacts {
  readonly settings: Settings;
  readonly halt: HaltControl;
  readonly lock: HaltLock;
  readonly chain: AuditChain;
  readonly dataFolder: string;
  readonly previousCrash: boolean;
}

/** Engages the halt for whatever a start finds: a requested halt, a setting that is wrong, a crash, a trail that does not hold. */
export function haltAtStart({ settings, halt, lock, chain, dataFolder, previousCrash }: StartFacts): void {
  lock.say('environment', settings.haltRequested === true && !settings.isHaltInEnvFile);
  if (settings.problems.length > 0) {
    const names = settings.problems.map((problem) => problem.name).join(', ');
    halt.engage({ source: 'automatic', code: 'settings-problem', text: `Settings that could not be taken: ${names}` });
  } else {
    halt.resolve('settings-problem');
  }
  if (previousCrash) {
    halt.engage({
      source: 'automatic',
      code: 'core-crashed',
      text: 'The core ended without being asked and was started again',
    });
    halt.resolve('core-crashed');
  }
  haltForChain(halt, chain);
  takeHaltRequest(halt, join(dataFolder, haltRequestFile));
}

/** Engages the halt when the audit trail is broken or cannot be written, and marks that cause gone when it holds. */
export function haltForChain(halt: HaltControl, chain: AuditChain): void {
  if (chain.state === 'broken' || chain.state === 'failed') {
    const alreadyKnown = halt.state().reasons.some((reason) => reason.code === 'audit-broken' && !reason.resolved);
    if (alreadyKnown) return;
    const text = `The audit trail does not hold: ${chain.problem ?? chain.state}`;
    halt.engage({ source: 'automatic', code: 'audit-broken', text });
  } else if (chain.state === 'verified') {
    halt.resolve('audit-broken');
  }
}

function takeHaltRequest(halt: HaltControl, file: string): void {
  if (!existsSync(file)) return;
  const text = readFileSync(file, 'utf8').slice(0, 500).trim();
  halt.engage({ source: 'cli', code: 'person', text: text === '' ? 'Halt requested from the command line' : text });
  rmSync(file, { force: true });
}
