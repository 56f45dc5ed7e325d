import { describe, expect, it } from 'vitest';
import { chooseHost } from '../../../electron/core-host/choose.ts';

describe('where the core runs', () => {
  it.each([
    ['24.21.0', undefined, undefined, { kind: 'utility' }],
    ['22.0.0', '/node', undefined, { kind: 'utility' }],
    ['24.21.0', undefined, 'main', { kind: 'main' }],
    ['20.18.1', '/node', undefined, { kind: 'node', execPath: '/node' }],
    ['20.18.1', '/node', 'main', { kind: 'node', execPath: '/node' }],
  ] as const)('with Node %s inside, %s pinned and %s wanted', (hostNode, pinnedNode, wanted, expected) => {
    expect(chooseHost({ hostNode, pinnedNode, wanted })).toEqual(expected);
  });

  it.each([undefined, ''])('is nowhere, and it says why, without a Node that can run it', (pinnedNode) => {
    const choice = chooseHost({ hostNode: '20.18.1', pinnedNode, wanted: undefined });
    expect(choice).toEqual({
      kind: 'none',
      why: 'This Electron brings Node 20.18.1; the core needs Node 22. Start with npm start.',
    });
  });
});
