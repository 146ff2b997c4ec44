// No file imports itself by way of others: what such a file gives is not there yet while the others start. Imports of
// types only are left out, as they are gone when the code runs. Each file is read once, for all the files that import
// it; ESLint in an editor sees what has changed since when it starts anew.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SOURCE = /\.(?:ts|js|mjs|svelte)$/;
/** What is built, such as the compiled messages, imports nothing of ours. */
const BUILT = /\/(?:node_modules|paraglide[^/]*|build)\//;

/** The files that a package gives, by the name in an import: `@emberkeep/sync/wire`. */
const packageEntries = new Map();
const entriesOf = (name) => {
  if (!packageEntries.has(name)) {
    const file = join(ROOT, 'packages', name, 'package.json');
    packageEntries.set(name, existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')).exports ?? {}) : {});
  }
  return packageEntries.get(name);
};

/** The file that an import in `file` stands for; null for a package of others and for what is no source. */
const targetOf = (specifier, file) => {
  let target = null;
  if (specifier.startsWith('.')) target = resolve(dirname(file), specifier);
  else if (specifier.startsWith('#lib/')) target = join(ROOT, 'web/src/lib', specifier.slice(5));
  else if (specifier.startsWith('@emberkeep/')) {
    const [, name, ...entry] = specifier.split('/');
    const path = entriesOf(name)[['.', ...entry].join('/')];
    if (path) target = join(ROOT, 'packages', name, path);
  }
  return target !== null && SOURCE.test(target) && !BUILT.test(target) && existsSync(target) ? target : null;
};

/** Whether every name of an import or export is a type. */
const isOfTypes = (names) => names !== undefined && names.length > 0 && names.every((name) => name.isTypeOnly);

const isTypeOnly = (statement) => {
  if (ts.isExportDeclaration(statement)) return statement.isTypeOnly || isOfTypes(statement.exportClause?.elements);
  const clause = statement.importClause;
  if (!clause) return false;
  return clause.isTypeOnly || (!clause.name && isOfTypes(clause.namedBindings?.elements));
};

/** The code of a file; of a component, that of its scripts. */
const codeOf = (file) => {
  const text = readFileSync(file, 'utf8');
  if (!file.endsWith('.svelte')) return text;
  return [...text.matchAll(/<script\b[^>]*>(.*?)<\/script>/gs)].map(([, code]) => code).join('\n');
};

/** What a file imports when it runs, static or dynamic. */
const readImports = (file) => {
  const code = codeOf(file);
  const source = ts.createSourceFile(file, code, ts.ScriptTarget.Latest);
  const found = [];
  const add = (specifier) => {
    const target = specifier && ts.isStringLiteralLike(specifier) ? targetOf(specifier.text, file) : null;
    if (target !== null) found.push(target);
  };
  for (const statement of source.statements)
    if ((ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) && !isTypeOnly(statement))
      add(statement.moduleSpecifier);
  const visit = (node) => {
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0]);
    ts.forEachChild(node, visit);
  };
  if (/\bimport\s*\(/.test(code)) visit(source);
  return found;
};

const imports = new Map();
const importsOf = (file) => {
  if (!imports.has(file)) imports.set(file, readImports(file));
  return imports.get(file);
};

/**
 * Files in the order in which a walk along the imports leaves them: without a cycle, a file comes after what it imports.
 */
const places = new Map();
const placeOf = (file) => {
  const started = new Set();
  const walk = (at) => {
    if (places.has(at) || started.has(at)) return;
    started.add(at);
    importsOf(at).forEach(walk);
    places.set(at, places.size);
  };
  walk(file);
  return places.get(file);
};

/** The files by which `from` imports `to`, with both of them; null where it does not. */
const pathBetween = (from, to) => {
  // Every cycle has an import of a file that comes later: to look at those finds each of them.
  if (placeOf(from) < placeOf(to)) return null;
  const cameFrom = new Map([[from, null]]);
  for (const at of cameFrom.keys()) {
    if (at === to) {
      const path = [];
      for (let step = at; step !== null; step = cameFrom.get(step)) path.unshift(step);
      return path;
    }
    for (const next of importsOf(at)) if (!cameFrom.has(next)) cameFrom.set(next, at);
  }
  return null;
};

/** @type {import('eslint').Rule.RuleModule} */
export default {
  meta: { type: 'problem', schema: [], messages: { cycle: 'Dependency cycle: {{path}}.' } },
  create(context) {
    const file = context.filename;
    const isFile = existsSync(file);
    const check = (source) => {
      if (typeof source?.value !== 'string') return;
      const target = targetOf(source.value, file);
      // A component that draws itself imports itself.
      if (target === null || target === file) return;
      // A text that is not on the disk yet has no file that could import it.
      const path = isFile ? pathBetween(target, file) : null;
      if (path === null) return;
      const names = [file, ...path].map((name) => relative(ROOT, name));
      context.report({ node: source, messageId: 'cycle', data: { path: names.join(' → ') } });
    };
    const areTypes = (kind, specifiers, key) =>
      kind === 'type' || (specifiers.length > 0 && specifiers.every((specifier) => specifier[key] === 'type'));
    return {
      ImportDeclaration: (node) => areTypes(node.importKind, node.specifiers, 'importKind') || check(node.source),
      ImportExpression: (node) => check(node.source),
      ExportNamedDeclaration: (node) => areTypes(node.exportKind, node.specifiers, 'exportKind') || check(node.source),
      ExportAllDeclaration: (node) => node.exportKind === 'type' || check(node.source),
    };
  },
};
