import type { AppError } from '../../domain/errors.ts';
import type { SignerState } from '../signer.ts';
import type { RemoteProblem } from './check-remote-options.ts';

/** What is known of a remote signer; times in milliseconds since the epoch. */
export interface RemoteFacts {
  readonly host: string;
  readonly problem: RemoteProblem | null;
  /** The protocol, once it is known. */
  readonly title: string | null;
  readonly lastOutcome: 'not-asked' | 'answered' | AppError;
  /** When the certificate ends that it showed the last time. */
  readonly servedEndMs: number | null;
  /** When our own ends. */
  readonly clientEndMs: number | null;
  /** Whether it is spoken to without TLS, and whether that leaves this machine. */
  readonly plain: 'no' | 'here' | 'away';
}

const dayMs = 86_400_000;
/** From here on a certificate is to be replaced. */
const soonDays = 30;

const remedies: Readonly<Record<string, string>> = {
  unreachable: 'Start the signer, or correct its address',
  tls: 'Check its certificate, the authority and the pins',
  timeout: 'See whether the signer runs',
  'http-401': 'Let the signer accept this console',
  'http-403': "Let the signer accept this console and the host's name",
  'unknown-protocol': 'Choose the protocol that the signer speaks',
  'no-accounts': 'Load a key into the signer',
  'several-accounts': 'Pin one of its addresses, or leave it one key',
  'account-missing': 'Load the key of the pinned address, or pin another',
};

/** What a remote signer is, for a person: settings that are wrong first, then what came of asking it, then certificates that end. */
export function remoteState(facts: RemoteFacts, nowMs: number): SignerState {
  const { host, lastOutcome, problem, title } = facts;
  if (problem !== null) return { code: problem.code, isReady: false, text: problem.text, needs: problem.needs };
  const name = `The remote signer at ${host}`;
  if (lastOutcome === 'not-asked') {
    return {
      code: 'not-asked',
      isReady: false,
      text: `${name} has not been asked yet.`,
      needs: 'Ask it for its address',
    };
  }
  if (lastOutcome !== 'answered') {
    const { code, why } = obstacleOf(lastOutcome);
    return {
      code,
      isReady: false,
      text: `${name} cannot sign: ${why}.`,
      needs: remedies[code] ?? 'Look at the signer',
    };
  }
  const served = daysLeft(facts.servedEndMs, nowMs);
  const ours = daysLeft(facts.clientEndMs, nowMs);
  const texts = [
    `${name} answers${title === null ? '' : `: ${title}`}.`,
    ...(facts.plain === 'no'
      ? []
      : [`It is spoken to without TLS${facts.plain === 'here' ? ', on this machine' : ''}.`]),
    ...(served === null ? [] : [`Its certificate ends in ${served} days.`]),
    ...(ours === null ? [] : [`Ours ends in ${ours} days.`]),
  ];
  const text = texts.join(' ');
  if (isSoon(served) || isSoon(ours)) {
    const needs = isSoon(served) ? 'Replace its certificate and pin the new one' : 'Replace our certificate';
    return { code: 'certificate-ends', isReady: true, text, needs };
  }
  const isPlain = facts.plain === 'away';
  return {
    code: isPlain ? 'plain-http' : 'ready',
    isReady: true,
    text,
    needs: isPlain ? 'Use an https address' : null,
  };
}

function obstacleOf(error: AppError): { readonly code: string; readonly why: string } {
  if (error.code === 'signer-unavailable') return { code: error.state, why: error.why };
  if (error.code === 'signer-refused' || error.code === 'signer-failed')
    return { code: error.signerCode, why: error.why };
  return { code: error.code, why: 'it is not known why' };
}

function daysLeft(endMs: number | null, nowMs: number): number | null {
  return endMs === null ? null : Math.floor((endMs - nowMs) / dayMs);
}

function isSoon(days: number | null): boolean {
  return days !== null && days < soonDays;
}
