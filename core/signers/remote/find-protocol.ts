import { err, ok, type Result } from '../../domain/result.ts';
import type { RemoteProtocol } from './remote-options.ts';
import type { ServiceCalls } from './service-calls.ts';
import { failureError, statusError, unavailable } from './service-errors.ts';

/** A protocol that was found. */
export type SpokenProtocol = Exclude<RemoteProtocol, 'auto'>;

/**
 * Which protocol the service speaks, by GET requests that sign nothing. Web3Signer is asked first: what it does not know itself, such as
 * /address, it hands on to a node.
 */
export async function findProtocol(calls: ServiceCalls, signal: AbortSignal): Promise<Result<SpokenProtocol>> {
  const upcheck = await calls.get('/upcheck', signal);
  if (!upcheck.ok) return err(failureError(upcheck.error, 'read'));
  const { body, status } = upcheck.value;
  if (status === 200 && body.trim() === 'OK') {
    const keys = await calls.get('/api/v1/eth1/publicKeys', signal);
    if (!keys.ok) return err(failureError(keys.error, 'read'));
    if (keys.value.status === 200) return ok('web3signer-rest');
    return keys.value.status === 404 ? ok('web3signer-rpc') : err(statusError(keys.value, 'read'));
  }
  if (status !== 404 && status !== 405) {
    return err(status === 200 ? unknownProtocol : statusError(upcheck.value, 'read'));
  }
  const address = await calls.get('/address', signal);
  if (!address.ok) return err(failureError(address.error, 'read'));
  if (address.value.status === 200) return ok('readytrader');
  const isElsewhere = address.value.status === 404 || address.value.status === 405;
  return err(isElsewhere ? unknownProtocol : statusError(address.value, 'read'));
}

const unknownProtocol = unavailable('unknown-protocol', 'it speaks no protocol that is known here');
