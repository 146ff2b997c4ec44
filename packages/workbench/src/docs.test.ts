// Every path, link and command that a README or a document names exists, and READMEs keep to their length.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './run.ts';

const README_WORDS = 900;
const PACKAGE_README_WORDS = 600;

const SKIPPED_FOLDERS = new Set([
  'node_modules',
  '.git',
  '.svelte-kit',
  '.cache',
  'build',
  'build-pseudo',
  'data',
  'test-results',
]);

/** Every file and folder below a folder, as paths from the root of the repository. */
const pathsBelow = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (SKIPPED_FOLDERS.has(entry.name)) return [];
    const path = join(folder, entry.name);
    const fromRoot = relative(ROOT, path).replaceAll('\\', '/');
    return entry.isDirectory() ? [fromRoot, ...pathsBelow(path)] : [fromRoot];
  });

const PATHS = pathsBelow(ROOT);
const TOP_FOLDERS = new Set(PATHS.filter((path) => !path.includes('/')));
const PACKAGE_READMES = PATHS.filter((path) => /^(?:packages\/[^/]+|sync-server)\/README\.md$/.test(path));
const DOCUMENTS = PATHS.filter((path) => /^(?:docs\/)?[^/]+\.md$/.test(path)).concat(PACKAGE_READMES);

const textOf = (document: string): string => readFileSync(join(ROOT, document), 'utf8');

/** Paths on a running system or in a folder that the reader provides, and libraries that are named like files. */
const IS_ELSEWHERE = /^(?:data|DATA_DIR|onnx|web\/build|[Tt]ransformers\.js)(?:\/|$)/;

const PATH = /^[\w.@*-]+(?:\/[\w.@*[\]-]+)+\/?$/;
const FILE_NAME = /^[\w*-]+(?:\.[\w*-]+)*\.(?:ts|js|mjs|svelte|sql|yml|md)$/;

const asPattern = (path: string): string =>
  path
    .replace(/\/$/, '')
    .replace(/[.[\]]/g, '\\$&')
    .replaceAll('*', '[^/]*');

/** True if a package has the entry: `@emberkeep/sync/wire`. */
const isEntry = (specifier: string): boolean => {
  const [, name = '', ...rest] = specifier.split('/');
  const file = name === 'sync-server' ? 'sync-server/package.json' : `packages/${name}/package.json`;
  if (!PATHS.includes(file)) return false;
  const { exports = {} } = JSON.parse(textOf(file)) as { exports?: Record<string, string> };
  return rest.length === 0 || Object.hasOwn(exports, `./${rest.join('/')}`);
};

/** True if a path exists from the root or, unless it begins with a folder there, anywhere in the document's package. */
const isThere = (path: string, document: string): boolean => {
  if (path.startsWith('@emberkeep/')) return isEntry(path);
  const folder = dirname(document);
  const isFromRoot = TOP_FOLDERS.has(path.split('/')[0] ?? '') && !PATHS.includes(`${folder}/${path.split('/')[0]}`);
  const scope = isFromRoot || folder === '.' || folder === 'docs' ? '' : `${folder}/`;
  const pattern = new RegExp(`^${isFromRoot ? '' : `${scope}(?:.*/)?`}${asPattern(path)}$`);
  return PATHS.some((each) => pattern.test(each));
};

/** Inline code, and the words of code blocks without a language. */
const codeIn = (text: string): { spans: string[]; lines: string[] } => {
  const lines: string[] = [];
  const prose = text.replace(/```(\w*)\n([\s\S]*?)```/g, (_all, language: string, body: string) => {
    if (language === '') lines.push(...body.split('\n'));
    return '';
  });
  return { spans: [...prose.matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span), lines };
};

const pathsNamedIn = (text: string): string[] => {
  const { spans, lines } = codeIn(text);
  const words = [...spans, ...lines].flatMap((code) => code.split(/\s+/)).map((word) => word.replace(/[,;:]+$/, ''));
  return words.filter((word) => (PATH.test(word) || FILE_NAME.test(word)) && !IS_ELSEWHERE.test(word));
};

interface Command {
  script: string;
  argument: string;
}

const COMMAND =
  /(?:^|\s)(?:npm(?: run)?|(?:npx )?pnpm(?:@[\d.]+)?)(?: --silent)? ([a-z][\w:-]*)(?: --)?(?: ([a-z][\w-]*))?/g;

const commandsNamedIn = (text: string): Command[] => {
  const { spans, lines } = codeIn(text);
  return [...spans, ...lines].flatMap((code) =>
    [...code.matchAll(COMMAND)].map(([, script = '', argument = '']) => ({ script, argument })),
  );
};

const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };

/** Where the names that a command takes are listed as keys or words. */
const NAMES: Readonly<Record<string, string>> = {
  bench: textOf('packages/workbench/bin/bench.ts'),
  eval: textOf('packages/workbench/bin/eval.ts'),
  campaign: textOf('packages/files/bin/campaign.ts'),
  relay: PATHS.filter((path) => /^sync-server\/src\/operate\/.*\.ts$/.test(path))
    .map(textOf)
    .join('\n'),
};

const isCommand = ({ script, argument }: Command): boolean => {
  if (!Object.hasOwn(scripts, script)) return false;
  const names = NAMES[script];
  return names === undefined || argument === '' || new RegExp(`\\b${argument}\\b`).test(names);
};

/** The id that a heading gets on the web: "HTTPS & more" is `https--more`. */
const anchorOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');

const anchorsIn = (document: string): string[] =>
  [...textOf(document).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));

/** Links to files of the repository that lead nowhere, to a missing file or a missing heading. */
const brokenLinksIn = (document: string): string[] =>
  [...textOf(document).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = '']) => {
    if (/^[a-z]+:/.test(link)) return [];
    const [path = '', anchor] = link.split('#');
    const target = path === '' ? document : normalize(join(dirname(document), path)).replaceAll('\\', '/');
    if (!existsSync(join(ROOT, target))) return [link];
    return anchor === undefined || anchorsIn(target).includes(anchor) ? [] : [link];
  });

/** Words of a text; the bars of tables are none. */
const wordsIn = (text: string): number => text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;

describe.each(DOCUMENTS)('%s', (document) => {
  it('names only paths that exist', () => {
    expect(pathsNamedIn(textOf(document)).filter((path) => !isThere(path, document))).toEqual([]);
  });

  it('names only commands that exist', () => {
    expect(commandsNamedIn(textOf(document)).filter((command) => !isCommand(command))).toEqual([]);
  });

  it('has no broken link', () => {
    expect(brokenLinksIn(document)).toEqual([]);
  });
});

describe('the length of READMEs', () => {
  it(`is at most ${README_WORDS} words for the repository`, () => {
    expect(wordsIn(textOf('README.md'))).toBeLessThanOrEqual(README_WORDS);
  });

  it.each(PACKAGE_READMES)(`is at most ${PACKAGE_README_WORDS} words: %s`, (readme) => {
    expect(wordsIn(textOf(readme))).toBeLessThanOrEqual(PACKAGE_README_WORDS);
  });
});

describe('the check of documents', () => {
  it('finds a path, an entry, a command and a name that do not exist', () => {
    const text = 'See `packages/domain/src/no-such.ts`, `no-such.ts`, `@emberkeep/sync/nothing` and `src/fields.ts`.';
    const missing = pathsNamedIn(text).filter((path) => !isThere(path, 'packages/domain/README.md'));
    expect(missing).toEqual(['packages/domain/src/no-such.ts', 'no-such.ts', '@emberkeep/sync/nothing']);
    const commands = commandsNamedIn('`pnpm no-such`, `pnpm bench nothing`, `pnpm bench open`, `npm start`');
    expect(commands.filter((command) => !isCommand(command))).toEqual([
      { script: 'no-such', argument: '' },
      { script: 'bench', argument: 'nothing' },
    ]);
  });
});
