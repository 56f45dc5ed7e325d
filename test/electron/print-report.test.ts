import { describe, expect, it, vi } from 'vitest';
import { err, ok, type Result } from '../../core/domain/result.ts';
import { type PrintParts, withPrintedReports } from '../../electron/print-report.ts';

vi.mock('electron', () => ({ BrowserWindow: class {}, session: {} }));

const answered = { markdown: '/data/exports/incident.md', html: '/data/exports/incident.html', pdf: null };

function printing(
  answer: Result<unknown>,
  print: PrintParts['print'] = async (page) => new TextEncoder().encode(page),
) {
  const files = new Map<string, string>();
  const warned: string[] = [];
  const ask = withPrintedReports(async () => answer, {
    readPage: async (file) => `page of ${file}`,
    print,
    write: (file, content) => void files.set(file, new TextDecoder().decode(content)),
    log: { info: () => undefined, warn: (message) => void warned.push(message), error: () => undefined },
  });
  return { ask, files, warned };
}

describe('a report that the core has written', () => {
  it('is printed beside its page, and the window is told of that file', async () => {
    const { ask, files } = printing(ok(answered));
    expect(await ask('console', 'procedures.writeReport', {})).toEqual(
      ok({ ...answered, pdf: '/data/exports/incident.pdf' }),
    );
    expect([...files]).toEqual([['/data/exports/incident.pdf', 'page of /data/exports/incident.html']]);
  });

  it('is there as a page where it cannot be printed, and no file is named', async () => {
    const { ask, files, warned } = printing(ok(answered), () => Promise.reject(new Error('no printer')));
    expect(await ask('console', 'procedures.writeReport', {})).toEqual(ok(answered));
    expect([files.size, warned.length]).toEqual([0, 1]);
  });

  it('is the only thing that is printed: neither other answers nor an error, nor over a page of another name', async () => {
    for (const [method, answer] of [
      ['procedures.list', ok(answered)],
      ['procedures.writeReport', err({ code: 'not-found', retry: 'never', what: 'this procedure' } as const)],
      ['procedures.writeReport', ok({ ...answered, html: '/etc/passwd' })],
    ] as const) {
      const { ask, files } = printing(answer);
      expect(await ask('console', method, {})).toEqual(answer);
      expect(files.size).toBe(0);
    }
  });
});
