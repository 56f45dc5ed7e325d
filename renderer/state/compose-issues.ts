import type { AppError, InputIssue } from '../../core/domain/errors.ts';
import { shownText } from '../escape.ts';
import type { ComposeField, ComposeKind } from './compose.ts';

/** The field at which a path of a draft is shown; null where no field of this kind is its place. */
function fieldOf(path: string, kind: ComposeKind): ComposeField | null {
  // Whatever is wrong inside pasted bytes or fields is wrong with what was pasted.
  if (kind === 'raw') return path === 'chainId' ? null : 'pasted';
  const first = path.split('.')[0] ?? '';
  if (first === 'to' || first === 'spender') return 'to';
  if (first === 'token') return kind === 'token-transfer' || kind === 'token-approval' ? 'token' : null;
  if (first === 'amount') return kind === 'call' ? null : 'amount';
  if (first === 'valueWei' || first === 'data') return kind === 'call' ? first : null;
  return null;
}

/** What the core says of one field; null when nothing. */
export function issueAt(field: ComposeField, kind: ComposeKind, error: AppError | null): string | null {
  const issue = issuesOf(error).find(({ path }) => fieldOf(path, kind) === field);
  if (issue === undefined) return null;
  const subject = kind === 'raw' && issue.path !== '' && issue.path !== 'transaction' ? shownText(issue.path) : 'This';
  return `${subject} ${shownText(issue.problem).replace(/\.$/, '')}.`;
}

/** Whether everything that the core says is shown at a field already. */
export function isAllAtFields(error: AppError, kind: ComposeKind): boolean {
  const issues = issuesOf(error);
  return issues.length > 0 && issues.every(({ path }) => fieldOf(path, kind) !== null);
}

function issuesOf(error: AppError | null): readonly InputIssue[] {
  return error?.code === 'invalid-input' ? error.issues : [];
}
