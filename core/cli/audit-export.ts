import type { AuditExport } from '../contract/shapes.ts';
import type { Result } from '../domain/result.ts';
import { type AskOptions, ask } from './ask.ts';
import type { Streams } from './streams.ts';

/** `audit export`: writes the whole trail to a file in the data folder and says where, with its hash. 2 for a format that there is not. */
export async function auditExport(options: AskOptions, streams: Streams, format: string): Promise<number> {
  if (format !== 'jsonl' && format !== 'csv') {
    streams.note('The formats are jsonl and csv.');
    return 2;
  }
  const answer = (await ask(options, 'audit.export', { format })) as Result<AuditExport>;
  if (!answer.ok) {
    streams.note(JSON.stringify(answer.error));
    return 1;
  }
  const { file, rows, sha256 } = answer.value;
  streams.out(`${rows} rows in ${file}`);
  streams.out(`SHA-256 ${sha256}`);
  return 0;
}
