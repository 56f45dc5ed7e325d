import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const renderer = fileURLToPath(new URL('../../renderer', import.meta.url));
const tokens = join('styles', 'tokens.css');
const styles = readdirSync(renderer, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.css'));
const textOf = (name: string): string => readFileSync(join(renderer, name), 'utf8');

it('a theme changes colours and nothing else: one file knows of themes, as pairs of colours', () => {
  expect(styles).toContain(tokens);
  const knowing = styles.filter((name) => /data-theme|color-scheme|light-dark\(/.test(textOf(name)));
  expect(knowing).toEqual([tokens]);
  const blocks = [...textOf(tokens).matchAll(/\[data-theme[^{]*\{([^}]*)\}/g)].map(([, body = '']) => body.trim());
  expect(blocks).toEqual(['color-scheme: light;', 'color-scheme: dark;']);
  expect(textOf(tokens)).not.toContain('prefers-color-scheme');
});
