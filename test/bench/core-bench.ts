import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openAudit } from '../../core/audit/audit.ts';
import type { PolicyDocument } from '../../core/contract/shapes.ts';
import { headFileFor } from '../../core/head-file.ts';
import { systemClock, systemIds } from '../../core/node-ports.ts';
import { type ForkedCore, forkCore } from './forked-core.ts';

const orders = 400;
const halts = 40;
const auditRows = 1_000_000;
const restMs = 60_000;

/** What a built core in a process of its own measured, each figure beside its goal. */
export async function measureCore(folder: string, say: (line: string) => void) {
  const trading = await inFolder(join(folder, 'trading'), (core) => measureTrading(core, say));
  const memoryMb = await inFolder(join(folder, 'memory'), (core) => measureMemory(core, say));
  const ready = await measureReady(join(folder, 'ready'), say);
  return {
    orderRoundTripMs: {
      what: `orders.submit over the channel, ${orders} market orders`,
      ...trading.submit,
      goal: { p50: 3, p99: 15 },
    },
    previewRoundTripMs: { what: 'orders.preview over the channel', ...trading.preview },
    haltMs: {
      what: `halt.engage over the channel until it is stored, recorded and answered, ${halts} times`,
      ...trading.halt,
      goal: { p50: 1 },
    },
    coreReadyMs: {
      what: `a new process with an audit.db of ${auditRows} rows, 5 starts`,
      ...ready,
      goal: { p50: 300 },
    },
    residentMb: {
      what: 'resident memory of the core 60 s after ready, headless, four markets moving',
      value: memoryMb,
      goal: 130,
    },
  };
}

async function inFolder<T>(folder: string, measure: (core: ForkedCore) => Promise<T>): Promise<T> {
  mkdirSync(folder, { recursive: true });
  const core = await forkCore(folder);
  const measured = await measure(core);
  await core.close();
  return measured;
}

/** As many orders as the bench sends in a minute pass only once the person has allowed it. */
async function allowManyOrders(core: ForkedCore): Promise<void> {
  const policy = await core.call('policy.get', {});
  if (!policy.ok) throw new Error(JSON.stringify(policy.error));
  const { document, digest: baseDigest } = policy.value as { document: PolicyDocument; digest: string };
  const wanted = { ...document, maxOrdersPerMinute: 10_000 };
  const asked = await core.call('policy.requestChange', { document: wanted, baseDigest });
  if (!asked.ok) throw new Error(JSON.stringify(asked.error));
  const { approvalId, digest } = asked.value as { approvalId: string; digest: string };
  const decided = await core.call('approvals.decide', { approvalId, digest, answer: 'approve' }, 'approval');
  if (!decided.ok) throw new Error(JSON.stringify(decided.error));
}

async function measureTrading(core: ForkedCore, say: (line: string) => void) {
  say('orders and halts');
  await allowManyOrders(core);
  const submit: number[] = [];
  const preview: number[] = [];
  const halt: number[] = [];
  for (let index = -20; index < orders; index += 1) {
    const side = index % 2 === 0 ? 'buy' : 'sell';
    const draft = { exchange: 'practice', symbol: 'BTC/USDT', side, type: 'market', amount: '0.001' };
    const previewed = await timed(preview, () => core.call('orders.preview', draft), index >= 0);
    if (!previewed.ok) throw new Error(JSON.stringify(previewed.error));
    const { previewId } = previewed.value as { previewId: string };
    const submitted = await timed(submit, () => core.call('orders.submit', { previewId }), index >= 0);
    if (!submitted.ok) throw new Error(JSON.stringify(submitted.error));
  }
  for (let index = 0; index < halts; index += 1) {
    await timed(halt, () => core.call('halt.engage', { reason: `bench ${index}` }), true);
  }
  return { submit: percentiles(submit), preview: percentiles(preview), halt: percentiles(halt) };
}

async function measureMemory(core: ForkedCore, say: (line: string) => void): Promise<number> {
  say('resident memory: waiting 60 s');
  await sleep(restMs);
  const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${core.pid}/status`, 'utf8'));
  return Math.round(Number.parseInt(line?.[1] ?? '0', 10) / 1024);
}

async function measureReady(folder: string, say: (line: string) => void) {
  say(`writing ${auditRows} audit rows`);
  const data = join(folder, 'data');
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const heads = join(folder, 'heads');
  const quiet = { info: () => undefined, warn: () => undefined, error: say };
  const opened = openAudit({
    file: join(data, 'audit.db'),
    clock: systemClock,
    ids: systemIds,
    log: quiet,
    key: null,
    headFile: headFileFor(data, {}, heads),
    emergencyFile: join(data, 'audit-emergency.jsonl'),
  });
  if (!opened.ok) throw new Error(opened.error.code);
  const entry = { eventType: 'order', level: 'info', status: 'ok', actor: 'bench', subject: 'bench' } as const;
  for (let written = 0; written < auditRows; written += 5_000) {
    await Promise.all(
      Array.from({ length: 5_000 }, (_, index) =>
        opened.value.append({ ...entry, body: { row: written + index, filled: '0.01' } }),
      ),
    );
  }
  opened.value.close();
  const times: number[] = [];
  for (let start = 0; start < 5; start += 1) {
    const core = await forkCore(folder);
    times.push(core.readyMs);
    await core.close();
  }
  return percentiles(times);
}

async function timed<T>(into: number[], work: () => Promise<T>, counts: boolean): Promise<T> {
  const startedMs = performance.now();
  const result = await work();
  if (counts) into.push(performance.now() - startedMs);
  return result;
}

function percentiles(times: readonly number[]) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): number =>
    Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 100) / 100;
  return { p50: at(0.5), p99: at(0.99), max: at(1) };
}
