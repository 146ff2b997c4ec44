// Compiles the catalogue with Paraglide's compiler into one module for each component, with its types. With one language a
// message is one function and nothing chooses; with more, each message asks the runtime for the reader's language.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  BASE_LOCALE,
  parametersOf,
  piecesOf,
  readCatalogues,
  variantsOf,
  type Catalogue,
  type Message,
} from './catalogue.ts';
import { PSEUDO_LOCALE, pseudoCatalogue } from './pseudo.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const SOURCES = ['catalogue.ts', 'compile.ts', 'pseudo.ts'];

type CompileBundle = (typeof import('@inlang/paraglide-js'))['compileBundle'];
type Bundle = Parameters<CompileBundle>[0]['bundle'];

/** A message in all languages as Paraglide's compiler takes it. */
const bundleOf = (id: string, messages: ReadonlyMap<string, Message>): Bundle => {
  const base = messages.get(BASE_LOCALE) ?? [...messages.values()][0] ?? '';
  const counts = [
    ...new Set([...messages.values()].flatMap((m) => variantsOf(m).flatMap((v) => Object.keys(v.categories)))),
  ];
  return {
    id,
    declarations: [
      ...parametersOf(base).map((name) => ({ type: 'input-variable' as const, name })),
      ...counts.map((name) => ({
        type: 'local-variable' as const,
        name: `${name}Plural`,
        value: {
          type: 'expression' as const,
          arg: { type: 'variable-reference' as const, name },
          annotation: { type: 'function-reference' as const, name: 'plural', options: [] },
        },
      })),
    ],
    messages: [...messages].map(([locale, message]) => ({
      id: `${id}-${locale}`,
      bundleId: id,
      locale,
      selectors: counts.map((name) => ({ type: 'variable-reference' as const, name: `${name}Plural` })),
      variants: variantsOf(message).map(({ categories, text }, at) => ({
        id: `${id}-${locale}-${at}`,
        messageId: `${id}-${locale}`,
        matches: Object.entries(categories).map(([count, category]) =>
          category === 'other'
            ? { type: 'catchall-match' as const, key: `${count}Plural` }
            : { type: 'literal-match' as const, key: `${count}Plural`, value: category },
        ),
        pattern: piecesOf(text).map((piece) =>
          'text' in piece
            ? { type: 'text' as const, value: piece.text }
            : { type: 'expression' as const, arg: { type: 'variable-reference' as const, name: piece.parameter } },
        ),
      })),
    })),
  };
};

/** Where Paraglide's functions ask for the plural category and the language. */
const runtimeOf = (locales: readonly string[]): string =>
  locales.length === 1 ? runtimeOfOne(locales[0]) : runtimeOfMany(locales);
const runtimeOfOne = (locale = BASE_LOCALE): string => `
export const getLocale = () => '${locale}';
export const experimentalStaticLocale = undefined;
const rules = new Intl.PluralRules('${locale}');
export const plural = (_, count) => rules.select(Number(count));
`;
const runtimeOfMany = (locales: readonly string[]): string => `
const locales = ${JSON.stringify(locales)};
const preferred = globalThis.navigator?.languages ?? [];
const locale = preferred.flatMap((tag) => [tag, tag.split('-')[0]]).find((tag) => locales.includes(tag)) ?? locales[0];
export const getLocale = () => locale;
export const experimentalStaticLocale = undefined;
const rules = new Map();
export const plural = (locale, count) => {
  let found = rules.get(locale);
  if (!found) rules.set(locale, (found = new Intl.PluralRules(locale)));
  return found.select(Number(count));
};
`;

const typeOf = (id: string, message: Message): string => {
  const parameters = parametersOf(message);
  const inputs = parameters.map((name) => `${name}: ${isCount(message, name) ? 'number' : 'string | number'}`);
  const english = variantsOf(message).map(({ text }) => text.replaceAll('*/', '* /').replaceAll('\n', ' '));
  return (
    `/** ${english.join(' | ')} */\n` +
    `export declare const ${id}: (${inputs.length > 0 ? `inputs: { ${inputs.join('; ')} }` : ''}) => string;`
  );
};
const isCount = (message: Message, name: string): boolean =>
  variantsOf(message).some(({ categories }) => name in categories);

/** The first two words of a message's name: its component. A module for each keeps a chunk from words of others. */
const componentOf = (id: string): string => id.split('_').slice(0, 2).join('_');

/** The files of the compiled catalogue, by name. */
export const compileCatalogues = async (catalogues: ReadonlyMap<string, Catalogue>): Promise<Map<string, string>> => {
  const { compileBundle } = await import('@inlang/paraglide-js');
  const locales = [...catalogues.keys()];
  const baseLocale = locales.includes(BASE_LOCALE) ? BASE_LOCALE : (locales[0] ?? BASE_LOCALE);
  const base = catalogues.get(baseLocale) ?? {};
  const [code, types] = [new Map<string, string[]>(), new Map<string, string[]>()];
  for (const [id, message] of Object.entries(base)) {
    if (!/^[a-z]\w*_\w+$/.test(id)) throw new Error(`not a name for a message: ${id}`);
    const all = new Map(locales.map((locale) => [locale, catalogues.get(locale)?.[id] ?? message]));
    const { bundle, messages } = compileBundle({
      bundle: bundleOf(id, all),
      fallbackMap: Object.fromEntries(locales.map((locale) => [locale, undefined])),
      messageReferenceExpression: (locale) => `in_${locale.replace(/\W/g, '_')}_${id}`,
      settings: { baseLocale, locales },
    });
    const functions =
      locales.length === 1
        ? [`export const ${id} = ${messages[baseLocale]?.code}`]
        : [
            ...locales.map((locale) => `const in_${locale.replace(/\W/g, '_')}_${id} = ${messages[locale]?.code}`),
            bundle.code,
          ];
    const component = componentOf(id);
    code.set(component, [...(code.get(component) ?? []), ...functions]);
    types.set(component, [...(types.get(component) ?? []), typeOf(id, message)]);
  }
  const components = [...code.keys()].sort();
  const reexports = components.map((component) => `export * from './${component}.js';`).join('\n');
  const index = `${reexports}\nexport * as m from './messages.js';\nexport { getLocale } from './runtime.js';\n`;
  const imports = `import * as registry from './runtime.js';\nimport { getLocale, experimentalStaticLocale } from './runtime.js';\n`;
  return new Map([
    ['package.json', '{ "type": "module", "sideEffects": false }\n'],
    ['runtime.js', runtimeOf([baseLocale, ...locales.filter((locale) => locale !== baseLocale)])],
    ['runtime.d.ts', 'export declare const getLocale: () => string;\n'],
    ['messages.js', index],
    ['messages.d.ts', index],
    ...components.flatMap((component): [string, string][] => [
      [`${component}.js`, `${imports}${code.get(component)?.join('\n')}\n`],
      [`${component}.d.ts`, `${types.get(component)?.join('\n')}\n`],
    ]),
  ]);
};

/** Whether the environment asks for a build in the pseudo-locale. */
export const IS_PSEUDO = process.env['EMBERKEEP_PSEUDO'] === '1';
/** Where this build has its compiled messages: in a folder of its own for the pseudo-locale, which others must not read. */
export const COMPILED = fileURLToPath(
  new URL(IS_PSEUDO ? '../src/paraglide-pseudo' : '../src/paraglide', import.meta.url),
);

/** The languages of this build: those of the folder, or the pseudo-locale alone where the environment asks for it. */
export const cataloguesOfBuild = (isPseudo = IS_PSEUDO): Map<string, Catalogue> => {
  const catalogues = readCatalogues(HERE);
  return isPseudo ? new Map([[PSEUDO_LOCALE, pseudoCatalogue(catalogues.get(BASE_LOCALE) ?? {})]]) : catalogues;
};

/** Writes `COMPILED` where the catalogue changed since. */
export const writeMessages = async (): Promise<void> => {
  const catalogues = cataloguesOfBuild();
  const hash = createHash('sha256').update(JSON.stringify([...catalogues]));
  for (const source of SOURCES) hash.update(readFileSync(join(HERE, source)));
  const stamp = hash.digest('hex');
  const stampFile = join(COMPILED, '.stamp');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  const files = await compileCatalogues(catalogues);
  // Written beside and moved, so that a check that runs meanwhile does not read half of it.
  const next = `${COMPILED}.${process.pid}`;
  mkdirSync(next, { recursive: true });
  for (const [name, text] of files) writeFileSync(join(next, name), text);
  writeFileSync(join(next, '.stamp'), stamp);
  rmSync(COMPILED, { recursive: true, force: true });
  renameSync(next, COMPILED);
};
