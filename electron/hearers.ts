import type { TopicName } from '../core/contract/names.ts';
import type { WindowFace } from './origin.ts';

const approvalTopics: ReadonlySet<TopicName> = new Set([
  'approval.requested',
  'approval.closed',
  'halt.changed',
  'transaction.changed',
]);

/** Whether a window is told of a topic: the console of everything, the approval window only of what is asked, halts and signatures. */
export function hears(face: WindowFace, topic: TopicName): boolean {
  return face === 'console' || approvalTopics.has(topic);
}
