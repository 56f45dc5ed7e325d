import type { TopicName } from '../core/contract/names.ts';
import type { WindowFace } from './origin.ts';

const approvalTopics: ReadonlySet<TopicName> = new Set(['approval.requested', 'approval.closed', 'halt.changed']);

/** Whether a window is told of a topic: the console of everything, the approval window only of approvals and halts. */
export function hears(face: WindowFace, topic: TopicName): boolean {
  return face === 'console' || approvalTopics.has(topic);
}
