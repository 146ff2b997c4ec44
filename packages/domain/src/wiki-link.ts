// The grammar of `[[Name]]`, `[[Name|shown]]` and `[[Name#Heading|shown]]`: finding, writing and rewriting links. Links
// are plain text that the editor decorates, so these are functions over strings. Offsets are UTF-16 units, end
// exclusive.
import { keysOfName, linkableName, nameKey } from './name-index.ts';

/** A link as written. `name` is trimmed; `shown` is what the reader sees. */
export interface WikiLink {
  start: number;
  end: number;
  name: string;
  /** The heading of the note that it leads to; empty for the note itself. */
  heading: string;
  shown: string;
  /** The writer gave words after `|`, so a rename of the entity does not change what is shown. */
  hasOwnWords: boolean;
}

/**
 * A character of a link's name or words, or a pair of brackets with its text: “Room [3]” has one. No bars or line
 * breaks, and no bracket alone: `[[a[b]]` is not a link. Source of a regular expression, for all readers of links.
 */
export const LINK_CHARACTER = String.raw`(?:[^[\]|\n]|\[[^[\]|\n]{0,198}\])`;

/** Longest target, and longest words, of a link; UTF-16 units. */
const MAX_PART = 200;

/**
 * In a table's cell the bar may be escaped. No target begins with a bracket: `[[[1, 2], [3]]]` is a list of lists, and
 * in `[[[[` nobody can tell which two begin the link.
 */
const LINK = new RegExp(String.raw`\[\[((?!\[)${LINK_CHARACTER}{1,200}?)(?:\\?\|(${LINK_CHARACTER}{0,200}))?\]\]`, 'g');

/** A link as a note's outline reads it; the group has the words that are shown, for `replace`. */
export const OUTLINE_LINK = new RegExp(
  String.raw`\[\[(?!\[)(?:${LINK_CHARACTER}{0,200}\|)?(${LINK_CHARACTER}{0,200})\]\]`,
  'g',
);

/** The heading in a target. `Room #3` and `C#` are names: a heading follows its name without a space, with a letter. */
const HEADING = /^(.*?[^\s#])#(?=\p{L})(.+)$/u;

/** All links of a text, in order. A blank name is not a link. */
export const findWikiLinks = (text: string): WikiLink[] => {
  const links: WikiLink[] = [];
  for (const match of text.matchAll(LINK)) {
    const target = (match[1] ?? '').trim();
    if (!target || match[1]!.length > MAX_PART || (match[2]?.length ?? 0) > MAX_PART) continue;
    const [, name = target, heading = ''] = HEADING.exec(target) ?? [];
    const own = (match[2] ?? '').trim();
    links.push({
      start: match.index,
      end: match.index + match[0].length,
      name,
      heading,
      shown: own || (heading ? `${name} > ${heading}` : name),
      hasOwnWords: own !== '',
    });
  }
  return links;
};

/**
 * Writes a link. Characters that the grammar, or that of older versions, cannot hold become spaces: see `linkableName`.
 * A heading that does not fit beside the name is left out.
 */
export const writeWikiLink = (name: string, shown = '', heading = ''): string => {
  const plain = linkableName(name);
  const withHeading = `${plain}#${linkableName(heading)}`;
  const target = HEADING.test(withHeading) && heading && withHeading.length <= MAX_PART ? withHeading : plain;
  const own = linkableName(shown);
  return own && own !== target ? `[[${target}|${own}]]` : `[[${target}]]`;
};

/** A link that needs rewriting, with its new text. */
export interface LinkRewrite {
  start: number;
  end: number;
  text: string;
}

/**
 * The rewrites by which links to one of `oldNames` carry `newName`; words after `|` are kept. None where no link can
 * hold the new name.
 */
export const rewriteLinks = (text: string, oldNames: readonly string[], newName: string): LinkRewrite[] => {
  const oldKeys = new Set(oldNames.flatMap(keysOfName));
  if (linkableName(newName) === '') return [];
  return findWikiLinks(text)
    .filter((link) => oldKeys.has(nameKey(link.name)) && link.name !== newName)
    .map((link) => ({
      start: link.start,
      end: link.end,
      text: writeWikiLink(newName, link.hasOwnWords ? link.shown : undefined, link.heading),
    }));
};

/** The rewrites by which links to any of `names` become the words that they show. */
export const unlinkNames = (text: string, names: readonly string[]): LinkRewrite[] => {
  const keys = new Set(names.map(nameKey));
  return findWikiLinks(text)
    .filter((link) => keys.has(nameKey(link.name)))
    .map(({ start, end, shown }) => ({ start, end, text: shown }));
};

/** A text with the words of its links in their place. */
export const shownWords = (text: string): string => {
  let [words, at] = ['', 0];
  for (const { start, end, shown } of findWikiLinks(text)) {
    words += text.slice(at, start) + shown;
    at = end;
  }
  return words + text.slice(at);
};
