// Owns the grammar of `[[Name]]` and `[[Name|shown]]`: finding links in plain text, resolving them by name and alias,
// finding unlinked mentions (longest match), and rewriting links when a GM asks for it. Links are text (design: decorations
// draw them), so everything here is a pure function over strings with UTF-16 offsets, end exclusive.

/** A link as written. `name` is trimmed; `shown` is what the reader sees. */
export interface WikiLink {
  start: number;
  end: number;
  name: string;
  shown: string;
  /** True when the writer gave words of their own after `|`; then a rename never changes what is drawn. */
  hasOwnWords: boolean;
}

// No brackets or bars in a name, no line break; 200 is NAME_MAX_LENGTH.
const LINK = /\[\[([^[\]|\n]{1,200})(?:\|([^[\]|\n]{0,200}))?\]\]/g;

/** All links of a line, in order. A blank name is not a link. */
export const findWikiLinks = (text: string): WikiLink[] => {
  const links: WikiLink[] = [];
  for (const match of text.matchAll(LINK)) {
    const name = (match[1] ?? '').trim();
    if (!name) continue;
    const own = (match[2] ?? '').trim();
    links.push({
      start: match.index,
      end: match.index + match[0].length,
      name,
      shown: own || name,
      hasOwnWords: own !== '',
    });
  }
  return links;
};

/** Writes a link. Characters that the grammar cannot hold are dropped from the name. */
export const writeWikiLink = (name: string, shown?: string): string => {
  const clean = (s: string): string =>
    s
      .replace(/[[\]|\n]/g, ' ')
      .replace(/\s+/g, ' ')
      .trim();
  const own = shown === undefined ? '' : clean(shown);
  return own && own !== clean(name) ? `[[${clean(name)}|${own}]]` : `[[${clean(name)}]]`;
};

/** Names compare without case, accents' encoding, or runs of white space; apostrophes of both kinds are one. */
export const nameKey = (name: string): string =>
  name.normalize('NFC').toLowerCase().replace(/[’‘]/g, "'").replace(/\s+/g, ' ').trim();

/** What a link points at. `ambiguous` after a merge in which two GMs gave one name to two things. */
export type LinkTarget =
  { type: 'resolved'; id: string } | { type: 'ambiguous'; ids: readonly string[] } | { type: 'missing' };

/** Names and aliases of a campaign, for resolving. */
export interface NameIndex {
  resolve(name: string): LinkTarget;
  /** Every name and alias with its ids, keyed by `nameKey`. */
  readonly idsByKey: ReadonlyMap<string, readonly string[]>;
}

/** Builds the index in one pass; `entities` without the deleted ones. */
export const createNameIndex = (
  entities: Iterable<{ id: string; name: string; aliases: readonly string[] }>,
): NameIndex => {
  const idsByKey = new Map<string, string[]>();
  for (const entity of entities) {
    for (const key of new Set([entity.name, ...entity.aliases].map(nameKey))) {
      if (!key) continue;
      const ids = idsByKey.get(key);
      if (ids) ids.push(entity.id);
      else idsByKey.set(key, [entity.id]);
    }
  }
  for (const ids of idsByKey.values()) ids.sort();
  return {
    idsByKey,
    resolve: (name) => {
      const ids = idsByKey.get(nameKey(name));
      if (!ids) return { type: 'missing' };
      return ids.length === 1 ? { type: 'resolved', id: ids[0] as string } : { type: 'ambiguous', ids };
    },
  };
};

/** A name found in plain words, outside any link. */
export interface Mention {
  start: number;
  end: number;
  ids: readonly string[];
}

const isWordChar = (c: string): boolean => /[\p{L}\p{N}]/u.test(c);

// Names by their first word, so that a text costs its words and not the campaign's names.
const byFirstWord = new WeakMap<NameIndex, { words: Map<string, string[]>; odd: string[] }>();
const firstWordsOf = (index: NameIndex): { words: Map<string, string[]>; odd: string[] } => {
  let known = byFirstWord.get(index);
  if (!known) {
    known = { words: new Map(), odd: [] };
    for (const key of index.idsByKey.keys()) {
      if (key.length < 2) continue;
      const first = /^[\p{L}\p{N}]+/u.exec(key)?.[0];
      if (!first) known.odd.push(key);
      else (known.words.get(first) ?? known.words.set(first, []).get(first)!).push(key);
    }
    byFirstWord.set(index, known);
  }
  return known;
};

/** Unlinked mentions: whole words only, the longest name wins ("Baron Harkness" before "Harkness"), never inside a link. Cost: the words of the text. */
export const findMentions = (text: string, index: NameIndex): Mention[] => {
  const lower = text.toLowerCase().replace(/[’‘]/g, "'");
  // A letter that grows in lower case would shift every place behind it.
  if (lower.length !== text.length) return [];
  const linked = findWikiLinks(text);
  const { words, odd } = firstWordsOf(index);
  const found: Mention[] = [];
  const take = (key: string, start: number): void => {
    const end = start + key.length;
    if (
      !isWordChar(lower.charAt(start - 1)) &&
      !isWordChar(lower.charAt(end)) &&
      !linked.some((l) => start < l.end && end > l.start)
    )
      found.push({ start, end, ids: index.idsByKey.get(key) ?? [] });
  };
  for (const word of lower.matchAll(/[\p{L}\p{N}]+/gu))
    for (const key of words.get(word[0]) ?? []) if (lower.startsWith(key, word.index)) take(key, word.index);
  for (const key of odd) for (let at = lower.indexOf(key); at !== -1; at = lower.indexOf(key, at + 1)) take(key, at);
  const taken: Mention[] = [];
  for (const mention of found.sort((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start))
    if (!taken.some((m) => mention.start < m.end && mention.end > m.start)) taken.push(mention);
  return taken.sort((a, b) => a.start - b.start);
};

/** A link that needs rewriting, with its new text. */
export interface LinkRewrite {
  start: number;
  end: number;
  text: string;
}

/**
 * Rewrites for the links of one line whose name is one of `oldNames`, so that they carry `newName`. Own words are kept.
 * Runs only when a GM asks, on one device: a rewrite that ran by itself on two devices would insert the name twice.
 */
export const rewriteLinks = (text: string, oldNames: readonly string[], newName: string): LinkRewrite[] => {
  const old = new Set(oldNames.map(nameKey));
  return findWikiLinks(text)
    .filter((link) => old.has(nameKey(link.name)) && link.name !== newName)
    .map((link) => ({
      start: link.start,
      end: link.end,
      text: writeWikiLink(newName, link.hasOwnWords ? link.shown : undefined),
    }));
};

/** The sentence round [start, end), for backlinks: cut at sentence ends, at most about 240 characters. */
export const sentenceAround = (text: string, start: number, end: number): string => {
  const before = text.slice(0, start);
  const cutBefore = Math.max(before.lastIndexOf('. '), before.lastIndexOf('! '), before.lastIndexOf('? '));
  const tail = /[.!?](?:\s|$)/.exec(text.slice(end));
  const from = Math.max(cutBefore === -1 ? 0 : cutBefore + 2, start - 120);
  const to = Math.min(tail ? end + tail.index + 1 : text.length, end + 120);
  return text.slice(from, to).trim();
};
