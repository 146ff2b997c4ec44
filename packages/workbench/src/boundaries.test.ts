// Shows that every boundary rule refuses a sample violation, with a message that says what to do instead.
import { ESLint } from 'eslint';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './run.ts';
import { spawnSync } from 'node:child_process';

const eslint = new ESLint({
  cwd: ROOT,
  // The boundary rules need no types, and reading them takes seconds a file.
  overrideConfig: { files: ['**/*.ts', '**/*.svelte'], languageOptions: { parserOptions: { projectService: false } } },
  ruleFilter: ({ ruleId }) => /^(?:no-restricted|emberkeep\/|no-empty$)/.test(ruleId),
});
const complaints = async (file: string, code: string): Promise<string> => {
  const [result] = await eslint.lintText(code, { filePath: join(ROOT, file) });
  return (result?.messages ?? []).map((m) => m.message).join('\n');
};

describe('boundary rules: imports', () => {
  it.each([
    ['packages/domain/src/entity.ts', "import * as Y from 'yjs'; void Y;", 'declare a port in domain'],
    ['packages/domain/src/entity.ts', "import { x } from '@emberkeep/store'; void x;", 'declare a port in domain'],
    [
      'packages/store/src/derive.ts',
      "import { createProvider } from '@emberkeep/sync'; void createProvider;",
      'store knows domain only',
    ],
    ['packages/store/src/derive.ts', "import { onMount } from 'svelte'; void onMount;", 'Screens live in web'],
    ['packages/store/src/deletion.ts', "import { toBase64 } from 'lib0/buffer'; void toBase64;", 'in every worker'],
    ['packages/sync/src/presence.ts', "import { x } from '@emberkeep/domain'; void x;", 'sync imports no package'],
    ['packages/sync/src/wire/messages.ts', "import * as Y from 'yjs'; void Y;", 'wire does not import Yjs'],
    ['packages/files/src/backup.ts', "import { x } from '@emberkeep/store'; void x;", 'files knows domain only'],
    [
      'packages/assistant/src/analyse.ts',
      "import { x } from '@emberkeep/store'; void x;",
      'assistant knows domain only',
    ],
    [
      'sync-server/src/app.ts',
      "import { createProvider } from '@emberkeep/sync'; void createProvider;",
      'sync/wire only',
    ],
    ['sync-server/src/app.ts', "import { x } from '@emberkeep/domain'; void x;", 'sync/wire only'],
    [
      'web/src/lib/ui/toasts.svelte.ts',
      "import { x } from '@emberkeep/domain'; void x;",
      'ui is independent of campaigns',
    ],
    [
      'web/src/lib/palette/palette-row.ts',
      "import { x } from '#lib/transfer/mend-links.ts'; void x;",
      'imports no other feature',
    ],
    ['web/src/lib/records/rank-entities.ts', "import * as Y from 'yjs'; void Y;", 'reached through store'],
    [
      'web/src/lib/services/campaign-file/save-campaign.ts',
      "import type { App } from '#lib/app/app.svelte.ts'; export type A = App;",
      'never the root',
    ],
    ['web/src/lib/device/pictures.ts', "void import('#lib/services/sync/relay-client.ts');", 'device knows no screen'],
    ['web/src/lib/live/session-title.ts', "void import('../services/sync/relay-client.ts');", 'below services'],
    ['web/src/lib/app/app.svelte.ts', "void import('#lib/palette/palette-row.ts');", 'knows no feature'],
    ['web/src/lib/players/new-file.ts', "void import('#lib/session-stages/stage-routes.ts');", 'Imports go down only'],
    ['web/src/lib/a-new-feature/x.ts', "void import('#lib/chat/ask.ts');", 'imports no other feature'],
    ['web/src/lib/records/act.ts', "void import('#lib/chat/ask.ts');", 'Imports go down only'],
    ['packages/search/src/fallback.ts', "import { x } from '@emberkeep/store'; void x;", 'search knows domain only'],
  ])('%s refuses %s', async (file, code, advice) => {
    expect(await complaints(file, code)).toContain(advice);
  });
});

describe('boundary rules: restricted globals', () => {
  it.each([
    ['packages/store/src/derive.ts', 'indexedDB.open("x");', 'take a Persistence'],
    ['packages/store/src/derive.ts', 'setTimeout(() => 0, 1);', 'Take a `later` function'],
    ['packages/domain/src/ids.ts', 'export const now = Date.now();', 'Take `nowMs`'],
    ['packages/domain/src/ids.ts', 'export const r = Math.random();', 'Take a Random'],
    ['packages/sync/src/provider.ts', 'new WebSocket("ws://x");', 'Take the class as a dependency'],
    ['packages/sync/src/catch-up.ts', 'void fetch("/x");', 'Only web/src/lib/app sends HTTP requests'],
  ])('%s refuses %s', async (file, code, advice) => {
    expect(await complaints(file, code)).toContain(advice);
  });
});

describe('boundary rules: a reason where a check is switched off', () => {
  it.each([
    ['web/src/lib/device/pictures.ts', 'void load().catch(() => undefined);', 'An error is swallowed'],
    ['packages/store/src/derive.ts', 'export const f = () => load().catch(() => {});', 'An error is swallowed'],
    ['web/src/lib/device/pictures.ts', 'void load().catch(() => []);', 'An error is swallowed'],
    ['web/src/lib/device/pictures.ts', "void load().catch(() => '');", 'An error is swallowed'],
    ['web/src/lib/device/pictures.ts', 'void load().catch(() => new Map());', 'An error is swallowed'],
    ['web/src/lib/device/pictures.ts', 'void load().catch(function () { return 0; });', 'An error is swallowed'],
    ['web/src/lib/device/pictures.ts', 'void load().then(use, () => false);', 'An error is swallowed'],
    ['packages/store/src/derive.ts', 'try { load(); } catch { return null; }', 'An error is swallowed'],
    [
      'packages/store/src/derive.ts',
      'for (const x of xs) try { load(x); } catch { continue; }',
      'An error is swallowed',
    ],
    [
      'packages/store/src/derive.ts',
      'void load({\n  // Newest first.\n  order,\n  by,\n  from,\n}).catch(() => []);',
      'An error is swallowed',
    ],
    ['sync-server/src/app.ts', '// Far above.\n\nawait load().catch(() => null);', 'An error is swallowed'],
    ['packages/store/src/derive.ts', 'export const x = y as unknown as string;', 'A cast through `unknown`'],
    ['web/src/lib/ui/toasts.svelte.ts', 'try { load(); } catch {}', 'Empty block statement'],
  ])('%s refuses %s', async (file, code, advice) => {
    expect(await complaints(file, code)).toContain(advice);
  });

  it.each([
    ['beside it', 'void load().catch(() => undefined); // a cache'],
    ['above the statement', '// A cache.\nconst row = await load()\n  .one()\n  .catch(() => undefined);\nvoid row;'],
    [
      'above the function that does nothing else',
      '/** A cache. */\nexport const f = () => {\n  load().catch(() => {});\n};',
    ],
    ['above the cast', '// The fixture has every field.\nexport const x = y as unknown as string;'],
    ['inside the block', 'try { load(); } catch { /* a cache */ }'],
    ['right above the handler', 'void load()\n  .one()\n  // A cache.\n  .catch(() => []);'],
    ['beside a second handler', 'void load().then(use, () => false); // a cache'],
    [
      'inside a block that gives a constant',
      'export const f = () => { try { load(); } catch { return null; /* no JSON */ } };',
    ],
    ['not needed for an error that is handled', 'void load().catch(() => report());'],
    ['not needed for an error that is told', 'void load().catch((error) => []);'],
    ['not needed for a promise without a second handler', 'void load().then(() => []);'],
  ])('accepts a reason %s', async (_, code) => {
    expect(await complaints('packages/store/src/derive.ts', code)).toBe('');
  });
});

describe('boundary rules: words are in the catalogue', () => {
  it.each([
    ['a.svelte', '<p>Save</p>', '“Save”'],
    ['a.svelte', '<p>{open ? word : `${count} left`}</p>', '“… left”'],
    ['a.svelte', "<p>{open ? 'open' : word}</p>", '“open”'],
    ['a.svelte', '<input placeholder="a name" />', '“a name”'],
    ['a.svelte', '<Dialog title="Settings" />', '“Settings”'],
    ['a.svelte', "<Field label={isNew ? 'new' : word} />", '“new”'],
    ['a.ts', "toasts.show('Nothing was changed.');", '“Nothing was changed.”'],
    ['a.ts', "export const rows = [{ label: 'Delete', run }];", '“Delete”'],
    ['a.ts', "export const words = `${who} ${gone ? 'left' : word}`;", '“left”'],
    ['a.ts', 'export const words = `${count} of ${all}`;', '“… of …”'],
  ])('%s: %s', async (file, code, words) => {
    expect(await complaints(`web/src/lib/ui/${file}`, code)).toContain(words);
  });

  it.each([
    ['a.svelte', '<p class="muted small">{m.ui_save()} · {count}</p>'],
    ['a.svelte', '<Row kind="quiet" id="a b" class={open ? \'row open\' : \'\'} /><code>type:npc</code>'],
    ['a.svelte', "<p style:inset={open ? '4px' : 'auto'}>{m.ui_save()}</p>"],
    ['a.ts', "if (error.type === 'Revoked') void fetch(`/api/${id}/left`, { method: 'POST' });"],
    ['a.ts', "throw new Error('no such row here');"],
    ['a.ts', "document.querySelector('ul li')?.setAttribute('role', 'list');"],
  ])('leaves alone %s: %s', async (file, code) => {
    expect(await complaints(`web/src/lib/ui/${file}`, code)).toBe('');
  });
});

describe('boundary rules: cycles, types, exports', () => {
  it.each([
    // entity.ts imports fields.ts.
    ['in a package', 'packages/domain/src/fields.ts', "export { ENTITY_TYPES } from './entity.ts';"],
    ['by the name of a package', 'packages/domain/src/fields.ts', "export * from '@emberkeep/domain';"],
    ['by a dynamic import', 'packages/domain/src/fields.ts', "export const load = () => import('./entity.ts');"],
    // NoteView.svelte imports show-heading.ts.
    ['through a component', 'web/src/lib/editor/show-heading.ts', "export { default } from './NoteView.svelte';"],
  ])('lint refuses an import cycle %s', async (_, file, code) => {
    expect(await complaints(file, code)).toContain(`Dependency cycle: ${file} → `);
  });

  it.each([
    ['packages/domain/src/records.ts', "export { ENTITY_TYPES } from './entity.ts';"],
    [
      'packages/domain/src/fields.ts',
      "import type { ENTITY_TYPES } from './entity.ts'; export type A = typeof ENTITY_TYPES;",
    ],
    ['packages/domain/src/fields.ts', "export { type Entity, type EntityType } from './entity.ts';"],
  ])('lint accepts an import that leads to no cycle when %s runs: %s', async (file, code) => {
    expect(await complaints(file, code)).toBe('');
  });

  it('domain compiles without a browser, so that window is a type error', () => {
    const folder = mkdtempSync(join(tmpdir(), 'emberkeep-boundary-'));
    try {
      writeFileSync(join(folder, 'x.ts'), 'export const width = window.innerWidth;\n');
      writeFileSync(
        join(folder, 'tsconfig.json'),
        JSON.stringify({ extends: join(ROOT, 'packages/domain/tsconfig.json'), include: ['x.ts'], exclude: [] }),
      );
      const result = spawnSync(join(ROOT, 'node_modules/.bin/tsc'), ['--noEmit', '-p', folder], { encoding: 'utf8' });
      expect(result.status).not.toBe(0);
      expect(result.stdout).toContain("'window'");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('a package can be imported only by its entries, and only where it is declared as a dependency', () => {
    const attempt = (from: string, what: string): string =>
      spawnSync(process.execPath, ['--input-type=module', '-e', `await import(${JSON.stringify(what)})`], {
        cwd: join(ROOT, from),
        encoding: 'utf8',
      }).stderr;
    expect(attempt('web', '@emberkeep/store/src/save-queue.ts')).toContain('ERR_PACKAGE_PATH_NOT_EXPORTED');
    expect(attempt('packages/store', '@emberkeep/sync')).toContain('ERR_MODULE_NOT_FOUND');
    expect(attempt('packages/sync', '@emberkeep/domain')).toContain('ERR_MODULE_NOT_FOUND');
  });

  it('every package depends only on the packages it may import', () => {
    const allowed: Record<string, string[]> = {
      domain: [],
      store: ['domain'],
      sync: [],
      files: ['domain'],
      assistant: ['domain'],
      search: ['domain'],
    };
    for (const [name, may] of Object.entries(allowed)) {
      const { dependencies = {} } = JSON.parse(readFileSync(join(ROOT, `packages/${name}/package.json`), 'utf8')) as {
        dependencies?: Record<string, string>;
      };
      expect(
        Object.keys(dependencies)
          .filter((d) => d.startsWith('@emberkeep/'))
          .map((d) => d.slice(11)),
        name,
      ).toEqual(may);
    }
  });
});

describe('boundary rules: one format', () => {
  /** The text goes in by stdin, so that a check of the whole tree that runs meanwhile does not find it. */
  const check = (file: string, text: string): number | null =>
    spawnSync(join(ROOT, 'node_modules/.bin/prettier'), ['--check', '--stdin-filepath', file], {
      cwd: ROOT,
      input: text,
    }).status;

  it.each([
    ['badly-formatted.ts', 'export const  a = "b"\n', "export const a = 'b';\n"],
    [
      'BadlyFormatted.svelte',
      '<script lang="ts">let  a = 1</script>\n<p >{a}</p>\n<style>p{color:red}</style>\n',
      '<script lang="ts">\n  let a = 1;\n</script>\n\n<p>{a}</p>\n\n<style>\n  p {\n    color: red;\n  }\n</style>\n',
    ],
  ])('the format check refuses %s and accepts it once it is formatted', (name, bad, good) => {
    const file = join('packages/workbench/src', name);
    expect(check(file, bad)).toBe(1);
    expect(check(file, good)).toBe(0);
  });
});
