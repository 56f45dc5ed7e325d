import { parseArgs } from 'node:util';
import { approve, listApprovals } from './cli/approve.ts';
import { askRunning } from './cli/ask.ts';
import { auditExport } from './cli/audit-export.ts';
import { type BackupAction, backupActions, backups } from './cli/backups.ts';
import * as commands from './cli/commands.ts';
import { custodyList, type KeyAction, key, keyActions } from './cli/custody.ts';
import { dataFolderOf } from './cli/data-folder.ts';
import { type KeystoreAction, keystore, keystoreActions } from './cli/keystore.ts';
import { rotationLeave, rotationShow, rotationStart, rotationStep } from './cli/procedures.ts';
import { type RecoveryAction, recovery, recoveryActions } from './cli/recovery.ts';
import { rotationCalendar, rotationList } from './cli/rotation.ts';
import type { Streams } from './cli/streams.ts';
import { type VaultAction, vault, vaultActions } from './cli/vault.ts';
import { holdings, listVenues, sweep } from './cli/venues.ts';
import { webhooksList } from './cli/webhooks.ts';
import { takePipedSecrets } from './secret-pipe.ts';
import { withdrawSecrets } from './settings/withdraw-secrets.ts';
import { version } from './version.ts';

// Before anything else: nothing that is started from here inherits them.
const secrets = { ...withdrawSecrets(process.env), ...takePipedSecrets(process.env) };

const usage = `Portcullis ${version}

  portcullis status                       the console on a few lines
  portcullis halt --reason TEXT           stop trading at once
  portcullis release                      raise the halt (interactive terminal, vault passphrase)
  portcullis unlock                       open the vault (interactive terminal)
  portcullis approvals | approve [ID]     what waits for you; answer it (interactive terminal, vault passphrase)
  portcullis keystore create | import FILE | export | password    (interactive terminal, vault passphrase)
  portcullis venues                       how the exchanges are, and what is open there
  portcullis sweep EXCHANGE               cancel every open order of the account there, also while halted
  portcullis holdings [CURRENCY]          everything you have, practice apart from real (USDT)
  portcullis custody list                 every credential, when it is due, and what is wrong
  portcullis key add | use ID | retire ID | attest ID             (interactive terminal, vault passphrase)
  portcullis key passport ID              ask the exchange what a key may do; 1 unless it is fit for live trading
  portcullis rotation list | calendar     what is due, soonest first (1 when something is overdue); write it as a calendar
  portcullis rotation start ID | show | step [WORDS] | leave REASON    a guided rotation, step by step (1 where a step is not done)
  portcullis vault export | import FILE [--replace] | change-passphrase | change-master-key    (likewise)
  portcullis recovery split --for vault|keystore|mpc-0|mpc-1 FILE [--threshold 3] [--shares 5] [--address A] [--out DIR]
  portcullis recovery combine BUNDLE --out FILE | rehearse BUNDLE    (offline; interactive terminal)
  portcullis webhooks list                who is told of halts and the like, and how the last notice went
  portcullis backups list | record COMPONENT [FILE] | verify ID [FILE] | rehearsed SET | retire ID    (likewise, but the list)
  portcullis serve                        run without a window
  portcullis audit verify                 walk the audit trail's chain
  portcullis audit export [--format csv]  write it to a file (JSON lines, or CSV)
  portcullis call METHOD 'JSON'           ask one method of the contract
  portcullis version | help

  --data DIR (or PORTCULLIS_DATA)         the data folder
`;

const streams: Streams = {
  out: (text) => void process.stdout.write(`${text}\n`),
  note: (text) => void process.stderr.write(`${text}\n`),
};

async function run(arguments_: readonly string[]): Promise<number> {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(arguments_);
  } catch {
    streams.note(usage);
    return 2;
  }
  const { values, positionals } = parsed;
  const [command, ...rest] = positionals;
  const options = { dataFolder: dataFolderOf(values.data, process.env), environment: { ...process.env, ...secrets } };
  // What cannot be read as a switch counts as true: somebody meant to halt.
  const halted = process.env.TRADING_HALTED?.trim() ?? '';
  if (halted !== '') {
    const isHalted = !/^(false|0|no|off)$/i.test(halted);
    await askRunning(options, { method: 'halt.lock', input: { isHalted } });
  }
  switch (command) {
    case 'status':
      return commands.status(options, streams);
    case 'halt':
      return commands.halt(options, streams, values.reason ?? 'Halted from the command line');
    case 'release':
      return commands.release(options, streams);
    case 'unlock':
      return commands.unlock(options, streams);
    case 'approvals':
      return listApprovals(options, streams);
    case 'approve':
      return approve(options, streams, rest[0]);
    case 'keystore':
      if ((keystoreActions as readonly string[]).includes(rest[0] ?? '')) {
        return keystore(options, streams, rest[0] as KeystoreAction, rest[1]);
      }
      break;
    case 'venues':
      return listVenues(options, streams);
    case 'sweep':
      if (rest[0] !== undefined) return sweep(options, streams, rest[0]);
      break;
    case 'holdings':
      return holdings(options, streams, rest[0]);
    case 'custody':
      if (rest[0] === 'list') return custodyList(options, streams);
      break;
    case 'key':
      if ((keyActions as readonly string[]).includes(rest[0] ?? '')) {
        return key(options, streams, rest[0] as KeyAction, rest[1]);
      }
      break;
    case 'rotation':
      if (rest[0] === 'list') return rotationList(options, streams);
      if (rest[0] === 'calendar') return rotationCalendar(options, streams);
      if (rest[0] === 'show') return rotationShow(options, streams);
      if (rest[0] === 'start' && rest[1] !== undefined) return rotationStart(options, streams, rest[1]);
      if (rest[0] === 'step') return rotationStep(options, streams, rest[1] ?? null);
      if (rest[0] === 'leave' && rest[1] !== undefined) return rotationLeave(options, streams, rest[1]);
      break;
    case 'vault':
      if ((vaultActions as readonly string[]).includes(rest[0] ?? '')) {
        const given = { file: rest[1], replace: values.replace === true };
        return vault(options, streams, rest[0] as VaultAction, given);
      }
      break;
    case 'backups':
      if ((backupActions as readonly string[]).includes(rest[0] ?? '')) {
        return backups(options, streams, rest[0] as BackupAction, rest[1], rest[2]);
      }
      break;
    case 'recovery':
      if ((recoveryActions as readonly string[]).includes(rest[0] ?? '')) {
        return recovery(options, streams, rest[0] as RecoveryAction, { ...values, file: rest[1] });
      }
      break;
    case 'webhooks':
      if (rest[0] === 'list') return webhooksList(options, streams);
      break;
    case 'serve':
      return commands.serve(options, streams);
    case 'audit':
      if (rest[0] === 'verify') return commands.auditVerify(options, streams);
      if (rest[0] === 'export') return auditExport(options, streams, values.format ?? 'jsonl');
      break;
    case 'call':
      if (rest[0] !== undefined) return commands.call(options, streams, rest[0], rest[1] ?? '{}');
      break;
    case 'version':
      streams.out(version);
      return 0;
    case 'help':
      streams.out(usage);
      return 0;
  }
  streams.note(usage);
  return 2;
}

function parse(arguments_: readonly string[]) {
  return parseArgs({
    args: [...arguments_],
    allowPositionals: true,
    options: {
      data: { type: 'string' },
      reason: { type: 'string' },
      format: { type: 'string' },
      replace: { type: 'boolean' },
      for: { type: 'string' },
      threshold: { type: 'string' },
      shares: { type: 'string' },
      address: { type: 'string' },
      out: { type: 'string' },
    },
  });
}

// What is asked keeps no handle of its own open while it waits on the core's timers.
const alive = setInterval(() => undefined, 60_000);
const code = await run(process.argv.slice(2));
clearInterval(alive);
process.exitCode = code;
