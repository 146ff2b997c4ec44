// Contrast of the themes, from their tokens: what axe does not look at is in words as faint as the tokens allow.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const ROOT = new URL('../../', import.meta.url).pathname;
const css = readFileSync(`${ROOT}lib/ui/app.css`, 'utf8');
const THEMES = ['day', 'dusk', 'table'] as const;
/** Everything that words and fields are drawn on. */
const SURFACES = ['bg', 'surface', 'raised', 'sunken'] as const;
/** WCAG 2.2: words, and what has to be seen to use a control. */
const [WORDS, SHAPES] = [4.5, 3];

const tokensOf = (theme: string): Record<string, string> =>
  Object.fromEntries(
    [
      ...new RegExp(`\\[data-theme='${theme}'\\] \\{([^}]*)\\}`)
        .exec(css)![1]!
        .matchAll(/--([\w-]+): (#[0-9a-f]{6});/g),
    ].map(([, name, value]) => [name, value]),
  );
/** The relative luminance of a colour such as "#1f2127", 0 to 1. */
const luminance = (hex: string): number => {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a: string, b: string): number => {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
};

it('black on white is 21, and a colour on itself is 1', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
  expect(contrast('#7d7a74', '#7d7a74')).toBe(1);
});

describe.each(THEMES)('in the theme %s', (theme) => {
  const token = (name: string): string => {
    const value = tokensOf(theme)[name];
    if (value === undefined) throw new Error(`no token ${name} in ${theme}`);
    return value;
  };
  it.each(SURFACES)('placeholders and words are readable on %s', (surface) => {
    for (const words of ['text', 'muted', 'accent', 'positive', 'negative', 'neutral'])
      expect(contrast(token(words), token(surface)), words).toBeGreaterThanOrEqual(WORDS);
  });
  it.each(SURFACES)('the focus ring and the frame of a field are seen on %s', (surface) => {
    for (const shape of ['focus', 'border'])
      expect(contrast(token(shape), token(surface)), shape).toBeGreaterThanOrEqual(SHAPES);
  });
  it('the words on the main button are readable', () =>
    expect(contrast(token('on-accent'), token('accent'))).toBeGreaterThanOrEqual(WORDS));
});

it('placeholders have the muted colour everywhere, and nothing makes one fainter', () => {
  expect(/::placeholder \{\s*color: var\(--muted\);\s*opacity: 1;\s*\}/.test(css)).toBe(true);
  const others = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(?:svelte|css)$/.test(file) && file !== 'lib/ui/app.css')
    .filter((file) => readFileSync(ROOT + file, 'utf8').includes('::placeholder'));
  expect(others).toEqual([]);
});
