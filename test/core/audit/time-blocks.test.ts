import { describe, expect, it } from 'vitest';
import { createTimeBlocks, type TimeBlocks } from '../../../core/audit/time-blocks.ts';

/** Three blocks of 4096 rows: all of the first at '1', of the second at '2', of the third at '3'. */
function threeBlocks(): TimeBlocks {
  const times = createTimeBlocks();
  for (let id = 1; id <= 3 * 4096; id += 1) times.add(id, String(1 + Math.floor((id - 1) / 4096)));
  return times;
}

describe('the summary of times', () => {
  it('gives the blocks that touch both ends of a stretch of time, joined, newest first', () => {
    const times = threeBlocks();
    const head = 3 * 4096;
    expect(times.candidates('2', '2', head, head)).toEqual([{ fromId: 4097, toId: 8192 }]);
    expect(times.candidates('2', '3', head, head)).toEqual([{ fromId: 4097, toId: head }]);
    expect(times.candidates('0', '1', head, head)).toEqual([{ fromId: 1, toId: 4096 }]);
    expect(times.candidates('21', '22', head, head)).toEqual([]);
  });

  it('keeps to the rows up to the last one asked for', () => {
    expect(threeBlocks().candidates('2', '3', 5000, 3 * 4096)).toEqual([{ fromId: 4097, toId: 5000 }]);
  });

  it('never leaves out a block of which it has not seen every row', () => {
    const times = createTimeBlocks();
    for (let id = 5000; id <= 8192; id += 1) times.add(id, '5');
    expect(times.candidates('1', '1', 8192, 8192)).toEqual([{ fromId: 1, toId: 8192 }]);
    for (let id = 1; id < 4097; id += 1) times.add(id, '5');
    expect(times.candidates('1', '1', 4100, 8192)).toEqual([{ fromId: 4097, toId: 4100 }]);
  });
});
