/** The commands of this command line that do something about an item of the checklist, without `portcullis`; items that have none are left out. */
export const goliveCommands: Readonly<Record<string, readonly string[]>> = {
  'no-environment-key': ['keystore create', 'keystore import FILE'],
  'withdrawal-off': ['custody list', 'key passport ID'],
  'bound-to-addresses': ['custody list', 'key passport ID', 'key attest ID'],
  'nothing-overdue': ['rotation list', 'rotation start ID'],
  'calendar-written': ['rotation calendar'],
  'emergency-rehearsed': ['rotation drill', 'rotation step'],
  'backups-verified': [
    'vault export',
    'policy > policy.json',
    'backups record COMPONENT FILE',
    'backups verify ID FILE',
  ],
  'chain-verified': ['audit verify'],
  'contacts-reviewed': ['contacts put', 'contacts review'],
  'real-keychain': ['unlock'],
  'no-plain-secrets': ['key add'],
  'signer-verified': ["call signers.test '{}'"],
  'keyshares-attested': ['keyshares attest'],
  'halt-tested': ["call golive.testHalt '{}'", 'release'],
  'self-tested': ['golive self-test'],
};
