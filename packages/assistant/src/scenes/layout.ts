// What a stretch of a note looks like as a whole: which marks its author uses to separate scenes.
import { countWords, type Line } from '../text.ts';
import { oneOf } from '../vocabulary/patterns.ts';
import type { Section } from './sections.ts';

const NAMED_TIMES = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
  'morning',
  'afternoon',
  'evening',
  'night',
  'dawn',
  'dusk',
  'noon',
  'midnight',
];
/** A line that begins with a time: "21:00", "Day 2", "Evening –". */
export const TIME_LEAD = new RegExp(
  `^${oneOf([
    /\d{1,2}[:.]\d{2}/,
    /\d{1,2}\s?(?:am|pm)\b/,
    /day \d+\b/,
    /night \d+\b/,
    `${oneOf(NAMED_TIMES)}\\s*[:–—-]`,
  ])}`,
  'i',
);
/** A line that begins with the number of a node: "Scene 2", "Room B". */
export const NODE_LEAD = /^(?:node|scene|act|encounter|part|location|room|area)\s+(?:\d+|[a-z]\b|one|two|three)/i;

export interface Layout {
  hasHeadings: boolean;
  /** Has numbered points that are long enough to be scenes. */
  isNumbered: boolean;
  /** Has several lines that begin with a time. */
  isClocked: boolean;
  hasNodes: boolean;
  /** Any of the four above. Words then say less about where scenes begin. */
  isFramed: boolean;
  /** Bullets come in groups between blank lines, one scene per group. */
  bulletsAreGrouped: boolean;
  bulletsAreScenes: boolean;
  hasOnlyBullets: boolean;
  /** No blank lines separate the paragraphs. */
  hasNoBlanks: boolean;
  /** Mean length of a paragraph in words. */
  paragraphLength: number;
}

const averageWords = (lines: readonly Line[]): number =>
  lines.reduce((n, l) => n + countWords(l.words), 0) / Math.max(1, lines.length);

export const layoutOf = (lines: readonly Line[], sections: readonly Section[]): Layout => {
  const body = lines.filter((l) => l.kind !== 'blank' && l.kind !== 'rule');
  const numbered = body.filter((l) => l.kind === 'numbered' && l.level === 0);
  const bullets = body.filter((l) => l.kind === 'bullet' && l.level === 0);
  const paragraphs = body.filter((l) => l.kind === 'text');

  const hasHeadings = lines.some((_, i) => sections[i] === 'heading');
  const isNumbered = numbered.length >= 3 && averageWords(numbered) >= 4;
  const isClocked = body.filter((l) => TIME_LEAD.test(l.words)).length >= 2;
  const hasNodes = paragraphs.filter((l) => NODE_LEAD.test(l.words)).length >= 2;

  const groups = lines.filter(
    (l, i) => l.kind === 'bullet' && l.level === 0 && (i === 0 || lines[i - 1]!.kind === 'blank'),
  ).length;
  const bulletsAreGrouped = groups >= 2 && bullets.length / groups >= 1.7;
  const hasNestedBullets = body.some((l) => l.kind === 'bullet' && l.level > 0);
  const bulletsAreScenes =
    bullets.length >= 3 &&
    !bulletsAreGrouped &&
    (hasNestedBullets || averageWords(bullets) >= 9) &&
    bullets.length >= paragraphs.length;

  const paragraphLength = averageWords(paragraphs);
  const hasNoBlanks =
    paragraphs.length >= 3 &&
    !lines.some((l, i) => l.kind === 'blank' && i > 0 && i < lines.length - 1) &&
    paragraphLength >= 10;

  return {
    hasHeadings,
    isNumbered,
    isClocked,
    hasNodes,
    isFramed: hasHeadings || isNumbered || isClocked || hasNodes,
    bulletsAreGrouped,
    bulletsAreScenes,
    hasOnlyBullets: bullets.length === body.length,
    hasNoBlanks,
    paragraphLength,
  };
};
