import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * The folder of conformance cases, device recordings and market data that stands beside a developer's checkout
 * (`PORTCULLIS_SHARED`, default `../shared`), or null where it does not. Tests over it are registered only when it is there.
 */
export function sharedFolder(): string | null {
  const folder = resolve(process.env.PORTCULLIS_SHARED ?? '../shared');
  return existsSync(resolve(folder, 'cases', 'custody-cases.json')) ? folder : null;
}
