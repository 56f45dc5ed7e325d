import type { PolicyDocument } from '../contract/shapes.ts';
import type { Result } from '../domain/result.ts';
import { type AskOptions, ask } from './ask.ts';
import { failed, type Streams } from './streams.ts';

/** `policy`: prints the document in force and nothing else, so that it can be sent to a file and kept as its backup. */
export async function policy(options: AskOptions, streams: Streams): Promise<number> {
  const answer = (await ask(options, 'policy.get', {})) as Result<{ readonly document: PolicyDocument }>;
  if (!answer.ok) return failed(streams, answer);
  streams.out(JSON.stringify(answer.value.document, null, 2));
  return 0;
}
