// Cuts a whole note into units (lines, and the sentences of long paragraphs) and says what each looks like: the
// features by which a trained model decides where scenes begin and what is outside every scene.
import { cutSentences, type AnalysisInput } from '@emberkeep/domain';
import { stem } from '../stem.ts';
import { countWords, cutLines, plainWords, type Line } from '../text.ts';
import { DETAIL_LINE, STAT_LINE } from '../vocabulary/headings.ts';
import { CONTINUES, PHASE } from '../vocabulary/scene-signals.ts';
import { NODE_LEAD, TIME_LEAD } from './line-leads.ts';
import { belowNumberedScene, classify, headingWords, NUMBERED_SCENE, type Section } from './sections.ts';
import { signalsOf } from './signals.ts';

export interface NoteUnit {
  start: number;
  end: number;
  words: number;
  /** Tables, clues, rolls and stats are details of a scene, and all that is below “Scene 2” is that scene's. */
  beginsNoScene: boolean;
  /** The heading of a numbered scene. */
  beginsScene: boolean;
  /** The words of a heading; empty for other lines. */
  heading: string;
  features: string[];
}

/** A paragraph with more words may hold several scenes. */
const LONG_PARAGRAPH = 32;

type Form =
  'heading' | 'bold' | 'shout' | 'bullet' | 'sub' | 'numbered' | 'text' | 'table' | 'quote' | 'html' | 'rule' | 'front';

interface FormedLine extends Line {
  form: Form;
  section: Section;
  isBelowNumbered: boolean;
}

/** A row of a table, with a bar at its beginning or between cells: `| high | the bell |`, `3.14 | high | the bell`. */
const TABLE_ROW = /^\s*\||\S\s+\|\s+\S/;

const formOf = (line: Line, raw: string): Form => {
  if (line.kind === 'rule') return 'rule';
  if (line.kind === 'heading') return /^\s*#/.test(raw) ? 'heading' : /^\s*[*_]/.test(raw) ? 'bold' : 'shout';
  if (TABLE_ROW.test(raw)) return 'table';
  if (/^\s*>/.test(raw)) return 'quote';
  if (/^\s*<|^\s*!\[|^\s*\{\{</.test(raw)) return 'html';
  if (line.kind === 'bullet' || line.kind === 'numbered') return line.level > 0 ? 'sub' : line.kind;
  return 'text';
};

/** The lines between two rules at the very top of a note. */
const frontMatterEnd = (lines: readonly Line[]): number => {
  if (lines[0]?.words.trim() !== '---') return 0;
  const close = lines.findIndex((line, i) => i > 0 && line.words.trim() === '---');
  return close === -1 ? 0 : close + 1;
};

const formedLines = (text: string): FormedLine[] => {
  const lines = cutLines(text);
  const sections = classify(lines);
  const belowNumbered = belowNumberedScene(lines);
  const front = frontMatterEnd(lines);
  return lines.map((line, i) => ({
    ...line,
    form: i < front ? 'front' : formOf(line, text.slice(line.from, line.end)),
    section: sections[i]!,
    isBelowNumbered: belowNumbered[i]!,
  }));
};

/** A size in a few steps, as a feature's ending. */
const step = (n: number, ...limits: readonly number[]): string => String(limits.filter((limit) => n >= limit).length);

const wordsOf = (text: string): string[] =>
  plainWords(text)
    .toLowerCase()
    .match(/[\p{L}][\p{L}'’]*/gu)
    ?.map((word) => stem(word.replace(/['’]s?$/, ''))) ?? [];

const BOLD_LABEL = /^[-*\s>]*(?:\*\*|__)[^*_]{1,40}?(?::(?:\*\*|__)|(?:\*\*|__)\s*:)/;
const PLAIN_LABEL = /^[\p{L}][\p{L} ]{0,24}:\s/u;
const DATED = /\b(?:\d{1,2}(?:st|nd|rd|th)\b|\d{4}-\d{2}-\d{2}|session \d+|day \d+)/i;
const DICE = /\b(?:\d*d\d+|DC ?\d+|xp|gp|hp|AC ?\d+|\d+ ?coin)\b/i;
const PAST = /\b\p{L}+ed\b|\b(?:went|was|were|had|found|took|gave|came|said|told|made|got|fought|left|met|saw)\b/giu;
const PRESENT = /\b(?:is|are|has|goes|comes|gives|tells|asks|finds|takes|makes|gets|leaves|attacks?|says)\b/gi;
const CONDITION = /\b(?:if|when|should|may|might|could|can|will|would)\b/gi;
const SECOND_PERSON = /\byou(?:r|rs)?\b/i;
const PARTY = /\b(?:the (?:party|pcs|players|group|team|crew|adventurers|heroes|characters)|we|they|everyone|us)\b/i;
const LINK = /\[\[|\]\(/;

const TEXT_TESTS: readonly [name: string, pattern: RegExp][] = [
  ['boldlabel', BOLD_LABEL],
  ['label', PLAIN_LABEL],
  ['time', TIME_LEAD],
  ['node', NODE_LEAD],
  ['dated', DATED],
  ['dice', DICE],
  ['phase', PHASE],
  ['continues', CONTINUES],
  ['second', SECOND_PERSON],
  ['party', PARTY],
  ['link', LINK],
  ['question', /\?\s*$/],
  ['colon', /:\s*[*_]*$/],
  ['task', /\[[ x]\]|[☐☑]/i],
  ['stop', /[.!?"”)]\s*$/],
];

const rate = (text: string, pattern: RegExp, words: number): string =>
  step((text.match(pattern)?.length ?? 0) / Math.max(4, words), 0.001, 0.06, 0.14);

/** What the words of a unit show, wherever it stands. */
const featuresOfWords = (text: string, system: string): string[] => {
  const plain = plainWords(text);
  const words = countWords(plain);
  const signals = signalsOf(plain);
  return [
    ...TEXT_TESTS.filter(([, pattern]) => pattern.test(text)).map(([name]) => name),
    ...signals.flatMap((signal) => [`signal ${signal}`, `signal ${signal} in ${system}`]),
    `signals ${Math.min(3, signals.length)}`,
    `past ${rate(plain, PAST, words)}`,
    `present ${rate(plain, PRESENT, words)}`,
    `if ${rate(plain, CONDITION, words)}`,
    `size ${step(words, 3, 6, 12, 25, 50, 90)}`,
  ];
};

/** The share of the shorter list's words that the other holds. */
const overlap = (a: ReadonlySet<string>, b: ReadonlySet<string>): number => {
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  let n = 0;
  for (const word of small) if (large.has(word)) n += 1;
  return small.size === 0 ? 0 : n / small.size;
};

const NAME_WORD = /\p{Lu}[\p{L}'’]{2,}/gu;
const namesIn = (text: string): Set<string> =>
  new Set(
    cutSentences(text)
      .flatMap((sentence) => sentence.text.replace(/^\p{Lu}/u, '').match(NAME_WORD) ?? [])
      .map((w) => w.replace(/['’]s$/, '')),
  );

interface Outline {
  /** Levels of headings in the note, ascending. */
  levels: number[];
  counts: Map<number, number>;
  /** Headings of one level that begin with the same word, such as "Situation 1" and "Situation 2". */
  series: ReadonlySet<FormedLine>;
  /** Headings below one of a series. */
  belowSeries: ReadonlySet<FormedLine>;
}

/** A series has at least this many headings. */
const SHORTEST_SERIES = 3;

const seriesIn = (headings: readonly FormedLine[]): Set<FormedLine> => {
  const groups = new Map<string, FormedLine[]>();
  for (const heading of headings) {
    const key = `${heading.level} ${wordsOf(heading.words)[0] ?? ''}`;
    const group = groups.get(key);
    if (group) group.push(heading);
    else groups.set(key, [heading]);
  }
  return new Set([...groups.values()].filter((group) => group.length >= SHORTEST_SERIES).flat());
};

const belowSeriesIn = (headings: readonly FormedLine[], series: ReadonlySet<FormedLine>): Set<FormedLine> => {
  let smallest = Infinity;
  const below = new Set<FormedLine>();
  for (const heading of headings) {
    if (heading.level > smallest) below.add(heading);
    if (series.has(heading)) smallest = Math.min(smallest, heading.level);
  }
  return below;
};

const outlineOf = (lines: readonly FormedLine[]): Outline => {
  const headings = lines.filter((line) => line.kind === 'heading' && line.form !== 'front');
  const counts = new Map<number, number>();
  for (const { level } of headings) counts.set(level, (counts.get(level) ?? 0) + 1);
  const series = seriesIn(headings);
  return {
    levels: [...counts.keys()].sort((a, b) => a - b),
    counts,
    series,
    belowSeries: belowSeriesIn(headings, series),
  };
};

/** What separates the parts of a note as a whole. */
const layoutOf = (lines: readonly FormedLine[], { levels }: Outline): string => {
  if (levels.length > 0) return levels.length > 1 ? 'outline' : 'headings';
  const filled = lines.filter((line) => line.kind !== 'blank');
  const points = filled.filter((line) => line.kind === 'bullet' || line.kind === 'numbered');
  if (points.length > filled.length / 2) return points.some((line) => line.kind === 'numbered') ? 'numbers' : 'bullets';
  const gaps = lines.filter((line, i) => line.kind === 'blank' && i > 0 && i < lines.length - 1).length;
  return gaps >= 2 ? 'paragraphs' : 'block';
};

const placeAmong = (rank: number, count: number): string =>
  rank === 0 ? 'top' : rank === count - 1 ? 'low' : 'middle';

/** What the place of a heading in the outline of its note shows. */
const featuresOfHeading = (lines: readonly FormedLine[], i: number, outline: Outline): string[] => {
  const line = lines[i]!;
  const rank = outline.levels.indexOf(line.level);
  const until = (ends: (other: FormedLine) => boolean): readonly FormedLine[] => {
    let end = i + 1;
    while (end < lines.length && !ends(lines[end]!)) end += 1;
    return lines.slice(i + 1, end);
  };
  const below = until((other) => other.kind === 'heading');
  const whole = until((other) => other.kind === 'heading' && other.level <= line.level);
  const words = below.reduce((n, l) => n + countWords(l.words), 0);
  const wordsInAll = whole.reduce((n, l) => n + countWords(l.words), 0);
  const first = below.find((l) => l.kind !== 'blank');
  let before = i - 1;
  while (before >= 0 && lines[before]!.kind !== 'heading') before -= 1;
  const above = lines[before];
  return [
    `rank ${placeAmong(rank, outline.levels.length)} of ${Math.min(3, outline.levels.length)}`,
    `level ${line.level}`,
    `siblings ${step(outline.counts.get(line.level) ?? 0, 2, 3, 5, 9)}`,
    `below ${step(words, 1, 10, 30, 80, 160)}`,
    `all below ${step(wordsInAll, 1, 15, 40, 100, 200, 400)}`,
    `holds headings ${whole.some((l) => l.kind === 'heading')}`,
    `first below ${first?.form ?? 'none'}`,
    `series ${outline.series.has(line) ? 'own' : outline.belowSeries.has(line) ? 'above' : outline.series.size > 0 ? 'other' : 'none'}`,
    `after heading ${above === undefined ? 'none' : Math.sign(above.level - line.level)}`,
    ...wordsOf(line.words).map((word) => `title ${word}`),
  ];
};

interface Place {
  line: FormedLine;
  /** Number of the sentence in its line. */
  sentence: number;
  previous: FormedLine | undefined;
  isAfterBlank: boolean;
  isAfterRule: boolean;
}

const featuresOfPlace = ({ line, sentence, previous, isAfterBlank, isAfterRule }: Place): string[] => {
  const form = sentence > 0 ? 'sentence' : line.form;
  const spot = `${form}${sentence === 0 && isAfterBlank ? ' apart' : ''}`;
  return [
    `form ${spot}`,
    `${spot} after ${previous?.form ?? 'nothing'}`,
    `section ${line.section}`,
    `section ${line.section} ${form}`,
    ...(isAfterRule ? ['after rule'] : []),
  ];
};

interface RawUnit {
  start: number;
  end: number;
  place: Place;
  index: number;
  text: string;
}

/** Whether a blank line above says something: around headings and at the top, the editor decides about it. */
const standsApart = (line: FormedLine, previous: FormedLine | undefined, hasBlank: boolean): boolean =>
  line.kind !== 'heading' &&
  line.form !== 'table' &&
  (previous === undefined || (previous.kind !== 'heading' && hasBlank));

const rawUnits = (text: string, lines: readonly FormedLine[]): RawUnit[] => {
  const units: RawUnit[] = [];
  let [previous, hasBlank, isAfterRule]: [FormedLine | undefined, boolean, boolean] = [undefined, false, false];
  for (const [index, line] of lines.entries()) {
    if (line.kind === 'blank') hasBlank = true;
    else if (line.form === 'rule') isAfterRule = true;
    else {
      const isLong = line.form === 'text' && countWords(line.words) > LONG_PARAGRAPH;
      const spans = isLong ? cutSentences(text, line.start, line.end) : [{ start: line.from, end: line.end }];
      for (const [sentence, span] of spans.entries())
        units.push({
          start: sentence === 0 ? line.from : span.start,
          end: span.end,
          index,
          text: text.slice(span.start, span.end),
          place: { line, sentence, previous, isAfterBlank: standsApart(line, previous, hasBlank), isAfterRule },
        });
      [previous, hasBlank, isAfterRule] = [line, false, false];
    }
  }
  return units;
};

const joined = (sets: readonly ReadonlySet<string>[], from: number, to: number): Set<string> =>
  new Set(sets.slice(Math.max(0, from), to).flatMap((set) => [...set]));

/** How many units before and behind are compared. */
const AROUND = 3;

/** What a unit shares with those around it. `bags` are the longer words of each unit, `names` its capitalised ones. */
const featuresOfContext = (bags: readonly Set<string>[], names: readonly Set<string>[], i: number): string[] => {
  const own = names[i]!;
  const seen = joined(names, i - AROUND - 1, i);
  const fresh = [...own].filter((name) => !seen.has(name)).length;
  const shared = overlap(joined(bags, i - AROUND, i), joined(bags, i, i + AROUND));
  return [
    `cohesion ${step(shared, 0.001, 0.08, 0.16, 0.3)}`,
    `cast ${own.size === 0 ? 'none' : step(fresh / own.size, 0.01, 0.5, 0.99)}`,
    `names ${step(own.size, 1, 3)}`,
    `at ${i === 0 ? 'first' : i === bags.length - 1 ? 'last' : step(i / bags.length, 0.1, 0.5, 0.9)}`,
  ];
};

/** A feature of the words alone and, where its weight depends on the form of the unit, together with it. */
const withForm = (feature: string, form: string): string[] =>
  /^(?:signal|continues|size)/.test(feature) ? [feature, `${form}: ${feature}`] : [feature];

const MOST_OPENING_WORDS = 3;

const featuresOfBody = (words: readonly string[], bag: ReadonlySet<string>, heading: readonly string[]): string[] => [
  ...words.slice(0, MOST_OPENING_WORDS).map((word, n) => `opens ${n === 0 ? '' : '+ '}${word}`),
  ...[...bag].map((word) => `word ${word}`),
  ...heading.map((word) => `under ${word}`),
];

/** The stems of the heading above each line; empty without one. */
const headingsAbove = (lines: readonly FormedLine[]): string[][] => {
  let heading: string[] = [];
  return lines.map((line) => {
    const above = heading;
    if (line.kind === 'heading') heading = wordsOf(line.words);
    return above;
  });
};

/** A line that says what can be found, rolled or fought where the lines above are: no scene of its own. */
const isDetail = ({ kind, words }: FormedLine): boolean =>
  kind !== 'heading' && (DETAIL_LINE.test(words) || STAT_LINE.test(words));

/** Fewest words of a numbered point that may be a scene of its own below a heading. */
const LONG_POINT = 16;
/** "Burnt letter -> the mill": a connection between scenes. */
const CONNECTION = /\S\s*(?:[-–=]>|→|⇒)\s*\S/;

/**
 * True for each short numbered point, and each connection in a list, below a heading that is neither the note's title
 * nor one that holds scenes ("Scenes"): options, steps and clues of what the heading names.
 */
const pointsOfHeadings = (lines: readonly FormedLine[]): boolean[] => {
  let isBelow = false;
  return lines.map((line) => {
    if (line.kind === 'heading') isBelow = line.section !== 'preamble';
    const isPoint = line.kind === 'numbered' || (line.kind === 'bullet' && CONNECTION.test(line.words));
    return isBelow && isPoint && countWords(line.words) < LONG_POINT;
  });
};

/** The units of a note with their features, in order. */
export const noteUnits = ({
  text,
  gameSystem,
  stage,
}: Pick<AnalysisInput, 'text' | 'gameSystem' | 'stage'>): NoteUnit[] => {
  const lines = formedLines(text);
  const outline = outlineOf(lines);
  const layout = layoutOf(lines, outline);
  const headings = headingsAbove(lines);
  const isPoint = pointsOfHeadings(lines);
  const raw = rawUnits(text, lines);
  const words = raw.map((unit) => wordsOf(unit.text));
  const bags = words.map((each) => new Set(each.filter((word) => word.length > 3)));
  const names = raw.map((unit) => namesIn(plainWords(unit.text)));
  return raw.map((unit, i): NoteUnit => {
    const { line, sentence, isAfterBlank } = unit.place;
    const isHeading = line.kind === 'heading';
    const form = sentence > 0 ? 'sentence' : line.form;
    const features = [
      'bias',
      ...featuresOfPlace(unit.place),
      ...featuresOfWords(unit.text, gameSystem).flatMap((feature) => withForm(feature, form)),
      `${stage} ${form}`,
      `${layout} ${form}${isAfterBlank ? ' apart' : ''}`,
      ...(isHeading
        ? featuresOfHeading(lines, unit.index, outline)
        : featuresOfBody(words[i]!, bags[i]!, headings[unit.index]!)),
      ...featuresOfContext(bags, names, i),
    ];
    return {
      start: unit.start,
      end: unit.end,
      words: countWords(unit.text),
      beginsNoScene: line.form === 'table' || line.isBelowNumbered || isDetail(line) || isPoint[unit.index]!,
      beginsScene: isHeading && NUMBERED_SCENE.test(headingWords(line.words)),
      heading: isHeading ? line.words : '',
      features: [...new Set(features)],
    };
  });
};
