import type { Settings } from './settings.ts';

/** The address of a chain's RPC as `PORTCULLIS_RPC_<chainId>` says it; null where it does not. It may hold a provider's key. */
export function rpcSetting({ values }: Pick<Settings, 'values'>, chainId: bigint): string | null {
  const value = (values as Readonly<Record<string, unknown>>)[`PORTCULLIS_RPC_${chainId}`];
  return typeof value === 'string' ? value : null;
}
