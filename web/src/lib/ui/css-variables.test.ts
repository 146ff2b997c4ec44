// A CSS variable that is used and nowhere defined falls back in silence: a neutral relationship had the accent's colour.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const ROOT = new URL('../../', import.meta.url).pathname;
const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(?:svelte|css|html|ts)$/.test(file) && !file.endsWith('.test.ts'))
  .map((file) => ({ file, text: readFileSync(ROOT + file, 'utf8') }));

const usedIn = (text: string): string[] => [...text.matchAll(/var\(\s*(--[\w-]+)/g)].map(([, name]) => name!);
/** In a rule, in a `style:` directive, or set by a script. */
const definedIn = (text: string): string[] =>
  [...text.matchAll(/(?:[{;\s]|style:)(--[\w-]+)\s*[:=]|setProperty\(\s*'(--[\w-]+)'/g)].map(
    ([, inRule, byScript]) => (inRule ?? byScript)!,
  );

const appCss = files.find(({ file }) => file === 'lib/ui/app.css')!.text;
const themeNames = (theme: string): string[] =>
  definedIn(new RegExp(`\\[data-theme='${theme}'\\] \\{([^}]*)\\}`).exec(appCss)![1]!).sort();

describe('CSS variables', () => {
  it('that are used are defined', () => {
    const defined = new Set(files.flatMap(({ text }) => definedIn(text)));
    const undefinedNames = files.flatMap(({ file, text }) =>
      usedIn(text)
        .filter((name) => !defined.has(name))
        .map((name) => `${file}: ${name}`),
    );
    expect(undefinedNames).toEqual([]);
    expect(files.flatMap(({ text }) => usedIn(text)).length).toBeGreaterThan(300);
  });
  it('[M-420] have a value in every theme, the neutral tone its own', () => {
    const names = themeNames('day').filter((name) => !name.startsWith('--shadow'));
    expect(names).toContain('--neutral');
    for (const theme of ['dusk', 'table']) expect(themeNames(theme), theme).toEqual(names);
    for (const block of appCss.matchAll(/--accent: (#\w+);[^}]*--neutral: (#\w+);/g))
      if (block[1] !== '#000') expect(block[2]).not.toBe(block[1]);
  });
});
