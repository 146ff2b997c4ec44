// Cuts a stretch of a note into units (headings, numbered points, bullets, paragraphs, sentences of long
// paragraphs) and scores each as the beginning of a scene. Layout and signals count for it; words that continue the
// text before count against it.
import { CONTINUES, PHASE, type Signal } from '../vocabulary/scene-signals.ts';
import { countWords, cutSentences, plainWords, type Line } from '../text.ts';
import { layoutOf, NODE_LEAD, TIME_LEAD, type Layout } from './layout.ts';
import { headingWords, type Section } from './sections.ts';
import { signalsOf, type FoundSignals } from './signals.ts';

export interface Unit {
  start: number;
  end: number;
  /** Evidence that a scene begins here. */
  score: number;
  /** The strongest evidence. */
  why: Signal | 'layout';
  heading: string;
  /** Length in words. */
  words: number;
  /** A task belongs to the scene before it and begins none. */
  isTask: boolean;
}

const BASE = {
  heading: 4,
  phase: 3,
  numbered: 2.6,
  clock: 2.4,
  group: 1.7,
  bullet: 1.35,
  paragraph: 0.95,
  line: 0.15,
  sentence: -0.25,
};
/** Below any threshold. */
const SCORE_OF_TASK = -4;
/** A paragraph with more words may hold several scenes. */
const LONG_PARAGRAPH = 32;

/** Whether the words only name a place or an occasion: "Library.", "Dinner with the Count.", "the seance". */
const isLabel = (first: string): boolean =>
  countWords(first) <= 6 &&
  !/\b(?:is|are|was|were|has|had|have|will|can|goes|went|came|said)\b/i.test(first) &&
  /^[\p{L}"'’“]/u.test(first);

const scoreOfKind = (line: Line, layout: Layout, afterBlank: boolean): number => {
  if (line.kind === 'numbered' && line.level === 0) return layout.isNumbered ? BASE.numbered : BASE.line;
  if (line.kind === 'bullet' || line.kind === 'numbered') {
    if (line.level > 0) return -1;
    if (layout.bulletsAreGrouped) return afterBlank ? BASE.group : -0.6;
    if (layout.bulletsAreScenes) return BASE.bullet;
    return afterBlank && layout.hasOnlyBullets ? 0.8 : -0.3;
  }
  if (line.kind === 'text' && layout.hasNoBlanks) return 0.75;
  return afterBlank ? BASE.paragraph : BASE.line;
};

const scoreOfLayout = (line: Line, layout: Layout, system: string, afterBlank: boolean): number => {
  let score = scoreOfKind(line, layout, afterBlank);
  if (layout.isClocked) score = TIME_LEAD.test(line.words) ? BASE.clock : score - 0.6;
  if (layout.hasNodes) score = NODE_LEAD.test(line.words) ? BASE.numbered : score - 1.2;
  const isPhase = PHASE.test(line.words) && countWords(line.words.split(/[.:–-]/)[0] ?? '') <= 3;
  if (isPhase && system === 'fitd') score = Math.max(score, BASE.phase - 1);
  if (layout.isNumbered && line.kind !== 'numbered') score -= 0.8;
  if (layout.paragraphLength >= 35 && line.kind === 'text' && afterBlank) score += 0.2;
  return score;
};

const scoreOfLine = (
  line: Line,
  layout: Layout,
  signals: FoundSignals,
  system: string,
  afterBlank: boolean,
): number => {
  let score = scoreOfLayout(line, layout, system, afterBlank);
  const first = line.words.split(/(?<=[.!?:])\s|\s[–—-]\s/)[0] ?? '';
  if (afterBlank && isLabel(first)) score += 0.35;
  score += signals.score * (layout.isFramed ? 0.25 : 0.8);
  if (CONTINUES.test(line.words) && !signals.found.includes('time')) {
    // "If they enter the crypt, …" plans a scene more often than it continues one.
    const isConditional =
      /^if\b/i.test(line.words) && (signals.found.includes('location') || signals.found.includes('combat'));
    score -= isConditional ? 0.25 : 0.8;
  }
  if (countWords(line.words) < 5 && !isLabel(first)) score -= 0.4;
  if (layout.hasHeadings) score -= 1.6;
  return score;
};

interface Heading {
  start: number;
  words: string;
  isPhase: boolean;
}

const unitOfHeading = (line: Line, heading: Heading): Unit => ({
  start: line.from,
  end: line.end,
  score: BASE.heading,
  why: 'layout',
  heading: heading.words,
  words: countWords(line.words),
  isTask: false,
});

const unitOfLine = (line: Line, heading: Heading | null, layout: Layout, system: string, afterBlank: boolean): Unit => {
  const signals = signalsOf(line.words, system);
  const score = heading
    ? heading.isPhase
      ? BASE.phase
      : BASE.heading
    : line.isTask
      ? SCORE_OF_TASK
      : scoreOfLine(line, layout, signals, system, afterBlank);
  const isByLayout = heading !== null || score - signals.score * 0.8 >= 1;
  return {
    start: heading?.start ?? line.from,
    end: line.end,
    score,
    why: isByLayout ? 'layout' : (signals.best ?? 'layout'),
    heading: heading?.words ?? '',
    words: countWords(line.words),
    isTask: line.isTask && !heading,
  };
};

/** The sentences of a long paragraph as units; the first keeps the score of the paragraph. */
const unitsOfParagraph = (text: string, line: Line, paragraph: Unit, layout: Layout, system: string): Unit[] =>
  cutSentences(text, line.start, line.end).map((sentence, n): Unit => {
    if (n === 0) return { ...paragraph, end: sentence.end, words: countWords(sentence.text) };
    const signals = signalsOf(sentence.text, system);
    let score = BASE.sentence + signals.score * (layout.isFramed ? 0.5 : 1.05);
    if (CONTINUES.test(sentence.text) && !signals.found.includes('time')) score -= 0.5;
    return {
      start: sentence.start,
      end: sentence.end,
      score: layout.isFramed ? score - 0.6 : score,
      why: signals.best ?? 'layout',
      heading: '',
      words: countWords(sentence.text),
      isTask: false,
    };
  });

/** The units of a stretch of scene lines, scored. */
export const unitsOf = (text: string, lines: readonly Line[], sections: readonly Section[], system: string): Unit[] => {
  const layout = layoutOf(lines, sections);
  const units: Unit[] = [];
  /** The heading that the next line belongs to. */
  let heading: Heading | null = null;
  let afterBlank = true;
  for (const [i, line] of lines.entries()) {
    if (line.kind === 'blank' || line.kind === 'rule') {
      afterBlank = true;
      continue;
    }
    if (sections[i] === 'heading') {
      heading = {
        start: line.from,
        words: headingWords(plainWords(line.words)),
        isPhase: PHASE.test(line.words),
      };
      // A heading with nothing below it is still a planned scene.
      const next = lines.slice(i + 1).find((l) => l.kind !== 'blank');
      if (!next || next.kind === 'heading') {
        units.push(unitOfHeading(line, heading));
        heading = null;
      }
    } else {
      const unit = unitOfLine(line, heading, layout, system, afterBlank);
      const isLong = line.kind === 'text' && unit.words > LONG_PARAGRAPH;
      units.push(...(isLong ? unitsOfParagraph(text, line, unit, layout, system) : [unit]));
      heading = null;
    }
    afterBlank = false;
  }
  return units;
};
