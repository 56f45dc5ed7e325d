import { type Address, parseAddress } from '../domain/address.ts';
import { isPositive } from '../domain/money.ts';
import { tokenList } from '../domain/tokens/token-list.ts';
import type { HandlerParts } from '../handlers/parts.ts';
import type { EmergencyPorts } from '../procedures/emergency/emergency-ports.ts';
import { balancesAt } from '../trading/transactions/chain-balances.ts';
import { named } from './emergency-named.ts';

/** What an emergency reads chains with. */
export type ChainsRead = Pick<HandlerParts, 'book' | 'chains'>;

type Answer = Awaited<ReturnType<EmergencyPorts['balances']>>;

/** What one chain answered: amounts with their units, or why it did not. */
type Told =
  | { readonly name: string; readonly held: readonly string[] }
  | { readonly name: string; readonly why: string };

/**
 * What lies on chains at an address: what was read and what was not, each said. Of a chain no reading of before is kept, so the person
 * compares, and nothing here is ever clear.
 */
export async function onChainsInEmergency(parts: ChainsRead, text: string | null): Promise<Answer> {
  const address = text === null ? null : parseAddress(text);
  if (address === null) {
    return unread('Which address it signs for is not known here, so nothing was read: look at it in an explorer.');
  }
  const known = parts.chains.list();
  const asked = known.filter(({ rpc }) => rpc !== 'none');
  if (asked.length === 0) {
    return unread(
      `No chain can be asked here, because no RPC is set or the vault that keeps it is locked. Nothing was read: look at ${address} in an explorer.`,
    );
  }
  const told = await Promise.all(asked.map(({ chainId, name }) => tell(parts, chainId, name, address)));
  const silent = known.filter(({ rpc }) => rpc === 'none').map(({ name }) => name);
  return { isClear: false, found: [...read(told), ...failed(told, address), ...left(silent, address)] };
}

async function tell({ book, chains }: ChainsRead, chainId: number, name: string, address: Address): Promise<Told> {
  const access = chains.access(BigInt(chainId));
  const found = access.ok ? await balancesAt(access.value, tokenList(book.tokens()), address) : access;
  if (!found.ok) return { name, why: found.error.code };
  const held = found.value.filter(({ amount }) => isPositive(amount));
  return { name, held: held.map(({ amount, symbol }) => `${amount} ${symbol} on ${name}`) };
}

function read(told: readonly Told[]): Answer['found'] {
  const answered = told.filter((one) => 'held' in one);
  if (answered.length === 0) return [];
  const where = answered.map(({ name }) => name).join(', ');
  const held = named(answered.flatMap((one) => one.held));
  const text = `There now: ${held}. Read on ${where}: the coin, and the tokens that are known here. Compare it with what you know was there.`;
  return [{ strength: 'weak', text }];
}

function failed(told: readonly Told[], address: Address): Answer['found'] {
  return told.flatMap((one) =>
    'why' in one
      ? [
          {
            strength: 'failed',
            text: `${one.name} could not be read (${one.why}): look at ${address} in an explorer.`,
          } as const,
        ]
      : [],
  );
}

function left(silent: readonly string[], address: Address): Answer['found'] {
  if (silent.length === 0) return [];
  const text = `Not read, because no RPC of it is known here: ${silent.join(', ')}. Look at ${address} in an explorer.`;
  return [{ strength: 'failed', text }];
}

function unread(text: string): Answer {
  return { isClear: false, found: [{ strength: 'failed', text }] };
}
