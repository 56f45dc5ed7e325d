import { parseArgs } from 'node:util';
import { approve, listApprovals } from './cli/approve.ts';
import { askRunning } from './cli/ask.ts';
import { auditExport } from './cli/audit-export.ts';
import { type BackupAction, backupActions, backups } from './cli/backups.ts';
import * as commands from './cli/commands.ts';
import { type ContactAction, contactActions, contacts } from './cli/contacts.ts';
import { custodyList, type KeyAction, key, keyActions } from './cli/custody.ts';
import { dataFolderOf } from './cli/data-folder.ts';
import { rotationDrill, rotationEmergency, rotationReport } from './cli/emergency.ts';
import { golive, goliveDisarm, goliveSelfTest, unknownGolive } from './cli/golive.ts';
import { halt } from './cli/halt.ts';
import { keyshares } from './cli/keyshares.ts';
import { type KeystoreAction, keystore, keystoreActions } from './cli/keystore.ts';
import { callList } from './cli/method-list.ts';
import { policy } from './cli/policy.ts';
import { rotationLeave, rotationShow, rotationStart, rotationStep } from './cli/procedures.ts';
import { type RecoveryAction, recoveryActions } from './cli/recovery/asked.ts';
import { reportDay, reportIncident } from './cli/report.ts';
import { rotationCalendar, rotationList } from './cli/rotation.ts';
import { sheet } from './cli/sheet.ts';
import { letBeUnread, misused, type Streams } from './cli/streams.ts';
import { unknownCommand, usage, usageOf } from './cli/usage.ts';
import { type VaultAction, vault, vaultActions } from './cli/vault.ts';
import { holdings, listVenues, sweep } from './cli/venues.ts';
import { webhooksList } from './cli/webhooks.ts';
import { shownText } from './domain/shown-text.ts';
import { takePipedSecrets } from './secret-pipe.ts';
import { withdrawSecrets } from './settings/withdraw-secrets.ts';
import { version } from './version.ts';

// Before anything else: nothing that is started from here inherits them.
const secrets = { ...withdrawSecrets(process.env), ...takePipedSecrets(process.env) };

// A reader that is gone, as head is once it has its lines, ends no command: what was begun is done, and the console that serves goes on.
for (const stream of [process.stdout, process.stderr]) letBeUnread(stream);

const streams: Streams = {
  out: (text) => void process.stdout.write(`${text}\n`),
  note: (text) => void process.stderr.write(`${text}\n`),
};

async function run(arguments_: readonly string[]): Promise<number> {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(arguments_);
  } catch (cause) {
    return misused(streams, unreadable(cause));
  }
  const { values, positionals } = parsed;
  if (values.help === true) {
    streams.out(usage(version));
    return 0;
  }
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
      return halt(options, streams, values.reason ?? 'Halted from the command line');
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
    case 'keyshares':
      if (rest[0] === undefined || rest[0] === 'attest') return keyshares(options, streams, rest[0] === 'attest');
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
      if (rest[0] === 'start' && rest[1] !== undefined) return rotationStart(options, streams, rest[1], rest[2]);
      if (rest[0] === 'emergency' && rest[1] !== undefined) {
        return rotationEmergency(options, streams, rest[1], rest[2], rest[3]);
      }
      if (rest[0] === 'drill') return rotationDrill(options, streams);
      if (rest[0] === 'report') return rotationReport(options, streams);
      if (rest[0] === 'step') return rotationStep(options, streams, said(rest));
      if (rest[0] === 'leave' && rest[1] !== undefined) return rotationLeave(options, streams, said(rest) ?? '');
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
    case 'contacts':
      if ((contactActions as readonly string[]).includes(rest[0] ?? '')) {
        return contacts(options, streams, rest[0] as ContactAction, rest[1]);
      }
      break;
    case 'golive':
      if (rest[0] === 'disarm') return goliveDisarm(options, streams);
      if (rest[0] === 'self-test') return goliveSelfTest(options, streams);
      if (rest[0] !== undefined) return unknownGolive(rest[0], streams);
      return golive(options, streams, values.json === true);
    case 'report':
      if (rest[0] === 'day') return reportDay(options, streams, rest[1], values.json === true);
      if (rest[0] === 'incident') return reportIncident(options, streams, rest[1], values.json === true);
      break;
    case 'policy':
      return policy(options, streams);
    case 'sheet':
      return sheet(options, streams);
    case 'recovery':
      if ((recoveryActions as readonly string[]).includes(rest[0] ?? '')) {
        const { recovery } = await import('./cli/recovery.ts');
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
      if (rest[0] === undefined || values.list === true) return callList(streams);
      return commands.call(options, streams, rest[0], rest[1] ?? '{}');
    case 'version':
      streams.out(version);
      return 0;
    case 'help':
      streams.out(usage(version));
      return 0;
    case undefined:
      return misused(streams, usage(version));
  }
  return misused(streams, usageOf(command) ?? unknownCommand(command));
}

/** What is wrong with the options, in the first sentence of Node's own words. */
function unreadable(cause: unknown): string {
  const [sentence = ''] = cause instanceof Error ? shownText(cause.message).split('. ') : [];
  return `${sentence.replace(/\.$/, '')}. \`portcullis help\` lists what there is.`;
}

function parse(arguments_: readonly string[]) {
  return parseArgs({
    args: [...arguments_],
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      data: { type: 'string' },
      reason: { type: 'string' },
      format: { type: 'string' },
      replace: { type: 'boolean' },
      json: { type: 'boolean' },
      list: { type: 'boolean' },
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

/** What a person says behind a command: all the words of it, quoted or not; null for none. */
function said([, ...words]: readonly string[]): string | null {
  return words.length === 0 ? null : words.join(' ');
}
