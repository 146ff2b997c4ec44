// With one language, the build puts the words of a message where it is used, so that the catalogue costs no bytes: a
// function for each message would take the Prep route over its budget. Messages that depend on a count stay functions.
import { parse } from 'svelte/compiler';
import type { Plugin } from 'vite';
import { piecesOf, type Catalogue, type Piece } from './catalogue.ts';

interface Node {
  type: string;
  start: number;
  end: number;
  [field: string]: unknown;
}
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value;

const childrenOf = (node: Node): Node[] =>
  Object.entries(node)
    .filter(([field]) => field !== 'parent' && field !== 'metadata')
    .flatMap(([, value]) => (Array.isArray(value) ? value : [value]))
    .filter(isNode);

interface Replacement {
  start: number;
  end: number;
  text: string;
}

const spliced = (code: string, start: number, end: number, replacements: readonly Replacement[]): string => {
  let [out, at] = ['', start];
  for (const each of [...replacements].sort((a, b) => a.start - b.start)) {
    out += code.slice(at, each.start) + each.text;
    at = each.end;
  }
  return out + code.slice(at, end);
};

/** `m.name(…)` of a message: its name and arguments. */
const messageCall = (node: Node): { id: string; inputs: Node | undefined } | null => {
  if (node.type !== 'CallExpression') return null;
  const callee = node['callee'] as Node & { object?: Node; property?: Node };
  if (callee.type !== 'MemberExpression' || callee.object?.['name'] !== 'm' || callee['computed']) return null;
  return { id: String(callee.property?.['name']), inputs: (node['arguments'] as Node[])[0] };
};

/** The expressions of `{ name: expression }`; null where it is anything else. */
const valuesOf = (inputs: Node | undefined): Map<string, Node> | null => {
  if (!inputs) return new Map();
  if (inputs.type !== 'ObjectExpression') return null;
  const values = new Map<string, Node>();
  for (const property of inputs['properties'] as Node[]) {
    const key = property['key'] as Node | undefined;
    if (property.type !== 'Property' || property['computed'] || typeof key?.['name'] !== 'string') return null;
    values.set(key['name'], property['value'] as Node);
  }
  return values;
};

/** The pieces of a call's message and the expressions in it; null where the call stays one. */
const contentOf = (node: Node, catalogue: Catalogue): { pieces: Piece[]; values: Map<string, Node> } | null => {
  const call = messageCall(node);
  const message = call && catalogue[call.id];
  const values = call && valuesOf(call.inputs);
  if (typeof message !== 'string' || !values) return null;
  const pieces = piecesOf(message);
  const used = pieces.flatMap((piece) => ('parameter' in piece ? [piece.parameter] : []));
  // Each expression is evaluated once, as in the call.
  if (used.length !== values.size || new Set(used).size !== used.length) return null;
  return used.every((name) => values.has(name)) ? { pieces, values } : null;
};

/** Writes the pieces of a message in a syntax: how its text is escaped, and how an expression is put in. */
const written = (
  code: string,
  { pieces, values }: { pieces: readonly Piece[]; values: ReadonlyMap<string, Node> },
  catalogue: Catalogue,
  syntax: { text: (text: string) => string; expression: (source: string) => string },
): string =>
  pieces
    .map((piece) => {
      if ('text' in piece) return syntax.text(piece.text);
      const value = values.get(piece.parameter);
      return value
        ? syntax.expression(spliced(code, value.start, value.end, replacementsIn(code, value, catalogue)))
        : '';
    })
    .join('');

const TEMPLATE = {
  text: (text: string): string => text.replace(/[\\`]|\$\{/g, '\\$&'),
  expression: (source: string): string => `\${${source}}`,
};
const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '{': '&lbrace;', '}': '&rbrace;', '"': '&quot;' };
const MARKUP = {
  text: (text: string): string => text.replace(/[&<{}"]/g, (c) => ENTITIES[c] ?? c),
  expression: (source: string): string => `{${source}}`,
};

/** The words for a `{m.name()}` of a component: plain markup, which Svelte puts into its template. */
const inMarkup = (code: string, tag: Node, parent: Node | null, catalogue: Catalogue): string | null => {
  const content = contentOf(tag['expression'] as Node, catalogue);
  if (!content) return null;
  const words = written(code, content, catalogue, MARKUP);
  // Svelte trims markup: a text that begins or ends with a space stays an expression.
  if (words !== words.trim()) return null;
  return parent?.type === 'Attribute' && parent['value'] === tag ? `"${words}"` : words;
};

const inScript = (code: string, node: Node, catalogue: Catalogue): string | null => {
  const content = contentOf(node, catalogue);
  if (!content) return null;
  return content.values.size === 0
    ? JSON.stringify(content.pieces.map((piece) => ('text' in piece ? piece.text : '')).join(''))
    : `\`${written(code, content, catalogue, TEMPLATE)}\``;
};

const replacementsIn = (code: string, node: Node, catalogue: Catalogue, parent: Node | null = null): Replacement[] => {
  const text =
    node.type === 'ExpressionTag' ? inMarkup(code, node, parent, catalogue) : inScript(code, node, catalogue);
  if (text !== null) return [{ start: node.start, end: node.end, text }];
  return childrenOf(node).flatMap((child) => replacementsIn(code, child, catalogue, node));
};

const IMPORTS = /from ['"]#messages['"]/;

const inlined = (code: string, root: Node, catalogue: Catalogue): string =>
  spliced(code, 0, code.length, replacementsIn(code, root, catalogue));

/** The source of a component with the words of its messages in it. */
export const inlineInComponent = (code: string, catalogue: Catalogue): string => {
  const { fragment, instance, module } = parse(code, { modern: true });
  // Svelte's own types name each kind of node; here they are walked alike.
  const parts = [fragment, instance, module].filter((part) => part) as unknown as Node[];
  return spliced(
    code,
    0,
    code.length,
    parts.flatMap((part) => replacementsIn(code, part, catalogue)),
  );
};

/** Vite's plugins: components are changed before Svelte compiles them, modules once they are JavaScript. */
export const inlineMessages = (catalogues: ReadonlyMap<string, Catalogue>): Plugin[] => {
  const [catalogue, ...others] = catalogues.values();
  if (!catalogue || others.length > 0) return [];
  return [
    {
      name: 'messages-in-components',
      apply: 'build',
      enforce: 'pre',
      transform(code, id) {
        if (!id.endsWith('.svelte') || !IMPORTS.test(code)) return null;
        return { code: inlineInComponent(code, catalogue), map: null };
      },
    },
    {
      name: 'messages-in-modules',
      apply: 'build',
      transform(code, id) {
        if (!/src\/.*\.ts$/.test(id) || !IMPORTS.test(code)) return null;
        // The parser's types name each kind of node; here they are walked alike.
        return { code: inlined(code, this.parse(code) as unknown as Node, catalogue), map: null };
      },
    },
  ];
};
