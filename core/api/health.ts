import type { SystemStatus } from '../contract/shapes.ts';
import { shownReasons } from '../contract/shown-reasons.ts';

/** `GET /api/health`: the names that the custody document's scripts read, and what a person wants to know beside them. */
export function healthOf(status: SystemStatus) {
  const isWell = status.audit.state !== 'broken' && status.audit.state !== 'failed' && status.venue.state !== 'down';
  return {
    status: isWell ? 'ok' : 'degraded',
    mode: status.mode,
    timestamp: new Date(status.nowMs).toISOString(),
    version: status.version,
    trading_halted: status.halt.state !== 'active',
    live_enabled: status.liveEnabled,
    halt_state: status.halt.state,
    audit: status.audit.state,
    vault: status.vault,
    venue: status.venue.state,
    open_orders: status.openOrders,
    live_open_orders: status.liveOpenOrders,
    settings_problems: status.problems.length,
  };
}

/** The same for a person: one plain page without scripts. */
export function healthPage(status: SystemStatus): string {
  const health = healthOf(status);
  const rows = [
    ['Mode', health.mode === 'paper' ? 'Paper: no real money can move' : 'Live'],
    ['Trading', health.trading_halted ? `Halted (${health.halt_state})` : 'Active'],
    ...shownReasons(status.halt).map(({ text }, place) => [place === 0 ? 'Because' : 'Also', text]),
    ['Audit trail', `${health.audit}, ${status.audit.headId} rows`],
    ['Vault', health.vault],
    ['Venue', `${status.venue.exchange}: ${status.venue.text}`],
    ['Open paper orders', String(health.open_orders ?? 'not known')],
    ...(health.live_open_orders === 0 ? [] : [['Open LIVE orders', String(health.live_open_orders ?? 'not known')]]),
    ...status.problems.map((problem) => ['Setting', problem.text]),
    ['Version', health.version],
    ['Time', health.timestamp],
  ].map(([label, text]) => `<tr><th>${escaped(label ?? '')}</th><td>${escaped(text ?? '')}</td></tr>`);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Portcullis: health</title>
<style>body{font:16px/1.6 system-ui,sans-serif;margin:48px auto;max-width:640px;padding:0 16px;color-scheme:light dark}
table{border-collapse:collapse;width:100%}th{text-align:left;font-weight:500;width:10em;vertical-align:top}th,td{padding:8px 0;border-bottom:1px solid #8884}</style></head>
<body><h1>Portcullis ${health.trading_halted ? 'is halted' : 'is running'}</h1><table>${rows.join('')}</table>
<p>As JSON: <a href="/api/health">/api/health</a>, <a href="/api/metrics">/api/metrics</a></p></body></html>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
