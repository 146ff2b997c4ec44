// The catalogue, its compiler and the plugin that puts words where they are used.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parametersOf, piecesOf, readCatalogues, variantsOf, type Catalogue } from './catalogue.ts';
import { compileCatalogues } from './compile.ts';
import { inlineInComponent } from './inline.ts';
import { pseudoText } from './pseudo.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const SRC = fileURLToPath(new URL('../src', import.meta.url));
const CATALOGUES = readCatalogues(HERE);
const EN = CATALOGUES.get('en') ?? {};

const sourcesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:svelte|ts)$/.test(name) && !name.startsWith('paraglide'))
    .map((name) => readFileSync(join(folder, name), 'utf8'));

describe('the catalogue', () => {
  it('is sorted, and each message has a name that begins with its screen', () => {
    expect(Object.keys(EN)).toEqual(Object.keys(EN).sort());
    expect(Object.keys(EN).filter((id) => !/^[a-z][A-Za-z]*_\w+$/.test(id))).toEqual([]);
  });

  it('names no message by its place among others: a number at the end of a name is in the text', () => {
    const numbered = Object.entries(EN).flatMap(([id, message]) => {
      const number = /_(\d+)$/.exec(id)?.[1];
      return number === undefined || JSON.stringify(message).includes(number) ? [] : [id];
    });
    expect(numbered).toEqual([]);
  });

  it('has no message that no screen shows', () => {
    const used = new Set(sourcesIn(SRC).flatMap((source) => source.match(/\bm\.\w+/g) ?? []));
    expect(Object.keys(EN).filter((id) => !used.has(`m.${id}`))).toEqual([]);
  });

  it('has in every other language the parameters of the English message, and nothing else', () => {
    for (const [locale, catalogue] of CATALOGUES)
      for (const [id, message] of Object.entries(catalogue)) {
        expect(EN, `${locale} ${id}`).toHaveProperty([id]);
        expect(parametersOf(message).sort(), `${locale} ${id}`).toEqual(parametersOf(EN[id] ?? '').sort());
      }
  });

  it('reads counts that nest, and refuses a form without "other" and a lone brace', () => {
    const scenes = { scenes: { one: 'one scene', other: { ways: { one: 'a way', other: '{ways} ways' } } } };
    expect(variantsOf(scenes).map((variant) => variant.categories)).toEqual([
      { scenes: 'one' },
      { scenes: 'other', ways: 'one' },
      { scenes: 'other', ways: 'other' },
    ]);
    expect(() => variantsOf({ scenes: { one: 'one' } })).toThrow('other');
    expect(() => piecesOf('a {brace')).toThrow('brace');
  });
});

/** The messages of compiled catalogues, as a page with these languages has them. */
const compiled = async (
  catalogues: Record<string, Catalogue>,
): Promise<Record<string, (inputs?: Record<string, unknown>) => string>> => {
  const folder = mkdtempSync(join(tmpdir(), 'emberkeep-messages-'));
  try {
    for (const [name, text] of await compileCatalogues(new Map(Object.entries(catalogues))))
      writeFileSync(join(folder, name), text);
    return await import(/* @vite-ignore */ join(folder, 'messages.js'));
  } finally {
    rmSync(folder, { recursive: true });
  }
};

describe('compiled messages', () => {
  it('put parameters into the text and choose by count', async () => {
    const m = await compiled({
      en: {
        ui_a: 'Delete “{name}” `now` ${x}'.replace('${x}', '$'),
        ui_links: { count: { one: '{count} link to {name}', other: '{count} links to {name}' } },
      },
    });
    expect(m['ui_a']?.({ name: 'Pell' })).toBe('Delete “Pell” `now` $');
    expect(m['ui_links']?.({ count: 1, name: 'Pell' })).toBe('1 link to Pell');
    expect(m['ui_links']?.({ count: 0, name: 'Pell' })).toBe('0 links to Pell');
  });

  it('are in English where another language lacks them', async () => {
    const m = await compiled({ de: { ui_a: 'Ja' }, en: { ui_a: 'Yes', ui_b: 'No' } });
    expect(m['ui_b']?.()).toBe('No');
  });
});

describe('words in the build', () => {
  const messages: Catalogue = {
    ui_close: 'Close',
    ui_delete: 'Delete <{name}> & more',
    ui_edge: ' at the edge',
    ui_links: { count: { one: 'a link', other: 'links' } },
  };
  it.each([
    ['<p>{m.ui_close()}</p>', '<p>Close</p>'],
    ['<p title={m.ui_close()}></p>', '<p title="Close"></p>'],
    ['<p>{m.ui_delete({ name: who.name })}!</p>', '<p>Delete &lt;{who.name}> &amp; more!</p>'],
    ['<p>{open ? m.ui_close() : who}</p>', '<p>{open ? "Close" : who}</p>'],
    ['<p>{m.ui_edge()}</p>', '<p>{" at the edge"}</p>'],
    ['<p>{m.ui_delete({ name: m.ui_close() })}</p>', '<p>Delete &lt;{"Close"}> &amp; more</p>'],
    ['<script>f(m.ui_delete({ name }))</script>', '<script>f(`Delete <${name}> & more`)</script>'],
    ['<p>{m.ui_links({ count })}</p>', '<p>{m.ui_links({ count })}</p>'],
    ['<p>{m.unknown()}</p>', '<p>{m.unknown()}</p>'],
    ['<p>{m.ui_delete({ ...all })}</p>', '<p>{m.ui_delete({ ...all })}</p>'],
  ])('%s becomes %s', (source, result) => {
    expect(inlineInComponent(source, messages)).toBe(result);
  });
});

describe('the pseudo-locale', () => {
  it('makes text 40 % longer and leaves parameters and signs as they are', () => {
    expect(pseudoText('Save {name} now')).toBe('Šáṽé {name} ñóŵ~~~');
    expect(pseudoText(' · ')).toBe(' · ');
    expect(pseudoText('abcdefghijklmnopqrst')).toMatch(/^\S{20}~{6} ~~$/);
  });
});
