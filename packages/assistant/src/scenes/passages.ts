// Where the passage of a scene ends: behind the clues, rolls and stats below it, which begin no scene of their own.
import type { AnalysisItem } from '@emberkeep/domain';
import { SCENE_DETAIL } from '../vocabulary/headings.ts';
import { cutLines, type Line } from '../text.ts';
import { classify, type Section } from './sections.ts';

/** Deeper than any heading: no heading is below a scene that has none above it. */
const NO_LEVEL = 9;

interface SortedLine extends Line {
  section: Section;
}

/** True for a line that begins something that does not belong to a scene under a heading of this level. */
const endsPassage = (line: SortedLine, above: SortedLine | undefined, level: number): boolean => {
  if (line.kind === 'heading') return line.level <= level || line.section === 'preamble';
  if (level < NO_LEVEL || (line.section !== 'category' && line.section !== 'admin')) return false;
  const beginsList = above === undefined || above.section !== line.section || above.kind === 'blank';
  return beginsList && !SCENE_DETAIL.test(line.words);
};

/** The end of the passage that begins at `start` and goes no further than `limit`. */
const passageEnd = (lines: readonly SortedLine[], start: number, limit: number): number => {
  const first = lines.findLastIndex((line) => line.from <= start);
  const heading = lines.slice(0, first + 1).findLast((line) => line.kind === 'heading');
  let end = start;
  for (let i = first; i < lines.length && lines[i]!.from < limit; i++) {
    const line = lines[i]!;
    if (i > first && endsPassage(line, lines[i - 1], heading?.level ?? NO_LEVEL)) break;
    if (line.kind !== 'blank' && line.kind !== 'rule') end = Math.min(line.end, limit);
  }
  return end;
};

/**
 * Where the passage of each scene ends, as an offset into the text: before the next scene, before a heading that is not
 * below the scene's own and, in notes without headings, before a list that is about the whole note. `scenes` are in the
 * order of the text.
 */
const passageEnds = (text: string, scenes: readonly { start: number; end: number }[]): number[] => {
  const cut = cutLines(text);
  const sections = classify(cut);
  const lines = cut.map((line, i): SortedLine => ({ ...line, section: sections[i]! }));
  return scenes.map(({ start, end }, i) =>
    Math.max(end, passageEnd(lines, start, scenes[i + 1]?.start ?? text.length)),
  );
};

/** The items of a text, its scenes with the ends of their passages. */
export const withPassageEnds = (text: string, items: readonly AnalysisItem[]): AnalysisItem[] => {
  const scenes = items.filter((item) => item.type === 'scene_suggestion').sort((a, b) => a.start - b.start);
  const ends = passageEnds(text, scenes);
  return items.map((item) =>
    item.type === 'scene_suggestion'
      ? { ...item, proposal: { ...item.proposal, passageEnd: ends[scenes.indexOf(item)]! } }
      : item,
  );
};
