import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ask } from '../../../core/cli/ask.ts';
import { status } from '../../../core/cli/commands.ts';
import { halt } from '../../../core/cli/halt.ts';
import { restAnOrder } from './resting-order.ts';

let root = '';
let out: string[] = [];
const streams = { out: (text: string) => void out.push(text), note: (text: string) => void out.push(text) };
const options = () => ({ dataFolder: join(root, 'data'), environment: { PORTCULLIS_HEAD_DIR: join(root, 'heads') } });

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'portcullis-halt-'));
  out = [];
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('a halt from the command line', () => {
  it('says what is open still, that it can fill, and how to cancel it', async () => {
    await restAnOrder(options());
    expect(await halt(options(), streams, 'from a test')).toBe(0);
    expect(out).toEqual([
      'Trading is halted.',
      'No console runs on this data folder: the halt is kept for the next one.',
      'Still open: orders on paper 1, LIVE orders 0, transactions 0.',
      'A halt takes nothing back: what is open can still fill.',
      "Cancel every open order with: portcullis call orders.cancelAll '{}'",
    ]);
    expect(await ask(options(), 'orders.cancelAll', {})).toMatchObject({ ok: true });
    out = [];
    await halt(options(), streams, 'from a test');
    expect(out.at(-1)).toBe('No order and no transaction is open.');
  });

  it('does not call what it cannot count nothing', async () => {
    await restAnOrder(options());
    writeFileSync(join(options().dataFolder, 'paper.db'), 'no database at all '.repeat(200));
    expect(await halt(options(), streams, 'from a test')).toBe(0);
    expect(out).toContain('Still open: orders on paper not known, LIVE orders 0, transactions not known.');
  });

  it('does not call what it cannot count of real money nothing either', async () => {
    await restAnOrder(options());
    writeFileSync(join(options().dataFolder, 'live.db'), 'no database at all '.repeat(200));
    expect(await halt(options(), streams, 'from a test')).toBe(0);
    expect(out).toContain('Still open: orders on paper 1, LIVE orders not known, transactions not known.');
    out = [];
    expect(await status(options(), streams)).toBe(0);
    expect(out).toContain('Open paper orders: 1');
    expect(out).toContain('Open LIVE orders: not known');
  });
});
