import type { MpcParty } from './mpc-options.ts';

/** How well the way to a party is protected: what forbids asking it, and what is only warned of; plain sentences. */
export interface Protection {
  readonly refusal: string | null;
  readonly warnings: readonly string[];
}

/**
 * Whoever reaches a control plane can have any digest signed. So live, a host that is no literal loopback address is asked only over TLS
 * with our certificate and its pin; on paper it is warned of. An address that is none, or that carries a name and password, is refused.
 */
export function protectionOf({ tls, url }: MpcParty, isLive: boolean): Protection {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) return refuse('its address is no http or https address');
  if (parsed.username !== '' || parsed.password !== '') return refuse('its address carries a name or password');
  if (parsed.search !== '' || parsed.hash !== '') return refuse('its address carries a query');
  if (isLoopback(parsed.hostname)) return { refusal: null, warnings: [] };
  const warnings: string[] = [];
  if (parsed.protocol === 'http:') warnings.push('it is asked over plain http: whoever can read or reach it can sign');
  else {
    if (tls.cert === undefined || tls.key === undefined) warnings.push('it is asked without a certificate of ours');
    if ((tls.pins ?? []).length === 0) warnings.push('its certificate is not pinned');
  }
  return { refusal: isLive ? (warnings[0] ?? null) : null, warnings };
}

function refuse(refusal: string): Protection {
  return { refusal, warnings: [] };
}

/** Only what needs no name service: 127.0.0.0/8 and ::1. */
function isLoopback(host: string): boolean {
  return /^127\.\d+\.\d+\.\d+$/.test(host) || host === '[::1]';
}
