// What players may read of a text or a name. Every text that leaves for players goes through here: a link keeps its
// target only where players know that name, and an id or a name that they do not know is left out.
import { isKnownToPlayers, type Entity } from './entity.ts';
import { isId } from './ids.ts';
import { createInflectedFinder, looseKey } from './inflected-mentions.ts';
import { findMentions, longestOnly } from './mentions.ts';
import { createNameIndex } from './name-index.ts';
import { NOTE_MARKS, NOTE_NODES, type NoteMark, type NoteNode } from './note.ts';
import { isSafeLink } from './safe-link.ts';
import { findWikiLinks, writeWikiLink, type WikiLink } from './wiki-link.ts';

export interface PlayerWords {
  /**
   * The name that players have for an id of an entity. A text that is no id is a name that a GM or an import wrote;
   * it is returned as it is. Empty for an entity that players do not know, in whatever form its name is written, or that
   * is deleted.
   */
  nameOf(idOrName: string): string;
  /** A text without markup: each link as the words that it shows. */
  line(text: string): string;
  /**
   * A text in which every name that players do not have, in any form, is the one that they know, or "…". For answers
   * that are put together from many texts: in one of them, a name that the GM typed is a word like any other.
   */
  withoutHiddenNames(text: string): string;
  /** A note: links to names that players know, the shown words of other links, and only nodes of this version. */
  note(nodes: readonly NoteNode[]): NoteNode[];
}

/** A part of a text to leave out, with what to write in its place. UTF-16 offsets, end exclusive. */
interface Cut {
  start: number;
  end: number;
  insert: string;
}

/** What players have of a link's target: its name as it is written, or the name that they know instead. */
interface Target {
  isKnown: boolean;
  currentName: string;
}

type TargetOf = (link: WikiLink) => Target;

/** Where the name ends in the target of a link: before its heading. */
const endOfName = (target: string, { heading }: WikiLink): number =>
  heading === '' ? target.length : target.trimEnd().length - heading.length - 1;

const ownWords = ({ hasOwnWords, shown }: WikiLink): string => (hasOwnWords ? shown : '');

/**
 * The cuts that reduce a link to its shown words, so that these keep their marks. A bar without words behind it hides a
 * target that players do not know, as any other bar does.
 */
const cutsToShownWords = (text: string, link: WikiLink, { isKnown, currentName }: Target): Cut[] => {
  const { start, end } = link;
  const bar = text.slice(start, end).indexOf('|');
  if (link.hasOwnWords)
    return [
      { start, end: start + bar + 1, insert: '' },
      { start: end - 2, end, insert: '' },
    ];
  if (currentName) return [{ start, end, insert: currentName }];
  if (bar !== -1 && !isKnown) return [{ start, end, insert: '' }];
  return [
    { start, end: start + 2, insert: '' },
    { start: start + 2 + endOfName(text.slice(start + 2, bar === -1 ? end - 2 : start + bar), link), end, insert: '' },
  ];
};

/** Brackets, bars and blank lines. */
const MARKS = /\[+|\]+|\||\n\s*\n/g;

/** For each bar that is the end of a table's cell: where the cell starts. */
type CellStarts = ReadonlyMap<number, number>;
const NO_CELLS: CellStarts = new Map();

/** A `[[` that begins no sound link and is not closed yet. */
interface OpenLink {
  start: number;
  /** Brackets that are open, and how many of them are single ones. */
  depth: number;
  singles: number;
  /** A bar was found within brackets inside: another one may be its own. */
  hasBar: boolean;
  /** The first `[[` since the last blank line or end of a block; null without one. */
  startInBlock: number | null;
}

const afterOpening = (open: OpenLink | null, { length }: string, at: number): OpenLink | null => {
  const singles = (open?.singles ?? 0) + (length % 2);
  if (open && length === 1) return { ...open, depth: open.depth + 1, singles };
  if (open) return { ...open, depth: open.depth + length, singles, startInBlock: open.startInBlock ?? at };
  return length > 1 ? { start: at, depth: length, singles, hasBar: false, startInBlock: at } : null;
};

/** The link after `]`; null once it is closed. A single one closes a single one only. */
const afterClosing = (open: OpenLink, { length }: string): OpenLink | null => {
  const { depth, singles } = open;
  if (length === 1) return singles > 0 ? { ...open, depth: depth - 1, singles: singles - 1 } : open;
  const left = depth - length;
  return left > (open.hasBar ? 1 : 0) ? { ...open, depth: left, singles: Math.min(singles, left) } : null;
};

/** Single brackets that are open where no `[[` is: they may be what is left of one. */
interface OpenSingles {
  start: number;
  depth: number;
  /** The bar within a single bracket. Whether it was a link's shows when it is closed by more than one. */
  bar: number | null;
}

/** Farther from its bar, a single bracket is a sign like any other: no link has a longer target. UTF-16 units. */
const MAX_TORN_TARGET = 400;

/**
 * What is hidden of links whose `[[` has lost a bracket, or came apart: from the bracket to the bar. `hide` is called for
 * each.
 */
const createSinglesWatch = (hide: (from: number, end: number) => void) => {
  let open: OpenSingles | null = null;
  const isNear = (at: number): boolean => open !== null && at - open.start <= MAX_TORN_TARGET;
  const opening = (at: number): void => {
    open = open && isNear(at) ? { ...open, depth: open.depth + 1 } : { start: at, depth: 1, bar: null };
  };
  const bar = (at: number): void => {
    if (!open || !isNear(at)) return;
    if (open.depth > 1) hide(open.start, at + 1);
    else open = { ...open, bar: at };
  };
  const closing = (length: number): void => {
    if (!open) return;
    if (length > 1 && open.bar !== null) hide(open.start, open.bar + 1);
    open = open.depth > length ? { ...open, depth: open.depth - length, bar: null } : null;
  };
  return { opening, bar, closing, end: () => (open = null) };
};

/**
 * What is hidden of links that are damaged, torn over lines and blocks, or hold other links: from the outermost `[[` to
 * each bar that could be its own. In doubt a bar is: too much is hidden rather than a name. A sound link in a later
 * block keeps its bar. Cuts are in order, do not overlap, and cover a sound link as a whole or not at all. One pass.
 */
const cutsOfBrokenLinks = (text: string, links: readonly WikiLink[], cellStarts: CellStarts): Cut[] => {
  const cuts: Cut[] = [];
  let open: OpenLink | null = null;
  const hide = (from: number, end: number): void => {
    let start = from;
    while (cuts.length > 0 && cuts.at(-1)!.end > start) start = Math.min(start, cuts.pop()!.start);
    cuts.push({ start, end, insert: '' });
  };
  const starts: number[] = [];
  const firstStartFrom = (from: number): number | null => {
    let i = starts.length;
    while (i > 0 && starts[i - 1]! >= from) i -= 1;
    return starts[i] ?? null;
  };
  // A link is open before its table, or goes on to a bar in a later cell: the end of a cell hides what is in the cell.
  const afterCell = (link: OpenLink, cellStart: number, end: number): OpenLink => {
    const start = firstStartFrom(Math.max(cellStart, link.start));
    if (start !== null) hide(start, end);
    return link;
  };
  const afterBar = (link: OpenLink, bar: number): OpenLink | null => {
    const cellStart = cellStarts.get(bar);
    if (cellStart !== undefined) return afterCell(link, cellStart, bar + 1);
    hide(link.start, bar + 1);
    return link.depth > 2 ? { ...link, hasBar: true } : null;
  };
  const singles = createSinglesWatch(hide);
  const outsideOfLinks = (mark: string, at: number): null => {
    if (mark === '[') singles.opening(at);
    else if (mark === '|' && !cellStarts.has(at)) singles.bar(at);
    else if (mark.startsWith(']')) singles.closing(mark.length);
    return null;
  };
  const afterMark = (mark: string, at: number): OpenLink | null => {
    if (mark.startsWith('[[')) {
      starts.push(at);
      singles.end();
    }
    if (!open && !mark.startsWith('[[')) return outsideOfLinks(mark, at);
    if (mark.startsWith('[')) return afterOpening(open, mark, at);
    if (!open) return null;
    if (mark === '|') return afterBar(open, at);
    return mark.startsWith('\n') ? { ...open, startInBlock: null } : afterClosing(open, mark);
  };
  let from = 0;
  for (const link of [...links, null]) {
    const to = link ? link.start : text.length;
    for (const { 0: mark, index } of text.slice(from, to).matchAll(MARKS)) open = afterMark(mark, from + index);
    if (!link) break;
    from = link.end;
    const hidden: number | null = open?.startInBlock ?? null;
    if (hidden !== null && text.slice(to, from).includes('|')) hide(hidden, to);
  }
  return cuts;
};

/** All cuts of a text, in order. `cutsOf` gives those of one link; links are given in order. */
const cutsOfText = (text: string, cutsOf: (link: WikiLink) => Cut[], cellStarts = NO_CELLS): Cut[] => {
  const links = findWikiLinks(text);
  const broken = cutsOfBrokenLinks(text, links, cellStarts);
  let next = 0;
  const isHidden = ({ start }: WikiLink): boolean => {
    while (next < broken.length && broken[next]!.end <= start) next += 1;
    return next < broken.length && broken[next]!.start <= start;
  };
  const cuts = links.flatMap((link) => (isHidden(link) ? [] : cutsOf(link)));
  return [...broken, ...cuts].sort((a, b) => a.start - b.start);
};

/**
 * Returns the function that gives the part of a text from `from` to `to` after the cuts, which are in order. What a cut
 * inserts is written where the cut starts. Parts must be asked for in order: each cut is looked at once.
 */
const createCutter = (text: string, cuts: readonly Cut[]): ((from: number, to: number) => string) => {
  let next = 0;
  return (from, to) => {
    while (next < cuts.length && cuts[next]!.end <= from) next += 1;
    let out = '';
    let at = from;
    for (let i = next; i < cuts.length && cuts[i]!.start < to; i++) {
      const { start, end, insert } = cuts[i]!;
      out += text.slice(at, Math.max(at, start)) + (start >= from ? insert : '');
      at = Math.max(at, Math.min(end, to));
    }
    return out + text.slice(at, to);
  };
};

const applyCuts = (text: string, cuts: readonly Cut[]): string => createCutter(text, cuts)(0, text.length);

/** Only the address of a mark: its other attributes are never on screen. */
const playerMark = (mark: NoteMark): NoteMark[] => {
  if (mark.type !== 'link') return [{ type: mark.type }];
  const href = mark.attrs?.['href'];
  return isSafeLink(href) ? [{ type: 'link', attrs: { href } }] : [];
};

/** The words that attributes have in this version: the numbering of a list, the side of a cell. */
const ATTR_WORDS: readonly unknown[] = ['1', 'a', 'A', 'i', 'I', 'left', 'center', 'right'];

/** Attributes that a reader sees the effect of: any other value may hold words of the GM. */
const playerAttrs = ({ type, attrs }: NoteNode): Pick<NoteNode, 'attrs'> => {
  const shown = Object.entries(attrs ?? {}).filter(
    ([name, value]) =>
      NOTE_NODES[type]?.includes(name) &&
      (typeof value === 'number' || typeof value === 'boolean' || ATTR_WORDS.includes(value)),
  );
  return shown.length > 0 ? { attrs: Object.fromEntries(shown) } : {};
};

const hasUnknownMark = (node: NoteNode): boolean =>
  (node.marks ?? []).some(({ type }) => !Object.hasOwn(NOTE_MARKS, type));

const BLOCK_END = '\n\n';

/** The words of a note in one text, because a link may be torn over nodes, blocks and cells. */
interface JoinedNote {
  text: string;
  /** Where each text node stands in it, in order. UTF-16 offsets, end exclusive. */
  spans: readonly { start: number; end: number }[];
  cellStarts: CellStarts;
}

/** Nodes that this version does not know are left out: nobody can tell whom their content is for. */
const isOfThisVersion = ({ type }: NoteNode): boolean => Object.hasOwn(NOTE_NODES, type);

const joinNote = (nodes: readonly NoteNode[]): JoinedNote => {
  const parts: string[] = [];
  let length = 0;
  const spans: { start: number; end: number }[] = [];
  const cellStarts = new Map<number, number>();
  const add = (part: string): void => {
    parts.push(part);
    length += part.length;
  };
  const addNode = (node: NoteNode): void => {
    if (node.type === 'hardBreak') return add('\n');
    if (node.type === 'text') {
      const start = length;
      add(node.text ?? '');
      spans.push({ start, end: length });
      return;
    }
    add(BLOCK_END);
    if (node.type === 'tableRow') addRow(node.content ?? []);
    else addAll(node.content ?? []);
    add(BLOCK_END);
  };
  const addAll = (content: readonly NoteNode[]): void => content.filter(isOfThisVersion).forEach(addNode);
  // A bar ends each cell but the last: in Markdown it may have been the bar of a link.
  const addRow = (cells: readonly NoteNode[]): void => {
    let cellStart = length;
    cells.filter(isOfThisVersion).forEach((cell, i) => {
      if (i > 0) {
        cellStarts.set(length, cellStart);
        add('|');
        cellStart = length;
      }
      addNode(cell);
    });
  };
  addAll(nodes);
  return { text: parts.join(''), spans, cellStarts };
};

/** The cuts of a note: links keep their targets only where players know these. */
const cutsOfNote = ({ text, spans, cellStarts }: JoinedNote, targetOf: TargetOf): Cut[] => {
  let span = 0;
  // Links are asked about in the order of the text.
  const isWithinOneNode = ({ start, end }: WikiLink): boolean => {
    while (spans[span]!.end <= start) span += 1;
    return end <= spans[span]!.end;
  };
  const cutsOf = (link: WikiLink): Cut[] => {
    const target = targetOf(link);
    const { isKnown, currentName } = target;
    // A heading may tell what players do not know.
    if (isKnown && isWithinOneNode(link) && link.heading === '') return [];
    if (isKnown && isWithinOneNode(link))
      return [{ start: link.start, end: link.end, insert: writeWikiLink(link.name, ownWords(link)) }];
    if (!link.hasOwnWords && currentName)
      return [{ start: link.start, end: link.end, insert: writeWikiLink(currentName) }];
    return cutsToShownWords(text, link, target);
  };
  return cutsOfText(text, cutsOf, cellStarts);
};

const playerNodes = (nodes: readonly NoteNode[], targetOf: TargetOf): NoteNode[] => {
  const joined = joinNote(nodes);
  const cutter = createCutter(joined.text, cutsOfNote(joined, targetOf));
  let next = 0;
  // In the order in which the note was joined.
  const playerText = (node: NoteNode): NoteNode[] => {
    const { start, end } = joined.spans[next]!;
    next += 1;
    const words = hasUnknownMark(node) ? '' : cutter(start, end);
    if (words === '') return [];
    const marks = (node.marks ?? []).flatMap(playerMark);
    return [{ type: 'text', text: words, ...(marks.length > 0 ? { marks } : {}) }];
  };
  const playerNode = (node: NoteNode): NoteNode[] => {
    if (node.type === 'text') return playerText(node);
    if (node.type === 'hardBreak') return [{ type: node.type }];
    const content = playerContent(node.content ?? []);
    // Players read what a picture is of; the picture is the GM's.
    if (node.type === 'picture') return content;
    if (node.type === 'pictureCaption') return content.length > 0 ? [{ type: 'paragraph', content }] : [];
    return [{ type: node.type, ...playerAttrs(node), ...(content.length > 0 ? { content } : {}) }];
  };
  const playerContent = (content: readonly NoteNode[]): NoteNode[] =>
    content.filter(isOfThisVersion).flatMap(playerNode);
  return playerContent(nodes);
};

/** The part of an entity that decides what players read of it. */
export type NamedForPlayers = Pick<Entity, 'id' | 'name' | 'entityType' | 'isKnown' | 'aliases' | 'shownAliases'> & {
  /** For a deleted one that was joined with another: the id of that. */
  readonly joinedInto?: string;
};

/** For whoever knows no name: every link is the words that it shows. */
const NO_NAMES: TargetOf = () => ({ isKnown: false, currentName: '' });

/**
 * A text and a note without the targets of links and without nodes of other versions, where no names are at hand to
 * tell which of them players know.
 */
export const lineWithoutTargets = (text: string): string =>
  applyCuts(
    text,
    cutsOfText(text, (link) => cutsToShownWords(text, link, NO_NAMES(link))),
  );
export const noteWithoutTargets = (nodes: readonly NoteNode[]): NoteNode[] => playerNodes(nodes, NO_NAMES);

/**
 * The aliases that a GM has shown to players, as they may read them. Every other alias is the GM's, former names
 * included.
 */
export const playerAliases = (entity: Pick<Entity, 'name' | 'aliases' | 'shownAliases'>): string[] =>
  entity.aliases
    .filter((alias) => alias !== entity.name && entity.shownAliases.includes(alias))
    .map(lineWithoutTargets)
    .filter((alias) => alias.trim() !== '');

/** Joins that are followed one after the other: a peer may have written a circle. */
const LONGEST_JOIN = 100;

const createPlayerWords = (entities: readonly NamedForPlayers[], deleted: readonly NamedForPlayers[]): PlayerWords => {
  const known = new Map(entities.filter(isKnownToPlayers).map((entity) => [entity.id, entity]));
  const ids = new Set(entities.map((entity) => entity.id));
  const joins = new Map(deleted.filter(isKnownToPlayers).map(({ id, joinedInto }) => [id, joinedInto]));
  /**
   * The name of an entity, or of what it was joined with: of a deleted one that players knew. One that they did not know
   * must not tell them that it was one whom they know.
   */
  const joinedName = (id = '', left = LONGEST_JOIN): string =>
    known.get(id)?.name ?? (left && joins.has(id) ? joinedName(joins.get(id), left - 1) : '');
  // A deleted entity that players knew is a name like any other; one that they did not know stays the GM's.
  const all = createNameIndex([...entities, ...deleted.filter((entity) => !isKnownToPlayers(entity))]);
  const forPlayers = createNameIndex(
    [...known.values()].map((entity) => ({ ...entity, aliases: playerAliases(entity) })),
  );
  const isNameForPlayers = (name: string): boolean => forPlayers.resolve(name).type !== 'missing';
  const targetOf: TargetOf = ({ name }) => {
    const target = all.resolve(name);
    return {
      isKnown: isNameForPlayers(name),
      // A known entity under a name that is the GM's: players read the name that they know.
      currentName: target.type === 'resolved' && !isNameForPlayers(name) ? (known.get(target.id)?.name ?? '') : '',
    };
  };
  /**
   * What players read for the entities that have a name; null for a name that they have themselves. A name that a hidden
   * one has, too, must not tell who that is.
   */
  const shownFor = (name: string, ids: readonly string[]): string | null => {
    if (isNameForPlayers(name)) return null;
    const names = ids.map((id) => known.get(id)?.name);
    return names.every(Boolean) ? (names[0] ?? '…') : '…';
  };
  const hidden = new Map([...all.idsByKey].filter(([name]) => !isNameForPlayers(name)));
  /** The hidden names in every form that a reader takes for them. */
  const hiddenForms = new Set([...hidden.keys()].map(looseKey).filter((key) => key !== ''));
  let findInflected: ReturnType<typeof createInflectedFinder> | null = null;
  const withoutHiddenNames = (text: string): string => {
    findInflected ??= createInflectedFinder(hidden);
    const mentions = longestOnly([...findMentions(text, all), ...findInflected(text)], text.length);
    const cuts = mentions.flatMap(({ start, end, ids }): Cut[] => {
      const insert = shownFor(text.slice(start, end), ids);
      return insert === null ? [] : [{ start, end, insert }];
    });
    return applyCuts(text, cuts);
  };
  const line = (text: string): string =>
    applyCuts(
      text,
      cutsOfText(text, (link) => cutsToShownWords(text, link, targetOf(link))),
    );
  return {
    nameOf: (idOrName) => {
      if (ids.has(idOrName) || isId(idOrName)) return joinedName(idOrName);
      const words = line(idOrName);
      if (isNameForPlayers(words)) return words;
      return all.resolve(words).type === 'missing' && !hiddenForms.has(looseKey(words)) ? words : '';
    },
    line,
    withoutHiddenNames: (text) => withoutHiddenNames(line(text)),
    note: (nodes) => playerNodes(nodes, targetOf),
  };
};

// Per list, because the sessions of a campaign are read one by one. Deleting an entity makes a new list.
const wordsOfEntities = new WeakMap<readonly NamedForPlayers[], PlayerWords>();

/**
 * What players may read, given the campaign's entities and those that are deleted. Names of deleted ones are in lists
 * that the app wrote.
 */
export const playerWords = (entities: readonly NamedForPlayers[], deleted: readonly NamedForPlayers[]): PlayerWords => {
  let words = wordsOfEntities.get(entities);
  if (!words) wordsOfEntities.set(entities, (words = createPlayerWords(entities, deleted)));
  return words;
};
