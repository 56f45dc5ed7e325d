/** CUSTODY.md's "Emergency Rotation Trigger" column, for all kinds of credential together. */
export const emergencyTriggers = [
  'suspicious-activity',
  'employee-departure',
  'suspected-compromise',
  'certificate-compromise',
  'party-compromise',
  'infrastructure-change',
  'token-leak',
  'admin-departure',
  'endpoint-compromise',
] as const;

/** What makes a rotation urgent. */
export type EmergencyTrigger = (typeof emergencyTriggers)[number];

/** What each is, as it follows "because of". */
export const triggerWords: Readonly<Record<EmergencyTrigger, string>> = {
  'suspicious-activity': 'suspicious activity',
  'employee-departure': 'somebody who left',
  'suspected-compromise': 'a suspected compromise',
  'certificate-compromise': 'a compromised certificate',
  'party-compromise': 'a compromised party',
  'infrastructure-change': 'a change of infrastructure',
  'token-leak': 'a token that leaked',
  'admin-departure': 'an administrator who left',
  'endpoint-compromise': 'a compromised endpoint',
};
