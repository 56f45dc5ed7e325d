import type { WrittenSheet } from '../contract/shapes.ts';
import type { Result } from '../domain/result.ts';
import { type AskOptions, ask } from './ask.ts';
import { failed, type Streams } from './streams.ts';

/** `sheet`: writes the lost-laptop sheet as a page for a browser and names the file. */
export async function sheet(options: AskOptions, streams: Streams): Promise<number> {
  const answer = (await ask(options, 'sheet.write', {})) as Result<WrittenSheet>;
  if (!answer.ok) return failed(streams, answer);
  streams.out(answer.value.html);
  streams.note('No secret is on it. Print it, and keep it apart from this computer.');
  return 0;
}
