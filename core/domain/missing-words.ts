/** What is not there, as a sentence without its full stop: 'an API key for Kraken' has its article taken off, 'this credential' stays whole. */
export function missingWords(what: string): string {
  return /^this /.test(what) ? `T${what.slice(1)} is not there` : `There is no ${what.replace(/^(an?|the) /, '')}`;
}
