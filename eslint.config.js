// The boundary rules: who may import whom, which browser and clock globals belong to which adapter, no import cycles, and
// a reason where a check is switched off. Each message says what to do instead.
// packages/workbench/src/boundaries.test.ts shows that every rule refuses a violation.
import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import noCycle from './eslint-rules/no-cycle.js';
import reasonGiven from './eslint-rules/reason-given.js';
import webTiers from './eslint-rules/web-tiers.js';
import wordsInCatalogue from './eslint-rules/words-in-catalogue.js';

const PACKAGES = ['domain', 'store', 'sync', 'search', 'assistant', 'files', 'workbench'];

/** The packages that each package may import. */
const ALLOWED = {
  domain: [],
  store: ['domain'],
  sync: [],
  search: ['domain'],
  assistant: ['domain'],
  files: ['domain'],
};

const ADVICE = {
  domain: 'domain imports nothing: declare a port in domain and let web/src/lib/app pass the adapter in.',
  store: 'store knows domain only: take bytes, channels and clocks as arguments from web/src/lib/app.',
  sync: 'sync imports no package: take what you need as a function argument.',
  assistant:
    'assistant knows domain only: it takes text and returns items; web/src/lib/app writes them to the documents.',
  search:
    'search knows domain only: it takes records and returns hits; web/src/lib/app passes documents and workers in.',
  files: 'files knows domain only: read documents through store in web/src/lib/app and pass plain notes in.',
  'sync-server': 'the relay sees @emberkeep/sync/wire only: it moves bytes and never reads a campaign.',
};

const forbid = (patterns) => ['error', { patterns }];

/** What the sources and test helpers of a package may not import. */
const packageRule = (name) => {
  const forbidden = PACKAGES.filter((other) => other !== name && !ALLOWED[name].includes(other));
  return {
    files: [`packages/${name}/{src,testing}/**/*.ts`],
    ignores: ['**/*.test.ts', '**/*.contract.ts'],
    rules: {
      'no-restricted-imports': forbid([
        { regex: `^@emberkeep/(?:${forbidden.join('|')})(?:/|$)`, message: ADVICE[name] },
        // `regex`, not `group`: a group is a gitignore pattern, in which # starts a comment.
        { regex: '^(?:svelte(?:/|$)|#lib/|\\$app/)', message: 'Screens live in web: packages have none.' },
        {
          regex: '^lib0/(?:buffer|logging)',
          message: "Takes Node's branch in every worker and throws there: use base64 of @emberkeep/domain.",
        },
        ...(name === 'domain' ? [{ regex: '^(?!\\.)', message: ADVICE.domain }] : []),
      ]),
    },
  };
};

// Each of these globals belongs to one adapter; all other code takes what it needs as an argument, so that tests
// control it.
const RESTRICTED_GLOBALS = [
  {
    name: 'indexedDB',
    message: 'Only store/src/persistence and store/src/device use the disk: take a Persistence.',
  },
  { name: 'localStorage', message: 'Device settings live in the database: see store/src/device.' },
  { name: 'fetch', message: 'Only web/src/lib/app sends HTTP requests: take a function.' },
  {
    name: 'WebSocket',
    message: 'Take the class as a dependency (ProviderDeps.WebSocketClass), so that tests can pass their own.',
  },
  { name: 'BroadcastChannel', message: 'Take an OpenChannel, so that tests can pass their own.' },
  { name: 'setTimeout', message: 'Take a `later` function: tests control time.' },
  { name: 'setInterval', message: 'Take a `later` function: tests control time.' },
  { name: 'crypto', message: 'Take randomness as an argument: tests are seeded.' },
  { name: 'performance', message: 'Take a clock as an argument.' },
];
const RESTRICTED_PROPERTIES = [
  { object: 'Date', property: 'now', message: 'Take `nowMs` as an argument: tests control time.' },
  { object: 'Math', property: 'random', message: 'Take a Random as an argument: tests are seeded.' },
];

const TIME_WORDS = ['toLocaleString', 'toLocaleDateString', 'toLocaleTimeString'].map((property) => ({
  property,
  message: 'Use dayWords or momentWords of @emberkeep/domain: one form of dates on all screens.',
}));

const NAME_ORDER = {
  property: 'localeCompare',
  message: 'Use compareNames of @emberkeep/domain: one order of names in all lists.',
};

/** Rules that need types read them from the project's own tsconfigs. */
const TYPED = {
  projectService: true,
  tsconfigRootDir: import.meta.dirname,
  extraFileExtensions: ['.svelte'],
};

export default ts.config(
  {
    ignores: [
      '**/node_modules/**',
      '**/build/**',
      '**/.svelte-kit/**',
      'test-results/**',
      'data/**',
      'web/static/**',
      'web/src/paraglide*/**',
      'web/build*/**',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  {
    plugins: {
      emberkeep: {
        rules: {
          'no-cycle': noCycle,
          'reason-given': reasonGiven,
          'web-tiers': webTiers,
          'words-in-catalogue': wordsInCatalogue,
        },
      },
    },
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
    rules: {
      'emberkeep/no-cycle': 'error',
      'emberkeep/reason-given': 'error',
      'no-undef': 'off', // TypeScript checks this
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-console': 'off',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-empty-pattern': 'off', // Playwright's fixtures need it
    },
  },
  {
    files: ['**/*.ts', '**/*.svelte'],
    languageOptions: { parserOptions: TYPED },
    rules: { '@typescript-eslint/no-floating-promises': 'error' },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { ...TYPED, parser: ts.parser } },
    rules: {
      'svelte/no-navigation-without-resolve': 'off',
      'svelte/prefer-svelte-reactivity': 'off',
      'prefer-const': 'off',
    },
  },
  { files: ['web/src/**/*.ts'], rules: { 'svelte/no-navigation-without-resolve': 'off' } },
  ...Object.keys(ALLOWED).map(packageRule),
  {
    files: ['packages/{domain,store,sync,search,files,assistant}/src/**/*.ts'],
    ignores: ['**/*.test.ts', '**/*.contract.ts', 'packages/store/src/persistence/**', 'packages/store/src/device/**'],
    rules: {
      'no-restricted-globals': ['error', ...RESTRICTED_GLOBALS],
      'no-restricted-properties': ['error', ...RESTRICTED_PROPERTIES, NAME_ORDER],
    },
  },
  {
    files: ['packages/sync/src/wire/**/*.ts'],
    rules: {
      'no-restricted-imports': forbid([
        {
          group: ['yjs', 'y-protocols', 'y-protocols/*', 'y-websocket'],
          message: 'wire does not import Yjs: the relay shares it and reads no document.',
        },
        { regex: '^@emberkeep/', message: ADVICE.sync },
      ]),
    },
  },
  {
    files: ['sync-server/src/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-imports': forbid([{ regex: '^@emberkeep/(?!sync/wire$)', message: ADVICE['sync-server'] }]),
    },
  },
  {
    files: ['web/src/lib/**', 'web/src/routes/**'],
    rules: { 'emberkeep/web-tiers': 'error' },
  },
  {
    files: ['web/src/**'],
    ignores: [
      '**/*.test.ts',
      'web/src/lib/testing/**',
      // The page of the app's makers, and the prose of the sample campaign.
      'web/src/routes/dev/**',
      'web/src/lib/services/campaigns/sample/**',
      'web/src/lib/services/campaigns/write-sample.ts',
      // Written into campaigns, the same in every language.
      'web/src/lib/device/stored-texts.ts',
    ],
    rules: {
      'emberkeep/words-in-catalogue': 'error',
      'no-restricted-properties': ['error', ...TIME_WORDS, NAME_ORDER],
    },
  },
  {
    files: ['web/src/lib/ui/**'],
    rules: {
      'no-restricted-imports': forbid([
        {
          regex: '^(?:@emberkeep/|yjs$)',
          message: 'ui is independent of campaigns: pass plain values in, or move this component to a feature.',
        },
      ]),
    },
  },
  {
    files: ['web/src/{lib,routes}/**'],
    ignores: ['**/*.test.ts', 'web/src/lib/{ui,services,editor}/**', 'web/src/routes/dev/**'],
    rules: {
      'no-restricted-imports': forbid([
        { group: ['yjs'], message: 'Documents are reached through store and lib/live, not by hand.' },
      ]),
    },
  },
);
