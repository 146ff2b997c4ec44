// Reference links of a vault (`[words][id]` with `[id]: Note.md`) as inline links, and without the marks that other
// programs put into Markdown for the look and the addresses of a page: `<a id="x"></a>`, `{: .class}`, `{#id}`.
import { outsideCode } from './markdown-code.ts';

/** A definition that leads to a note; one with a title keeps its words where they are. */
const DEFINITION = /^ {0,3}\[([^[\]\n^]{1,200})\]:[ \t]*(?:<([^<>\n]{1,400})>|([^\s<>]{1,400}))[ \t]*(?:\n|$)/gm;
const NOTE_TARGET = /^(?![a-z][a-z\d+.-]*:)[^#]+\.md(?:#.*)?$/i;
/** `[words][id]`, `[id][]`, `[id]`; no link in brackets of its own, and no definition. */
const REFERENCE = /(?<![[\\!\]])\[([^[\]\n]{1,200})\](?:\[([^[\]\n]{0,200})\])?(?![[(:\]])/g;

/** An empty element that is only there to be linked to. */
const ANCHOR = /<a\s+(?:id|name)\s*=\s*(?:"[^"<>\n]*"|'[^'<>\n]*'|[^\s"'<>]+)\s*(?:\/>|>[ \t]*<\/a>)/gi;
/** Attributes as kramdown writes them. */
const ATTRIBUTES = /[ \t]*\{:[^{}\n]{0,200}\}/g;
const HEADING_ID = /^(#{1,6}[ \t][^\n]*?)[ \t]*\{#[\w:.-]{1,100}\}[ \t]*$/gm;

const keyOf = (id: string): string => id.replace(/\s+/g, ' ').trim().toLowerCase();

const withInlineLinks = (text: string): string => {
  const targets = new Map<string, string>();
  const withoutDefinitions = outsideCode(text, (words) =>
    words.replace(DEFINITION, (whole, id: string, angled: string | undefined, bare: string | undefined) => {
      const target = angled ?? bare ?? '';
      if (!NOTE_TARGET.test(target) || targets.has(keyOf(id))) return whole;
      targets.set(keyOf(id), target);
      return '';
    }),
  );
  if (targets.size === 0) return text;
  return outsideCode(withoutDefinitions, (words) =>
    words.replace(REFERENCE, (whole, shown: string, id: string | undefined) => {
      const target = targets.get(keyOf(id || shown));
      return target === undefined ? whole : `[${shown}](<${target}>)`;
    }),
  );
};

/** Line ends are `\n`. Never throws; code stays as it is. */
export const withoutReferences = (text: string): string => {
  const inline = text.includes(']:') ? withInlineLinks(text) : text;
  if (!/<a\s|\{[:#]/i.test(inline)) return inline;
  return outsideCode(inline, (words) => words.replace(ANCHOR, '').replace(ATTRIBUTES, '').replace(HEADING_ID, '$1'));
};
