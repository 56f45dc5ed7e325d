import type { AuditVerification } from '../../core/contract/shapes.ts';
import { shownText } from '../escape.ts';
import { counted } from '../format/amount.ts';

/** What a walk over the whole chain found, as sentences; the first says it all. */
export function verificationSentences(found: AuditVerification): readonly string[] {
  const head = found.ok
    ? `All ${counted(found.rows)} rows hold: none was changed, none is missing, none was cut off.`
    : `The trail does not hold${found.problem === null ? '' : `: ${shownText(found.problem).replace(/\.$/, '')}`}.`;
  const unsealed = found.unsealed.reduce((rows, span) => rows + span.toId - span.fromId + 1, 0);
  return [
    head,
    ...(found.firstBadId === null ? [] : [`The first row that is wrong is ${counted(found.firstBadId)}.`]),
    ...found.gaps.map((gap) => `Missing: ${span(gap)}.`),
    ...(found.cutTail ? ['Rows at the end were cut off: the head kept outside knows of newer ones.'] : []),
    ...(found.uncheckedSeals === 0
      ? []
      : [
          `Seals on ${counted(found.uncheckedSeals)} ${found.uncheckedSeals === 1 ? 'row' : 'rows'} were not checked, because the vault is locked.`,
        ]),
    ...(unsealed === 0
      ? []
      : [`${counted(unsealed)} ${unsealed === 1 ? 'row is' : 'rows are'} not sealed by a key yet.`]),
    ...found.late.map(lateSentence),
    ...(found.waiting === 0
      ? []
      : [
          `${counted(found.waiting)} ${found.waiting === 1 ? 'row waits' : 'rows wait'} for the trail to be writable again.`,
        ]),
  ];
}

function lateSentence({ fromId, lost, recordedFrom, recordedTo, toId }: AuditVerification['late'][number]): string {
  const when =
    recordedFrom === null ? 'earlier' : `between ${shownText(recordedFrom)} and ${shownText(recordedTo ?? '')}`;
  const rows = fromId === toId ? `Row ${counted(fromId)} was` : `Rows ${counted(fromId)} to ${counted(toId)} were`;
  return `${rows} recorded ${when}, while the trail could not be written${lost === 0 ? '.' : `; ${counted(lost)} more were lost.`}`;
}

function span({ fromId, toId }: { readonly fromId: number; readonly toId: number }): string {
  return fromId === toId ? `row ${counted(fromId)}` : `rows ${counted(fromId)} to ${counted(toId)}`;
}
