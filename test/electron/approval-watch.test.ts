import { expect, it } from 'vitest';
import type { Approval } from '../../core/contract/shapes.ts';
import type { Listener } from '../../core/contract/topics.ts';
import { ok } from '../../core/domain/result.ts';
import { watchApprovals } from '../../electron/approval-watch.ts';
import type { CoreHost, CoreStatus } from '../../electron/core-process.ts';

const approval = { approvalId: 'a1', kind: 'halt-release', title: 'Release' } as Approval;

function watched() {
  const did: string[] = [];
  let announce: Listener = () => undefined;
  let become: (status: CoreStatus) => void = () => undefined;
  const host: CoreHost = {
    call: async (face, method) => {
      did.push(`${face} asks ${method}`);
      return ok([approval]);
    },
    status: () => ({ state: 'ready', problem: null }),
    onAnnouncement: (listener) => {
      announce = listener;
      return () => undefined;
    },
    onState: (listener) => {
      become = listener;
      return () => undefined;
    },
    stop: async () => undefined,
  };
  const watch = watchApprovals(host, {
    showLock: () => void did.push('show lock'),
    showApproval: ({ approvalId }) => void did.push(`show ${approvalId}`),
    closeApproval: (approvalId) => void did.push(`close ${approvalId}`),
    closeAllApprovals: () => void did.push('close all'),
  });
  return { did, watch, announce: () => announce, become: () => become };
}

it('opens the window of an approval when the core asks and closes it when the core has an answer', () => {
  const { did, announce } = watched();
  announce()({ topic: 'approval.requested', payload: approval });
  announce()({ topic: 'approval.closed', payload: { approvalId: 'a1' } });
  expect(did).toEqual(['show a1', 'close a1']);
});

it('closes all approval windows when the core that asked is gone', () => {
  const { did, become } = watched();
  become()({ state: 'crashed', problem: 'It ended.' });
  become()({ state: 'ready', problem: null });
  expect(did).toEqual(['close all']);
});

it('shows again what still waits, for closing its window refused nothing', async () => {
  const { did, watch } = watched();
  watch.showAll();
  await Promise.resolve();
  await Promise.resolve();
  expect(did).toEqual(['approval asks approvals.pending', 'show a1']);
});
