import { utcDay } from '../domain/utc-day.ts';
import type { ChecklistFacts } from './checklist-facts.ts';
import { type ItemAbout, type JudgedItem, met, unknown, unmet } from './item.ts';

const buildKnown: ItemAbout = {
  itemId: 'build-known',
  title:
    'Which packages this console was built from is known, and when; advisories of them as far as they could be read',
  custodyLine: null,
  source: 'register',
  isWaivable: true,
};

/** What the build says of itself: which packages, when, and which advisories were known of them. */
export function buildItem({ build }: ChecklistFacts): JudgedItem {
  if (build === null) {
    return unknown(buildKnown, 'It runs from its sources, without a build.', 'Start a console that was built.');
  }
  const { advisories, builtAtMs, lockfileSha256 } = build;
  const from = `Built on ${utcDay(builtAtMs)} from the package-lock.json with SHA-256 ${lockfileSha256}.`;
  if (advisories === null) {
    const unread = 'Advisories could not be read when it was built, so whether it has known faults is not known.';
    return met(buildKnown, `${unread} ${from}`, builtAtMs);
  }
  const { critical, high, low, moderate } = advisories;
  const told = `${from} Advisories then: ${critical} critical, ${high} high, ${moderate} moderate, ${low} low.`;
  return critical + high === 0
    ? met(buildKnown, told, builtAtMs)
    : unmet(buildKnown, told, 'See what they are with npm audit, and install a newer version.', builtAtMs);
}
