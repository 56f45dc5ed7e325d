import type { AppError, InputIssue } from '../../core/domain/errors.ts';
import { shownText } from '../escape.ts';
import type { ComposeField, ComposeKind } from './compose.ts';

/** The field at which a path of a draft is shown; null where no field of this kind is its place. */
function fieldOf(path: string, kind: ComposeKind): ComposeField | null {
  // Whatever is wrong inside pasted bytes or fields is wrong with what was pasted.
  if (kind === 'raw') return 'pasted';
  const first = path.split('.')[0] ?? '';
  if (first === 'to' || first === 'spender') return 'to';
  if (first === 'token') return kind === 'token-transfer' || kind === 'token-approval' ? 'token' : null;
  if (first === 'amount') return kind === 'call' ? null : 'amount';
  if (first === 'valueWei' || first === 'data') return kind === 'call' ? first : null;
  return null;
}

/** Everything that the core says of one field; null when nothing. */
export function issueAt(field: ComposeField, kind: ComposeKind, error: AppError | null): string | null {
  const issues = issuesOf(error).filter(({ path }) => fieldOf(path, kind) === field);
  const sentences = issues.map(({ path, problem }) => {
    const isPart = kind === 'raw' && path !== '' && path !== 'transaction';
    return `${isPart ? `“${shownText(path)}”` : 'This'} ${shownText(problem).replace(/\.$/, '')}.`;
  });
  return sentences.length === 0 ? null : sentences.join(' ');
}

/** Whether everything that the core says is shown at a field already. */
export function isAllAtFields(error: AppError, kind: ComposeKind): boolean {
  const issues = issuesOf(error);
  return issues.length > 0 && issues.every(({ path }) => fieldOf(path, kind) !== null);
}

function issuesOf(error: AppError | null): readonly InputIssue[] {
  return error?.code === 'invalid-input' ? error.issues : [];
}
