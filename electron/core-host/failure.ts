import type { AppError } from '../../core/domain/errors.ts';

/** Whether starting again can help. Another core on the same data folder may end; everything else marked 'never' stays as it is. */
export function canHelpToRetry(error: AppError): boolean {
  return error.retry !== 'never' || error.code === 'already-running';
}

/** Why the core could not start, in one sentence for the person. */
export function sentenceFor(error: AppError): string {
  if (error.code === 'already-running')
    return 'Another Portcullis uses this data folder and cannot be watched from here. Waiting for it to end.';
  if (error.code === 'core-unavailable')
    return `${error.why.charAt(0).toUpperCase()}${error.why.slice(1)}. Connecting again.`;
  if (error.code === 'not-offered') return error.what;
  return `The core could not start (${error.code}).`;
}
