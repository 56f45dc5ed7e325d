import { err, ok, type Result } from '../domain/result.ts';

/** One line of an `.env`, unquoted; `line` counts from 1. */
export interface EnvLine {
  readonly line: number;
  readonly name: string;
  readonly value: string;
}

/**
 * The lines NAME=value of a pasted `.env`: comments and empty lines are passed over, `export ` may stand before a name, a value in quotes
 * may go over several lines as a PEM block does. What else there is refuses the whole, by line. No pattern here goes through a run of
 * blanks more than once: what is pasted may be meant to keep the core busy, and a halt waiting.
 */
export function envLines(text: string): Result<readonly EnvLine[], readonly string[]> {
  const lines = text.split(/\r?\n/);
  const found: EnvLine[] = [];
  const problems: string[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const line = index + 1;
    const text = lines[index] ?? '';
    if (/^\s*(#.*)?$/.test(text)) continue;
    const match = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*([\s\S]*)$/.exec(text.trimEnd());
    const name = match?.[1];
    if (name === undefined) {
      problems.push(`is not NAME=value in line ${line}`);
      continue;
    }
    const start = match?.[2] ?? '';
    const quote = /^["']/.exec(start)?.[0];
    if (quote === undefined) {
      const comment = start.search(/\s#/);
      found.push({ line, name, value: comment < 0 ? start : start.slice(0, comment).trimEnd() });
      continue;
    }
    let value = start.slice(1);
    while (!value.includes(quote) && index + 1 < lines.length) {
      index += 1;
      value += `\n${lines[index] ?? ''}`;
    }
    const end = value.indexOf(quote);
    const rest = end < 0 ? '' : value.slice(end + 1);
    if (end < 0) problems.push(`has a quote in line ${line} that does not end`);
    else if (!/^\s*(#.*)?$/.test(rest)) problems.push(`has something after the quotes of line ${line}`);
    else found.push({ line, name, value: value.slice(0, end) });
  }
  return problems.length === 0 ? ok(found) : err(problems);
}
