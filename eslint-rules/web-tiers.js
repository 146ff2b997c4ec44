// The tiers of web/src: an import goes down only, static or dynamic, types included. A folder of web/src/lib that is not
// named here is a feature, so a new feature is covered from its first file.

/** From the bottom up. Folders of one tier do not import each other. */
const TIERS = [
  ['ui', 'device'],
  ['live'],
  ['services'],
  ['app'],
  ['glyphs', 'records'],
  ['(features)'],
  ['entity-views', 'players'],
  ['session-stages'],
  ['campaign'],
  ['routes'],
];
const FEATURE_TIER = TIERS.findIndex(([folder]) => folder === '(features)');

const ADVICE = {
  ui: 'ui is independent of campaigns: pass plain values in, or move this component to a feature.',
  device: 'device knows no screen and no service: take what you need as an argument.',
  live: 'live stands below services: pass what you need in.',
  services: 'Services take Device and CampaignDocs, never the root: lib/app composes them.',
  app: 'The root knows no feature: a route or lib/campaign brings them together.',
};

const tierOf = (folder) => {
  const tier = TIERS.findIndex((folders) => folders.includes(folder));
  return tier === -1 ? FEATURE_TIER : tier;
};

/** The folder of web/src/lib, or `routes`, that a path belongs to; null for workers and everything else. */
const folderOf = (path) =>
  /web\/src\/lib\/([^/]+)\//.exec(path)?.[1] ?? (/web\/src\/routes\//.test(path) ? 'routes' : null);

const targetOf = (specifier, file) => {
  if (specifier.startsWith('#lib/')) return specifier.slice(5).split('/')[0];
  if (!specifier.startsWith('.')) return null;
  return folderOf(new URL(specifier, `file://${file}`).pathname);
};

const adviceFor = (from) =>
  ADVICE[from] ??
  (tierOf(from) === FEATURE_TIER
    ? `A feature imports no other feature: compose ${from} with it in a route, in lib/entity-views, lib/session-stages or lib/campaign.`
    : `Imports go down only: ${TIERS.flat().join(' < ')}.`);

/** @type {import('eslint').Rule.RuleModule} */
export default {
  meta: { type: 'problem', schema: [], messages: { up: '{{from}} may not import {{to}}. {{advice}}' } },
  create(context) {
    const file = context.filename.replaceAll('\\', '/');
    const from = folderOf(file);
    if (from === null || /\.test\.ts$/.test(file)) return {};
    const check = (source) => {
      if (typeof source?.value !== 'string') return;
      const to = targetOf(source.value, file);
      if (to === null || to === from || tierOf(to) < tierOf(from)) return;
      context.report({ node: source, messageId: 'up', data: { from, to, advice: adviceFor(from) } });
    };
    return {
      ImportDeclaration: (node) => check(node.source),
      ImportExpression: (node) => check(node.source),
      ExportNamedDeclaration: (node) => check(node.source),
      ExportAllDeclaration: (node) => check(node.source),
      TSImportType: (node) => check(node.source ?? node.argument?.literal),
    };
  },
};
