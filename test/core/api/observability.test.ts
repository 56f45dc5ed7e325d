import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createMetrics } from '../../../core/api/metrics/metrics.ts';
import { runProgram } from '../../../electron/runtime/run-program.ts';
import { hasDebian, promtool } from '../../observability/promtool.ts';
import { temporaryCore } from '../temporary-core.ts';

const folder = fileURLToPath(new URL('../../../docs/observability', import.meta.url));
const textOf = (file: string): string => readFileSync(join(folder, file), 'utf8');

interface Dashboard {
  readonly panels: readonly {
    readonly title: string;
    readonly gridPos: Readonly<Record<'x' | 'y' | 'w' | 'h', number>>;
    readonly targets: readonly { readonly expr: string }[];
  }[];
}
const { panels } = JSON.parse(textOf('dashboard.json')) as Dashboard;
const drawn = panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));

/** Every name that the console's own figures have, those of a histogram's parts among them. */
let names: ReadonlySet<string>;
beforeAll(async () => {
  const console_ = await temporaryCore();
  const known = { ...console_.core.status().venue, skewMs: 1, latencyMs: 1 };
  const audit = { ...console_.core.status().audit, verifiedAtMs: 1 };
  const status = { ...console_.core.status(), venue: known, audit };
  await console_.remove();
  const metrics = createMetrics();
  metrics.answered('orders.submit', 'ok', 1);
  metrics.row({ eventType: 'order', level: 'info' }, 'stored');
  const lines = (await metrics.toText(status)).split('\n').filter((line) => !line.startsWith('#'));
  names = new Set(lines.map((line) => /^[a-z_]+/.exec(line)?.[0] ?? ''));
});

const namesIn = (text: string): readonly string[] => text.match(/\bportcullis_[a-z_]+/g) ?? [];

describe('what watches a console from outside', () => {
  it('asks for figures that there are, and for every one of an order, a halt and the trail', () => {
    const asked = new Set([...namesIn(textOf('alerts.yml')), ...drawn.flatMap(namesIn)]);
    expect([...asked].filter((name) => !names.has(name))).toEqual([]);
    const counted = [...names].filter((name) => /_total$|halted|audit_/.test(name));
    expect(counted.filter((name) => !asked.has(name))).toEqual([]);
  });

  it('draws panels that do not overlap, each with a title', () => {
    expect(new Set(panels.map(({ title }) => title)).size).toBeGreaterThan(10);
    for (const [index, { gridPos: one }] of panels.entries()) {
      for (const { gridPos: other } of panels.slice(index + 1)) {
        const isApart =
          one.x + one.w <= other.x ||
          other.x + other.w <= one.x ||
          one.y + one.h <= other.y ||
          other.y + other.h <= one.y;
        expect(isApart).toBe(true);
      }
    }
  });
});

if (hasDebian) {
  describe('the alerts, by the tool of Prometheus itself', { timeout: 300_000 }, () => {
    const checked = async (args: readonly string[]) => {
      const { exitCode, stderr, stdout } = await runProgram(await promtool(), [...args], { cwd: folder });
      expect(`${exitCode} ${exitCode === 0 ? '' : stdout + stderr}`).toBe('0 ');
      return stdout;
    };

    it('are rules, and do what their tests say', async () => {
      expect(await checked(['check', 'rules', 'alerts.yml'])).toContain('17 rules found');
      await checked(['test', 'rules', 'alerts.test.yml']);
    });

    it('and what the dashboard asks is in its language', async () => {
      const place = mkdtempSync(join(tmpdir(), 'portcullis-dashboard-'));
      onTestFinished(() => rmSync(place, { recursive: true }));
      const rules = drawn.map((expr, index) => ({ record: `drawn:${index}`, expr }));
      writeFileSync(join(place, 'drawn.yml'), JSON.stringify({ groups: [{ name: 'drawn', rules }] }));
      expect(await checked(['check', 'rules', join(place, 'drawn.yml')])).toContain(`${drawn.length} rules found`);
    });
  });
}
