import type { SettingProblem } from '../contract/shapes.ts';
import { knownSettings, type SettingName } from './known-settings.ts';

/** Settings whose value bears on whether an order may pass, beside the limits themselves. */
const gateSettings: readonly SettingName[] = [
  'EXECUTION_APPROVAL_MODE',
  'TRADING_HALTED',
  'PAPER_MODE',
  'LIVE_TRADING_ENABLED',
];

/**
 * The problems because of which nothing new may pass, whatever the person released: what could not be read, or may be misspelt, might
 * have refused. Only the value of a setting that has no bearing on what may pass, and unknown names of our own, are left out.
 */
export function gateProblems(problems: readonly SettingProblem[]): readonly SettingProblem[] {
  return problems.filter(({ name, code }) => {
    if (code === 'unknown_setting') return !name.toUpperCase().startsWith('PORTCULLIS_');
    if (code !== 'invalid_setting') return true;
    const isKnown = Object.hasOwn(knownSettings, name);
    return (gateSettings as readonly string[]).includes(name) || !isKnown;
  });
}
