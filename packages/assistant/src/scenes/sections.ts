// Sorts the lines of a note into scenes, their headings, lists, matters of the people playing (admin), and preamble.
import type { Span } from '@emberkeep/domain';
import { ADMIN_HEADING, ADMIN_LINE, CATEGORY_HEADING, CONTAINER_HEADING } from '../vocabulary/headings.ts';
import { PHASE } from '../vocabulary/scene-signals.ts';
import { countWords, cutLines, type Line } from '../text.ts';

export type Section = 'scene' | 'heading' | 'category' | 'admin' | 'preamble';

/** Deeper than any heading. */
const NO_LEVEL = 9;
/** "Node 3", "Scene B": notes laid out as numbered nodes. */
const NODE = /^(?:node|scene|location|act|encounter)\s+[\dA-Z]/i;
/** A heading that numbers one scene. An act or a part holds several. */
export const NUMBERED_SCENE = /^(?:node|scene|location|encounter|room|area)\s+(?:\d|[A-Z]\b)/i;

const LABELLED_SCENE =
  /^[*_]*(?:node|scene|location|encounter|room|area|act|part|chapter|beat)\s+(?:\d+|[A-Z]\b|[IVX]+\b)\s*[:.–—-]/i;

/** A heading's words without emphasis and a closing colon. */
export const headingWords = (words: string): string =>
  words
    .replace(/[*_:]+$/g, '')
    .replace(/^[*_]+/, '')
    .trim();

/** Whether the match covers at least 45% of the words. */
const isMostly = (pattern: RegExp, words: string): boolean => {
  const found = pattern.exec(words);
  return found !== null && found[0].length >= words.length * 0.45;
};

const sectionOfHeading = (words: string): Section => {
  if (isMostly(ADMIN_HEADING, words)) return 'admin';
  return isMostly(CATEGORY_HEADING, words) && !PHASE.test(words) ? 'category' : 'heading';
};

/** The index of the note's title, a single largest heading at the top; -1 without one. */
const titleIndex = (lines: readonly Line[]): number => {
  const headings = lines.filter((l) => l.kind === 'heading');
  const first = lines.findIndex((l) => l.kind !== 'blank' && l.kind !== 'rule');
  if (headings.length < 2 || lines[first] !== headings[0]) return -1;
  const top = Math.min(...headings.map((h) => h.level), NO_LEVEL);
  const largest = headings.filter((h) => h.level === top);
  return largest.length === 1 && largest[0] === headings[0] ? first : -1;
};

/**
 * True for each line that is below the heading of a numbered scene, up to the next heading that is not smaller or has a
 * number of its own: all of it is that scene's, however it is laid out.
 */
export const belowNumberedScene = (lines: readonly Line[]): boolean[] => {
  let sceneLevel = NO_LEVEL;
  return lines.map((line) => {
    if (line.kind !== 'heading') return sceneLevel < NO_LEVEL;
    const isNumbered = NUMBERED_SCENE.test(headingWords(line.words));
    if (!isNumbered && line.level > sceneLevel) return true;
    sceneLevel = isNumbered ? line.level : NO_LEVEL;
    return false;
  });
};

/**
 * What each line belongs to. A list ends at the next heading of another kind or, in notes without headings, at a blank
 * line.
 */
export const classify = (lines: readonly Line[]): Section[] => {
  const hasHeadings = lines.some((l) => l.kind === 'heading');
  const hasNodes = lines.some((l) => NODE.test(l.words));
  const title = titleIndex(lines);
  let current: Section = 'scene';
  let depth = NO_LEVEL;
  /** Level of the numbered scene that the line is below; a smaller heading there ("What they learn") is part of it. */
  let sceneLevel = NO_LEVEL;

  const classifyHeading = (line: Line): Section => {
    const words = headingWords(line.words);
    if (isMostly(CONTAINER_HEADING, words)) {
      current = 'scene';
      depth = line.level;
      return 'preamble';
    }
    const section = sectionOfHeading(words);
    const isNumbered = NUMBERED_SCENE.test(words);
    if (section === 'heading' && !isNumbered && line.level > sceneLevel) return current;
    if (isNumbered || line.level <= sceneLevel) sceneLevel = isNumbered ? line.level : NO_LEVEL;
    if (section === 'heading' && current !== 'scene' && line.level > depth) return current;
    current = section === 'heading' ? 'scene' : section;
    depth = line.level;
    return section;
  };

  /** In notes without headings, a label on a line of its own ("Clues:") begins a list. */
  const sectionOfLabel = (line: Line, i: number): Section | null => {
    if (hasHeadings || line.kind !== 'text' || !/:\s*$/.test(line.words) || countWords(line.words) > 5) return null;
    const words = headingWords(line.words);
    if (isMostly(ADMIN_HEADING, words)) return 'admin';
    const isApart = lines.slice(0, i).every((l) => l.kind === 'blank') || lines[i - 1]?.kind === 'blank';
    return isMostly(CATEGORY_HEADING, words) && !hasNodes && isApart ? 'category' : null;
  };

  return lines.map((line, i): Section => {
    if (line.kind === 'heading') return i === title ? 'preamble' : classifyHeading(line);
    if (line.kind === 'blank') {
      if (!hasHeadings) current = 'scene';
      return current;
    }
    const label = sectionOfLabel(line, i);
    if (label) return (current = label);
    return current === 'scene' && ADMIN_LINE.test(line.words) ? 'admin' : current;
  });
};

/** Longest title of a scene on a line of its own, characters. */
const LONGEST_TITLE = 80;
/** "Scene 1: Breath of the Deep", as people write who use no headings. */
const isTitleOfScene = ({ kind, words }: Line): boolean =>
  kind !== 'heading' && words.length <= LONGEST_TITLE && LABELLED_SCENE.test(words) && !/[.!?]\s*$/.test(words);

/** The lines that only concern the people playing, and the headings; names in them count for less. */
export const partsOf = (text: string): { admin: Span[]; headings: Span[] } => {
  const lines = cutLines(text);
  const sections = classify(lines);
  const spans = (test: (line: Line, i: number) => boolean): Span[] =>
    lines.filter(test).map((l) => ({ start: l.from, end: l.end, text: l.words }));
  return {
    admin: spans((l, i) => sections[i] === 'admin' && l.kind !== 'blank'),
    headings: spans((l) => l.kind === 'heading' || isTitleOfScene(l)),
  };
};
