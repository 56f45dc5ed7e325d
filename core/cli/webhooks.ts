import type { Webhook } from '../contract/shapes.ts';
import type { Result } from '../domain/result.ts';
import { shownText } from '../domain/shown-text.ts';
import { type AskOptions, ask } from './ask.ts';
import { failed, type Streams } from './streams.ts';

/** `webhooks list`: every webhook on a line, with its host and how it does. They are changed in the window. */
export async function webhooksList(options: AskOptions, streams: Streams): Promise<number> {
  const answer = (await ask(options, 'webhooks.list', {})) as Result<readonly Webhook[]>;
  if (!answer.ok) return failed(streams, answer);
  if (answer.value.length === 0) streams.out('None: nothing is sent anywhere.');
  for (const webhook of answer.value) streams.out(lineOf(webhook));
  return 0;
}

function lineOf({
  dropped,
  enabled,
  fingerprint,
  format,
  host,
  label,
  last,
  notices,
  waiting,
  webhookId,
}: Webhook): string {
  const state = last === null ? 'nothing sent yet' : `${last.state} ${new Date(last.atMs).toISOString()}: ${last.text}`;
  return [
    `${webhookId}  ${enabled ? 'on ' : 'off'}  ${format} ${shownText(host)} (${fingerprint})  '${shownText(label)}'`,
    `  tells ${notices.join(', ')}; ${waiting} waiting, ${dropped} given up; ${state}`,
  ].join('\n');
}
