import { isPositive } from '../domain/money.ts';
import type { Result } from '../domain/result.ts';
import type { Exchange } from '../exchanges/exchange.ts';
import type { Exchanges } from '../exchanges/exchanges.ts';
import { type Emergency, isSigner } from '../procedures/emergency/emergency.ts';
import type { EmergencyPorts } from '../procedures/emergency/emergency-ports.ts';
import type { Found } from '../procedures/step.ts';
import type { Signing } from '../signing/signing.ts';
import type { PaperTrading } from '../trading/open-paper.ts';
import { type ChainsRead, onChainsInEmergency } from './emergency-chains.ts';
import { named } from './emergency-named.ts';

/** What the balances of an emergency are read from. */
export interface BalanceParts extends ChainsRead {
  readonly exchanges: Exchanges;
  readonly signing: Signing;
  readonly paper: Promise<Result<PaperTrading>>;
}

type Answer = Awaited<ReturnType<EmergencyPorts['balances']>>;

/** What is there now of what the credential can move, and what changed without a cause that is known here. */
export async function balancesInEmergency(parts: BalanceParts, emergency: Emergency): Promise<Answer> {
  const { target } = emergency;
  if (target === null) return practice(parts.paper);
  if (isSigner(emergency)) return onChainsInEmergency(parts, emergency.address ?? parts.signing.active.chip().address);
  const exchange = target.kind === 'cex-key' ? parts.exchanges.find(target.subject ?? '') : null;
  if (exchange !== null) return atExchange(exchange, emergency.startedAtMs);
  return {
    isClear: true,
    found: [{ strength: 'proved', text: 'It can move nothing: it reads, halts or signs notices.' }],
  };
}

/** The key that was revoked reads nothing more: then the last reading is told, and the person looks at the exchange itself. */
async function atExchange(exchange: Exchange, sinceMs: number): Promise<Answer> {
  const { health, title, unexplained } = await exchange.check();
  const known = exchange.account.balances();
  const isFresh = health.state === 'ok' && known !== null && known.atMs >= sinceMs;
  const changes = unexplained.map(({ asset, atMs, change }) => `${asset} changed by ${change} (${timeOf(atMs)})`);
  const found: Found[] = [
    changes.length === 0
      ? { strength: isFresh ? 'proved' : 'weak', text: 'No change is known that nothing here accounts for.' }
      : { strength: 'failed', text: `Without a cause that is known here: ${changes.join('; ')}.` },
  ];
  if (known === null) found.push({ strength: 'failed', text: `What lies at ${title} was never read.` });
  else {
    const held = known.balances.filter(({ total }) => isPositive(total)).map(({ asset, total }) => `${total} ${asset}`);
    const when = isFresh ? 'Read now' : `Last read at ${timeOf(known.atMs)}, and it cannot be read now`;
    found.push({ strength: isFresh ? 'proved' : 'failed', text: `${when}: ${named(held)}.` });
  }
  return { isClear: isFresh && changes.length === 0 && !exchange.account.isDoubtful(), found };
}

async function practice(paper: BalanceParts['paper']): Promise<Answer> {
  const opened = await paper;
  const read = opened.ok ? await opened.value.trading.venue.inspector.balances() : opened;
  if (!read.ok)
    return { isClear: false, found: [{ strength: 'failed', text: `It could not be read (${read.error.code}).` }] };
  const held = read.value.filter(({ total }) => isPositive(total)).map(({ asset, total }) => `${total} ${asset}`);
  return { isClear: true, found: [{ strength: 'proved', text: `The practice account was read: ${named(held)}.` }] };
}

function timeOf(atMs: number): string {
  return new Date(atMs).toISOString();
}
