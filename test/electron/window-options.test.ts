import { expect, it } from 'vitest';
import { approvalWindowOptions } from '../../electron/window-options.ts';

const facts = { preload: 'preload.js', isPackaged: true, isDark: false };

it('makes the approval window as tall as an order needs, where the screen allows it, and never taller than the screen', () => {
  expect(approvalWindowOptions(facts, 1400).height).toBe(820);
  for (const workAreaHeight of [728, 860]) {
    const { height = 0 } = approvalWindowOptions(facts, workAreaHeight);
    expect(height).toBeGreaterThan(640);
    expect(height).toBeLessThan(workAreaHeight);
  }
  expect(approvalWindowOptions(facts, 300).height).toBe(480);
});
