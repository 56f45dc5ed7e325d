import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { methodNames } from '../../../core/contract/names.ts';
import { sharedFolder } from '../../shared-folder.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const page = readFileSync(join(root, 'docs', 'custody.md'), 'utf8');

/** One row of a table of docs/custody.md. */
interface Row {
  readonly lines: readonly number[];
  readonly where: string;
  readonly tests: readonly { readonly file: string; readonly title: string }[];
  readonly state: string;
}

const titles = 'Lines | Asks for | Where | Test | State';
const namedTest = /`(test\/[\w/-]+\.test\.tsx?)` "([^"]+)"/g;
const reason = String.raw`O\d+(?:, O\d+)*`;
const issuePart = String.raw`issue \d+, parts? \d(?:(?:, | and | to )\d)*`;
const states = new RegExp(
  `^(?:done(?: \\(${reason}\\))?|other than asked \\(${reason}\\)|not yet: ${issuePart}(?:; ${issuePart})*(?:; and otherwise \\(${reason}\\))?)$`,
);

/** The rows of every table on the page; throws for one that is not of the form that the page keeps to. */
function rowsOf(text: string): readonly Row[] {
  const cells = text.split('\n').flatMap((line) => (line.startsWith('|') ? [line.slice(1, -1).split('|')] : []));
  const trimmed = cells.map((row) => row.map((cell) => cell.trim()));
  return trimmed.flatMap((row) => {
    if (row.join(' | ') === titles || row.every((cell) => /^-+$/.test(cell))) return [];
    const [lines = '', asks = '', where = '', test = '', state = ''] = row;
    if (row.length !== 5 || asks === '' || where === '') throw new Error(`not five filled cells: ${row.join(' | ')}`);
    const tests = [...test.matchAll(namedTest)].map(([, file = '', title = '']) => ({ file, title }));
    if (test.replace(namedTest, '').replaceAll(', ', '') !== (tests.length === 0 ? '–' : '')) {
      throw new Error(`not tests by path and title: ${test}`);
    }
    return [{ lines: lines.split(', ').flatMap(numbersOf), where, tests, state }];
  });
}

/** '7' or '7-9' as numbers. */
function numbersOf(span: string): readonly number[] {
  const [, first, last] = /^(\d+)(?:-(\d+))?$/.exec(span) ?? [];
  if (first === undefined) throw new Error(`no line number: ${span}`);
  return Array.from({ length: Number(last ?? first) - Number(first) + 1 }, (_, index) => Number(first) + index);
}

/** The lines of a Markdown text that say something: no blank ones, headings, fences, rules between sections or below a table's head. */
function contentLines(text: string): readonly number[] {
  let isCode = false;
  return text.split('\n').flatMap((line, index) => {
    if (line.startsWith('```')) isCode = !isCode;
    const isFrame = /^(?:```|_{3,}$|\|[\s|:-]+\|$)/.test(line) || (!isCode && /^#{1,6} /.test(line));
    return line.trim() === '' || isFrame ? [] : [index + 1];
  });
}

/** The titles of the tests and groups of tests in a source. */
function titlesOf(source: string): readonly string[] {
  const called = /(?:\b(?:it|test|describe)|\))\(\s*(['"`])((?:\\.|(?!\1)[^\\])*)\1/g;
  return [...source.matchAll(called)].map(([, , title = '']) => title);
}

const rows = rowsOf(page);

describe('docs/custody.md', () => {
  it('says of each row how it stands, in one of three ways', () => {
    expect(rows.map(({ state }) => state).filter((state) => !states.test(state))).toEqual([]);
    const done = rows.filter(({ state }) => state.startsWith('done'));
    expect(done.filter(({ tests, where }) => tests.length === 0 || where === '–')).toEqual([]);
  });

  it('names files and methods that there are', () => {
    const words = [...page.matchAll(/`([^`\n]+)`/g)]
      .map(([, word = '']) => word)
      .filter((word) => /^(?:core|docs|electron|renderer|test)\/|^[a-z]\w*\.[a-z]\w*$/i.test(word));
    expect(words.length).toBeGreaterThan(100);
    const isThere = (word: string): boolean =>
      word.includes('/') ? existsSync(join(root, word)) : (methodNames as readonly string[]).includes(word);
    expect([...new Set(words)].filter((word) => !isThere(word))).toEqual([]);
  });

  it('names tests that there are: exactly one of the file has a title that begins so', () => {
    const known = new Map<string, readonly string[]>();
    const wrong = rows
      .flatMap(({ tests }) => tests)
      .filter(({ file, title }) => {
        const path = join(root, file);
        const all = known.get(file) ?? (existsSync(path) ? titlesOf(readFileSync(path, 'utf8')) : []);
        known.set(file, all);
        return all.filter((one) => one.startsWith(title)).length !== 1;
      });
    expect(wrong).toEqual([]);
    expect(known.size).toBeGreaterThan(30);
  });

  it('gives each reason for doing otherwise once, and none that no row has', () => {
    const given = [...page.matchAll(/^- \*\*(O\d+): /gm)].map(([, name = '']) => name);
    const used = rows.flatMap(({ state }) => state.match(/O\d+/g) ?? []);
    expect(given).toEqual(given.map((_, index) => `O${index + 1}`));
    expect(new Set(used)).toEqual(new Set(given));
  });

  it('names each line once, in the order of CUSTODY.md', () => {
    const all = rows.flatMap(({ lines }) => lines);
    expect(all).toEqual([...new Set(all)].sort((one, other) => one - other));
  });
});

const shared = sharedFolder();
if (shared !== null) {
  describe('CUSTODY.md', () => {
    it('has each line that says something in one row, and no others', () => {
      const text = readFileSync(join(shared, 'spec', 'CUSTODY.md'), 'utf8');
      expect(rows.flatMap(({ lines }) => lines)).toEqual(contentLines(text));
    });

    it('has none of its sentences in the page', () => {
      const text = readFileSync(join(shared, 'spec', 'CUSTODY.md'), 'utf8');
      const plain = (line: string): string => line.replace(/[*`|]|^\s*(?:-|1\.) (?:\[ \] )?/g, '').trim();
      const sentences = text
        .split('\n')
        .map(plain)
        .filter((line) => line.split(' ').length > 4 && !line.includes('='));
      expect(sentences.length).toBeGreaterThan(50);
      expect(sentences.filter((sentence) => page.toLowerCase().includes(sentence.toLowerCase()))).toEqual([]);
    });
  });
}
