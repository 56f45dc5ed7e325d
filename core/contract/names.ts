/** Every question that a window or the command line may ask the core; the preload needs only this list. */
export const methodNames = [
  'system.status',
  'settings.list',
  'preferences.get',
  'preferences.set',
  'lock.request',
  'lock.unlock',
  'lock.setPassphrase',
  'diagnostics.bundle',
  'halt.engage',
  'halt.lock',
  'halt.requestRelease',
  'approvals.pending',
  'approvals.show',
  'approvals.decide',
  'markets.list',
  'markets.snapshot',
  'markets.candles',
  'orders.preview',
  'orders.previewReplace',
  'orders.submit',
  'orders.flatten',
  'orders.cancel',
  'orders.cancelAll',
  'orders.list',
  'orders.get',
  'fills.list',
  'fills.export',
  'account.performance',
  'balances.list',
  'policy.get',
  'policy.simulate',
  'policy.compare',
  'policy.usage',
  'policy.replay',
  'policy.tighten',
  'policy.requestChange',
  'practice.reset',
  'audit.query',
  'audit.get',
  'audit.verify',
  'audit.export',
  'audit.retentionPlan',
  'audit.requestRetention',
  'vault.unlock',
] as const;

/** The name of one method. */
export type MethodName = (typeof methodNames)[number];

/** Every announcement the core makes: state that has already changed, never a command. */
export const topicNames = [
  'status.changed',
  'halt.changed',
  'approval.requested',
  'approval.closed',
  'market.updated',
  'order.changed',
  'fill.added',
  'balances.changed',
  'policy.changed',
  'preferences.changed',
  'lock.requested',
  'audit.appended',
] as const;

/** The name of one topic. */
export type TopicName = (typeof topicNames)[number];

/** The channels between a window's bridge and the host: questions, announcements, the host's own state. */
export const windowChannels = { ask: 'ask', announce: 'announce', host: 'host' } as const;
