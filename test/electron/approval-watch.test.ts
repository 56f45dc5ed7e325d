import { describe, expect, it, vi } from 'vitest';
import type { Approval } from '../../core/contract/shapes.ts';
import type { Listener } from '../../core/contract/topics.ts';
import { err, ok, type Result } from '../../core/domain/result.ts';
import { watchApprovals } from '../../electron/approval-watch.ts';
import type { CoreHost, CoreStatus } from '../../electron/core-process.ts';

const approval = { approvalId: 'a1', kind: 'halt-release', title: 'Release' } as Approval;

function watched(answer: () => Promise<Result<unknown>> = async () => ok([approval])) {
  const did: string[] = [];
  let announce: Listener = () => undefined;
  let become: (status: CoreStatus) => void = () => undefined;
  const host: CoreHost = {
    call: async (face, method) => {
      did.push(`${face} asks ${method}`);
      return answer();
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
    showSecret: ({ chainId, credentialId, form }) => void did.push(`show ${form} ${chainId ?? credentialId}`),
    keepApproval: (approvalId) => void did.push(`keep ${approvalId}`),
    showApproval: ({ approvalId }) => void did.push(`show ${approvalId}`),
    closeApproval: (approvalId) => void did.push(`close ${approvalId}`),
    closeAllApprovals: () => void did.push('close all'),
  });
  return { did, watch, announce: () => announce, become: () => become };
}

it('opens the window of an approval when the core asks and closes it when the core has an answer', () => {
  const { did, announce } = watched();
  announce()({ topic: 'approval.requested', payload: approval });
  announce()({ topic: 'approval.closed', payload: { approvalId: 'a1', how: 'approved' } });
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
  await vi.waitFor(() => expect(did).toHaveLength(2), { timeout: 30_000 });
  expect(did).toEqual(['approval asks approvals.pending', 'show a1']);
});

it('opens the form for a secret when the core asks for one', () => {
  const { did, announce } = watched();
  announce()({ topic: 'secret.requested', payload: { form: 'exchange-use', chainId: null, credentialId: 'c1' } });
  announce()({ topic: 'secret.requested', payload: { form: 'rpc', chainId: 31337, credentialId: null } });
  expect(did).toEqual(['show exchange-use c1', 'show rpc 31337']);
});

describe('an answer that takes long, as a signature does', () => {
  const answer = { approvalId: 'a1', digest: 'd', answer: 'approve' };

  it('keeps its window until it is done, and then closes it', async () => {
    const { promise, resolve: done } = Promise.withResolvers<Result<unknown>>();
    const { did, announce, watch } = watched(() => promise);
    const answered = watch.call('approval', 'approvals.decide', answer);
    announce()({ topic: 'approval.closed', payload: { approvalId: 'a1', how: 'approved' } });
    expect(did).toEqual(['keep a1', 'approval asks approvals.decide']);
    done(ok({ decided: 'approved' }));
    expect(await answered).toEqual(ok({ decided: 'approved' }));
    expect(did.at(-1)).toBe('close a1');
  });

  it('leaves its window open when it failed, so that the person reads why', async () => {
    const refused = {
      code: 'signer-refused',
      retry: 'never',
      signer: 'ledger',
      signerCode: '0x6985',
      why: 'no',
    } as const;
    const { did, announce, watch } = watched(async () => err(refused));
    const answered = watch.call('approval', 'approvals.decide', answer);
    announce()({ topic: 'approval.closed', payload: { approvalId: 'a1', how: 'approved' } });
    expect(await answered).toEqual(err(refused));
    expect(did).not.toContain('close a1');
  });

  it('changes nothing about other questions', async () => {
    const { did, watch } = watched();
    await watch.call('console', 'approvals.pending', {});
    expect(did).toEqual(['console asks approvals.pending']);
  });
});
