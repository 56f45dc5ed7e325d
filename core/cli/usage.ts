import { shownText } from '../domain/shown-text.ts';

/** Every command of the command line, as the help lists it: how it is said, and what it does. */
const lines: readonly (readonly [said: string, does: string])[] = [
  ['status', 'the console on a few lines'],
  ['halt --reason TEXT', 'stop trading at once'],
  ['release', 'raise the halt (interactive terminal, vault passphrase)'],
  ['unlock', 'open the vault (interactive terminal)'],
  ['approvals | approve [ID]', 'what waits for you; answer it (interactive terminal, vault passphrase)'],
  ['keystore create | import FILE | export | password', '(interactive terminal, vault passphrase)'],
  [
    'keystore create-beside | import-beside FILE | keep-password | delete-old',
    'for its rotation (interactive terminal, vault passphrase)',
  ],
  [
    'keyshares [attest]',
    'both parties of the two-party signer, asked with attest (1 unless both fit and are backed up)',
  ],
  ['venues', 'how the exchanges are, and what is open there'],
  ['sweep EXCHANGE', 'cancel every open order of the account there, also while halted'],
  ['holdings [CURRENCY]', 'everything you have, practice apart from real (USDT)'],
  ['custody list', 'every credential, when it is due, and what is wrong'],
  ['key add | use ID | retire ID | attest ID', '(interactive terminal, vault passphrase)'],
  ['key passport ID', 'ask the exchange what a key may do; 1 unless it is fit for live trading'],
  ['rotation list | calendar', 'what is due, soonest first (1 when something is overdue); write it as a calendar'],
  [
    'rotation start ID [KIND] | show | step [WORDS] | leave REASON',
    'a guided rotation, step by step (interactive terminal, vault passphrase; 1 where a step is not done)',
  ],
  [
    'rotation emergency ID TRIGGER [SINCE] | drill | report',
    'halt and revoke, look, replace, step by step; rehearse it; write its report',
  ],
  [
    'vault export | import FILE [--replace] | change-passphrase | change-master-key',
    '(interactive terminal, vault passphrase)',
  ],
  [
    'recovery split --for vault|keystore|mpc-0|mpc-1 FILE [--threshold 3] [--shares 5] [--address A] [--out DIR]',
    '(offline; interactive terminal)',
  ],
  ['recovery combine BUNDLE --out FILE | rehearse BUNDLE', '(offline; interactive terminal)'],
  ['webhooks list', 'who is told of halts and the like, and how the last notice went'],
  [
    'backups list | record COMPONENT [FILE] | verify ID [FILE] | rehearsed SET | retire ID',
    '(interactive terminal, vault passphrase; not for the list)',
  ],
  ['contacts list | put [ID] | remove ID | review', '(interactive terminal, vault passphrase; not for the list)'],
  ['golive [--json]', 'what going live asks for, and what to do (1 unless all of it is met or waived)'],
  ['golive disarm', 'take live trading back at once'],
  ['golive self-test', 'open, append, verify and sign in a temporary folder (1 where any of it does not work)'],
  [
    'report day [2026-11-27] | incident [ROW] [--json]',
    'what happened on a day (UTC, today); what came before and after a halt (the newest)',
  ],
  ['policy', 'print the policy document in force as JSON, to keep: portcullis policy > policy.json'],
  ['sheet', 'write the page to print for when this computer is lost or stolen'],
  ['serve', 'run without a window'],
  ['audit verify', "walk the audit trail's chain"],
  ['audit export [--format csv]', 'write it to a file (JSON lines, or CSV)'],
  ["call METHOD 'JSON' | --list", 'ask one method of the contract; list those there are, with their fields'],
  ['version | help', ''],
];

const column = 38;

/** The whole help. */
export function usage(version: string): string {
  const listed = lines.map(lineOf).join('\n');
  const where = `  --data DIR (or PORTCULLIS_DATA)         the data folder`;
  const which = `  What needs an interactive terminal needs a running console too, but for recovery; so do approvals, golive and halts in force.`;
  return `Portcullis ${version}\n\n${listed}\n\n${where}\n\n${which}\n`;
}

/** How one command is said, in its own lines alone; null for one that is not known. */
export function usageOf(command: string): string | null {
  const own = lines.filter(([said]) => commandsIn(said).includes(command));
  return own.length === 0 ? null : ['Say what:', ...own.map(lineOf)].join('\n');
}

/** What to say to a command that is not known: the nearest that are. */
export function unknownCommand(command: string): string {
  const near = lines.flatMap(([said]) => commandsIn(said)).map((name) => ({ name, away: distance(command, name) }));
  const least = Math.min(...near.map(({ away }) => away));
  const nearest = near.filter(({ away, name }) => away === least && away <= Math.max(1, Math.floor(name.length / 2)));
  const names = [...new Set(nearest.map(({ name }) => `'${name}'`))].join(' or ');
  const meant = names === '' ? '.' : `; did you mean ${names}?`;
  return `There is no command '${shownText(command)}'${meant} \`portcullis help\` lists them all.`;
}

function lineOf([said, does]: readonly [string, string]): string {
  const start = `  portcullis ${said}`;
  return does === '' ? start : `${start.padEnd(column + 3)} ${does}`;
}

/** The commands that a line is about: one, or those of which nothing more is said. */
function commandsIn(said: string): readonly string[] {
  const alone = /^(approvals \| approve|version \| help)/.exec(said)?.[0];
  return alone === undefined ? [said.split(' ', 1)[0] ?? ''] : alone.split(' | ');
}

/** How many letters are to be put in, left out or changed to make one word of another (Levenshtein's distance). */
function distance(from: string, to: string): number {
  let row = [...to, ''].map((_, index) => index);
  for (const [index, letter] of [...from].slice(0, 40).entries()) {
    const next = [index + 1];
    for (const [at, other] of [...to].entries()) {
      const changed = (row[at] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(changed, (row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
