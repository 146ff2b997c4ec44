// What players may read of a text or a name. Every text that leaves for players goes through here: a link keeps its
// target only where players know that name, and an id or a name that they do not know is left out.
import type { Entity } from './entity.ts';
import { isId } from './ids.ts';
import { createInflectedFinder } from './inflected-mentions.ts';
import { findMentions, longestOnly } from './mentions.ts';
import { createNameIndex } from './name-index.ts';
import { NOTE_MARKS, NOTE_NODES, type NoteMark, type NoteNode } from './note.ts';
import { findWikiLinks, writeWikiLink, type WikiLink } from './wiki-link.ts';

/** True for an entity that players know of: a marked one or a player character. */
export const isKnownToPlayers = (entity: Pick<Entity, 'isKnown' | 'entityType'> | undefined): boolean =>
  entity !== undefined && (entity.isKnown || entity.entityType === 'pc');

/** The aliases that a GM has shown to players. Every other alias is the GM's, former names included. */
export const playerAliases = (entity: Pick<Entity, 'name' | 'aliases' | 'shownAliases'>): string[] =>
  entity.aliases.filter((alias) => alias !== entity.name && entity.shownAliases.includes(alias));

export interface PlayerWords {
  /**
   * The name that players have for an id of an entity. A text that is no id is a name that a GM or an import wrote;
   * it is returned as it is. Empty for an entity that players do not know, or that is deleted.
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

type TargetOf = (link: WikiLink) => { isKnown: boolean; currentName: string };

const LINK_MARKS = /\[\[|\]\]|\||\n/g;

/** The cuts that reduce a link to its shown words, so that these keep their marks. */
/** Where the name ends in the target of a link: before its heading. */
const endOfName = (target: string, { heading }: WikiLink): number =>
  heading === '' ? target.length : target.trimEnd().length - heading.length - 1;

const ownWords = ({ hasOwnWords, shown }: WikiLink): string => (hasOwnWords ? shown : '');

const cutsToShownWords = (text: string, link: WikiLink, currentName: string): Cut[] => {
  const { start, end } = link;
  const bar = text.slice(start, end).indexOf('|');
  if (link.hasOwnWords)
    return [
      { start, end: start + bar + 1, insert: '' },
      { start: end - 2, end, insert: '' },
    ];
  if (currentName) return [{ start, end, insert: currentName }];
  return [
    { start, end: start + 2, insert: '' },
    { start: start + 2 + endOfName(text.slice(start + 2, bar === -1 ? end - 2 : start + bar), link), end, insert: '' },
  ];
};

/** Longest part of a link that a line break has torn, UTF-16 units, and what is left of it behind its bar. */
const MAX_TORN = 200;
const REST_OF_LINK = /^[^[\]|]*\]\]/;

/**
 * The starts of links with their targets and bars, where the rest of the link is damaged. One pass. Over a line break
 * only what ends as a link does is one: a table has bars on every line.
 */
const cutsOfBrokenLinks = (text: string, from: number, to: number): Cut[] => {
  const cuts: Cut[] = [];
  let start = -1;
  let isTorn = false;
  const isLinkAt = (bar: number): boolean =>
    !isTorn || (bar - start <= MAX_TORN && REST_OF_LINK.test(text.slice(bar + 1, Math.min(to, bar + 1 + MAX_TORN))));
  for (const { 0: mark, index } of text.slice(from, to).matchAll(LINK_MARKS)) {
    if (mark === '\n') {
      isTorn = true;
      continue;
    }
    if (mark === '[[') {
      if (start === -1 || isTorn) start = from + index;
      isTorn = false;
      continue;
    }
    if (mark === '|' && start !== -1 && isLinkAt(from + index)) cuts.push({ start, end: from + index + 1, insert: '' });
    start = -1;
  }
  return cuts;
};

/** All cuts of a text, in order. `cutsOf` gives those of one link; links are given in order. */
const cutsOfText = (text: string, cutsOf: (link: WikiLink) => Cut[]): Cut[] => {
  const cuts: Cut[] = [];
  let at = 0;
  for (const link of findWikiLinks(text)) {
    cuts.push(...cutsOfBrokenLinks(text, at, link.start), ...cutsOf(link));
    at = link.end;
  }
  return [...cuts, ...cutsOfBrokenLinks(text, at, text.length)];
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

const SAFE_LINK = /^(?:https?:\/\/|mailto:)/i;

/** Only the address of a mark: its other attributes are never on screen. */
const playerMark = (mark: NoteMark): NoteMark[] => {
  if (mark.type !== 'link') return [{ type: mark.type }];
  const href = mark.attrs?.['href'];
  return typeof href === 'string' && SAFE_LINK.test(href) ? [{ type: 'link', attrs: { href } }] : [];
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

/** Text and hard breaks: what stands in one line of text, over which a link may stretch. */
const isInline = ({ type }: NoteNode): boolean => type === 'text' || type === 'hardBreak';

const inlineLength = (node: NoteNode): number => (node.type === 'text' ? (node.text ?? '').length : 1);

/** Neighbouring text, in which the target of a link may lie in another node than its words. */
const playerRun = (run: readonly NoteNode[], targetOf: TargetOf): NoteNode[] => {
  const text = run.map((node) => (node.type === 'text' ? (node.text ?? '') : '\n')).join('');
  const bounds = [0];
  for (const node of run) bounds.push(bounds.at(-1)! + inlineLength(node));
  let node = 0;
  // Links are asked about in the order of the text.
  const isWithinOneNode = ({ start, end }: WikiLink): boolean => {
    while (bounds[node + 1]! <= start) node += 1;
    return end <= bounds[node + 1]!;
  };
  const cuts = cutsOfText(text, (link) => {
    const { isKnown, currentName } = targetOf(link);
    // A heading may tell what players do not know.
    if (isKnown && isWithinOneNode(link) && link.heading === '') return [];
    if (isKnown && isWithinOneNode(link))
      return [{ start: link.start, end: link.end, insert: writeWikiLink(link.name, ownWords(link)) }];
    if (!link.hasOwnWords && currentName)
      return [{ start: link.start, end: link.end, insert: writeWikiLink(currentName) }];
    return cutsToShownWords(text, link, currentName);
  });
  const cutter = createCutter(text, cuts);
  return run.flatMap((node, i): NoteNode[] => {
    if (node.type !== 'text') return [{ type: node.type }];
    const words = hasUnknownMark(node) ? '' : cutter(bounds[i]!, bounds[i + 1]!);
    if (words === '') return [];
    const marks = (node.marks ?? []).flatMap(playerMark);
    return [{ type: 'text', text: words, ...(marks.length > 0 ? { marks } : {}) }];
  });
};

/** Nodes that this version does not know are left out: nobody can tell whom their content is for. */
const playerNodes = (nodes: readonly NoteNode[], targetOf: TargetOf): NoteNode[] => {
  const out: NoteNode[] = [];
  let run: NoteNode[] = [];
  const endRun = (): void => {
    if (run.length > 0) out.push(...playerRun(run, targetOf));
    run = [];
  };
  for (const node of nodes) {
    if (!Object.hasOwn(NOTE_NODES, node.type)) continue;
    if (isInline(node)) {
      run.push(node);
      continue;
    }
    endRun();
    const content = playerNodes(node.content ?? [], targetOf);
    out.push({ type: node.type, ...playerAttrs(node), ...(content.length > 0 ? { content } : {}) });
  }
  endRun();
  return out;
};

/** The part of an entity that decides what players read of it. */
export type NamedForPlayers = Pick<Entity, 'id' | 'name' | 'entityType' | 'isKnown' | 'aliases' | 'shownAliases'>;

/** For whoever knows no name: every link is the words that it shows. */
const NO_NAMES: TargetOf = () => ({ isKnown: false, currentName: '' });

/**
 * A text and a note without the targets of links and without nodes of other versions, where no names are at hand to
 * tell which of them players know.
 */
export const lineWithoutTargets = (text: string): string =>
  applyCuts(
    text,
    cutsOfText(text, (link) => cutsToShownWords(text, link, '')),
  );
export const noteWithoutTargets = (nodes: readonly NoteNode[]): NoteNode[] => playerNodes(nodes, NO_NAMES);

const createPlayerWords = (entities: readonly NamedForPlayers[], deleted: readonly NamedForPlayers[]): PlayerWords => {
  const known = new Map(entities.filter(isKnownToPlayers).map((entity) => [entity.id, entity]));
  const ids = new Set(entities.map((entity) => entity.id));
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
  /** What players read for one of the entities that have a name; null for a name that they have themselves. */
  const shownFor = (name: string, ids: readonly string[]): string | null =>
    isNameForPlayers(name) ? null : (ids.map((id) => known.get(id)?.name).find(Boolean) ?? '…');
  const hidden = new Map([...all.idsByKey].filter(([name]) => !isNameForPlayers(name)));
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
      cutsOfText(text, (link) => cutsToShownWords(text, link, targetOf(link).currentName)),
    );
  return {
    nameOf: (idOrName) => {
      if (ids.has(idOrName)) return known.get(idOrName)?.name ?? '';
      if (isId(idOrName)) return '';
      const words = line(idOrName);
      return isNameForPlayers(words) || all.resolve(words).type === 'missing' ? words : '';
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
