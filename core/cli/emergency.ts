import { emergenciesOf } from '../contract/emergencies-of.ts';
import type { Custody, Procedure } from '../contract/shapes.ts';
import type { Result } from '../domain/result.ts';
import { type AskOptions, ask } from './ask.ts';
import { showProcedure } from './procedures.ts';
import { failed, type Streams } from './streams.ts';

/**
 * `rotation emergency ID TRIGGER [SINCE]`: halts at once and begins the emergency procedure of a credential; what else is under way is left.
 * SINCE is the day (2026-11-23) from which the audit trail is reviewed.
 */
export async function rotationEmergency(
  options: AskOptions,
  streams: Streams,
  credentialId: string,
  trigger: string | undefined,
  since: string | undefined,
): Promise<number> {
  const custody = (await ask(options, 'custody.list', {})) as Result<Custody>;
  if (!custody.ok) return failed(streams, custody);
  const row = custody.value.credentials.find((one) => one.credentialId === credentialId);
  const triggers = row === undefined ? [] : emergenciesOf(row);
  if (trigger === undefined || !(triggers as readonly string[]).includes(trigger)) {
    streams.note(
      triggers.length === 0
        ? 'There is no such credential in use. Trading is not halted by this: portcullis halt REASON does that.'
        : `Say what makes it urgent: ${triggers.join(', ')}. Trading is not halted by this: portcullis halt REASON does that.`,
    );
    return 1;
  }
  const sinceMs = since === undefined ? null : dayMs(since);
  if (sinceMs !== null && Number.isNaN(sinceMs)) {
    streams.note('Write the day as 2026-11-23.');
    return 1;
  }
  return begun(await ask(options, 'procedures.startEmergency', { credentialId, trigger, sinceMs }), streams);
}

/** `rotation drill`: halts, and begins a drill of the emergency procedure. */
export async function rotationDrill(options: AskOptions, streams: Streams): Promise<number> {
  return begun(await ask(options, 'procedures.startDrill', {}), streams);
}

/** `rotation report`: writes the report of the emergency or drill that is under way, or the last one, and names its files. */
export async function rotationReport(options: AskOptions, streams: Streams): Promise<number> {
  const listed = (await ask(options, 'procedures.list', {})) as Result<Procedure[]>;
  if (!listed.ok) return failed(streams, listed);
  const one = listed.value.find(({ kind }) => kind === 'emergency' || kind === 'drill');
  if (one === undefined) {
    streams.note('No emergency or drill has been begun.');
    return 1;
  }
  const written = await ask(options, 'procedures.writeReport', { procedureId: one.procedureId });
  if (!written.ok) return failed(streams, written);
  const { html, markdown } = written.value as { readonly html: string; readonly markdown: string };
  for (const file of [markdown, html]) streams.out(file);
  return 0;
}

function begun(answer: Result<unknown>, streams: Streams): number {
  if (!answer.ok) return failed(streams, answer);
  showProcedure(answer.value as Procedure, streams);
  return 0;
}

/** The first millisecond of a day in UTC, as the trail counts; not a number for what is none. */
function dayMs(text: string): number {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00.000Z`) : Number.NaN;
}
