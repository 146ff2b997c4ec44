// Owns where scenes begin and end in a note. First blocks are told apart (scene, category list, admin, preamble), then units
// (headings, numbered points, bullets, paragraphs, sentences of long paragraphs) get a score for beginning a scene: by
// layout, by the mission's signals, and against it by words that go on. The best cut is found over the whole stretch.
import {
  ADMIN,
  ADMIN_LINE,
  CATEGORY_HEADING,
  CONTAINER_HEADING,
  CONTINUES,
  PHASE,
  PREAMBLE,
  SIGNAL_WORDS,
  SIGNALS,
  SYSTEM_WEIGHTS,
  WEIGHTS,
  type Signal,
} from './vocabulary.ts';
import { asTitle, countWords, cutLines, cutSentences, plainWords, type Line, type Span } from './text.ts';

export interface Segment {
  start: number;
  end: number;
  title: string;
  /** Which rule cut here, and in words why. */
  rule: string;
  reason: string;
  confidence: number;
}

interface Unit {
  start: number;
  end: number;
  score: number;
  why: Signal | 'layout';
  heading: string;
  words: number;
}

type Section = 'scene' | 'heading' | 'category' | 'admin' | 'preamble';

const strip = (words: string): string =>
  words
    .replace(/[*_:]+$/g, '')
    .replace(/^[*_]+/, '')
    .trim();
const isWholly = (pattern: RegExp, words: string): boolean => {
  const found = pattern.exec(words);
  return found !== null && found[0].length >= words.length * 0.45;
};

/** What each line belongs to. A category ends at the next heading that is none, or, without headings, at a blank line. */
const classify = (lines: readonly Line[]): Section[] => {
  const headings = lines.filter((l) => l.kind === 'heading');
  const top = Math.min(...headings.map((h) => h.level), 9);
  const isTitle = (line: Line, i: number): boolean =>
    line.kind === 'heading' &&
    line.level === top &&
    headings.filter((h) => h.level === top).length === 1 &&
    headings.length > 1 &&
    lines.slice(0, i).every((l) => l.kind === 'blank' || l.kind === 'rule');
  let inside: Section = 'scene';
  let depth = 9;
  return lines.map((line, i): Section => {
    const words = strip(line.words);
    if (line.kind === 'heading') {
      if (isTitle(line, i)) return 'preamble';
      if (isWholly(CONTAINER_HEADING, words)) {
        inside = 'scene';
        depth = line.level;
        return 'preamble';
      }
      const kind: Section = isWholly(ADMIN, words)
        ? 'admin'
        : isWholly(CATEGORY_HEADING, words) && !PHASE.test(words)
          ? 'category'
          : 'heading';
      if (kind === 'heading' && inside !== 'scene' && line.level > depth) return inside;
      inside = kind === 'heading' ? 'scene' : kind;
      depth = line.level;
      return kind;
    }
    // "Clues:" alone: a list inside of the scene under a heading, a list of its own at the top.
    if (line.kind === 'text' && /:\s*$/.test(line.words) && countWords(line.words) <= 5 && headings.length === 0) {
      const before = lines.slice(0, i).findLast((l) => l.kind !== 'blank');
      const isNode = lines.some((l) => /^(?:node|scene|location|act|encounter)\s+[\dA-Z]/i.test(l.words));
      if (isWholly(ADMIN, words)) return (inside = 'admin');
      if (isWholly(CATEGORY_HEADING, words) && !isNode && (!before || lines[i - 1]?.kind === 'blank'))
        return (inside = 'category');
    }
    if (line.kind === 'blank') {
      if (headings.length === 0 && inside !== 'scene') inside = 'scene';
      return inside;
    }
    if (inside === 'scene' && ADMIN_LINE.test(line.words)) return 'admin';
    return inside;
  });
};

/** Stretches about the evening around the table, and headings: what is named there counts otherwise. */
export const partsOf = (text: string): { admin: Span[]; headings: Span[] } => {
  const lines = cutLines(text);
  const sections = classify(lines);
  const spans = (test: (line: Line, i: number) => boolean): Span[] =>
    lines.filter(test).map((l) => ({ start: l.from, end: l.end, text: l.words }));
  return {
    admin: spans((l, i) => sections[i] === 'admin' && l.kind !== 'blank'),
    headings: spans((l) => l.kind === 'heading'),
  };
};

/** Names a place or an occasion and says nothing yet: "Library.", "Dinner with the Count.", "the seance". */
const isLabel = (first: string): boolean =>
  countWords(first) <= 6 &&
  !/\b(?:is|are|was|were|has|had|have|will|can|goes|went|came|said)\b/i.test(first) &&
  /^[\p{L}"'’“]/u.test(first);

const signalsOf = (text: string, system: string): { score: number; best: Signal | null; found: Signal[] } => {
  const head = text.replace(/^[\s"'“*_]+/, '').slice(0, 200);
  const first = head.split(/(?<=[.!?])\s/)[0] ?? head;
  const weights = { ...WEIGHTS, ...SYSTEM_WEIGHTS[system] };
  const found: Signal[] = [];
  for (const signal of Object.keys(SIGNALS) as Signal[]) {
    const isAtStart = signal === 'location' || signal === 'time' || signal === 'challenge';
    // A sentence's capital is no name: "In the salon" is looked at as "in the salon".
    const words = isAtStart ? head.charAt(0).toLowerCase() + head.slice(1) : `${first} `;
    if (SIGNALS[signal].some((pattern) => pattern.test(words))) found.push(signal);
  }
  const sorted = [...found].sort((a, b) => weights[b] - weights[a]);
  // The strongest counts whole, the others half: three weak hints are no scene.
  return {
    score: sorted.reduce((sum, s, i) => sum + weights[s] * (i === 0 ? 1 : 0.4), 0),
    best: sorted[0] ?? null,
    found,
  };
};

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
export const TIME_LEAD =
  /^(?:\d{1,2}[:.]\d{2}|\d{1,2}\s?(?:am|pm)\b|day \d+\b|night \d+\b|(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|morning|afternoon|evening|night|dawn|dusk|noon|midnight)\s*[:–—-])/i;

/** Scores every place in a stretch of scene lines where a scene may begin. */
const unitsOf = (text: string, lines: readonly Line[], sections: readonly Section[], system: string): Unit[] => {
  const units: Unit[] = [];
  const body = lines.filter((l) => l.kind !== 'blank' && l.kind !== 'rule');
  const hasHeadings = lines.some((_, i) => sections[i] === 'heading');
  const numbered = body.filter((l) => l.kind === 'numbered' && l.level === 0);
  const isNumbered =
    numbered.length >= 3 && numbered.reduce((n, l) => n + countWords(l.words), 0) / numbered.length >= 4;
  const clocked = body.filter((l) => TIME_LEAD.test(l.words)).length >= 2;
  const nodes =
    body.filter(
      (l) =>
        l.kind === 'text' &&
        /^(?:node|scene|act|encounter|part|location|room|area)\s+(?:\d+|[a-z]\b|one|two|three)/i.test(l.words),
    ).length >= 2;
  const bullets = body.filter((l) => l.kind === 'bullet' && l.level === 0);
  let groups = 0;
  lines.forEach((l, i) => {
    if (l.kind === 'bullet' && l.level === 0 && (i === 0 || lines[i - 1]!.kind === 'blank')) groups += 1;
  });
  const inGroups = groups >= 2 && bullets.length / groups >= 1.7;
  const nested = body.some((l) => l.kind === 'bullet' && l.level > 0);
  const averageBullet = bullets.reduce((n, l) => n + countWords(l.words), 0) / Math.max(1, bullets.length);
  const bulletsAreScenes =
    bullets.length >= 3 &&
    !inGroups &&
    (nested || averageBullet >= 9) &&
    bullets.length >= body.filter((l) => l.kind === 'text').length;
  const paragraphs = body.filter((l) => l.kind === 'text');
  const average = paragraphs.reduce((n, l) => n + countWords(l.words), 0) / Math.max(1, paragraphs.length);
  const noBlanks =
    paragraphs.length >= 3 &&
    !lines.some((l, i) => l.kind === 'blank' && i > 0 && i < lines.length - 1) &&
    average >= 10;
  const isFramed = hasHeadings || isNumbered || clocked || nodes;

  let heading: { start: number; words: string; isPhase: boolean } | null = null;
  let afterBlank = true;
  lines.forEach((line, i) => {
    if (line.kind === 'blank' || line.kind === 'rule') {
      afterBlank = true;
      return;
    }
    if (sections[i] === 'heading') {
      heading = { start: line.from, words: strip(plainWords(line.words)), isPhase: PHASE.test(line.words) };
      // A heading with nothing below is still a scene that somebody planned.
      const next = lines.slice(i + 1).find((l) => l.kind !== 'blank');
      if (!next || next.kind === 'heading') {
        units.push({
          start: line.from,
          end: line.end,
          score: BASE.heading,
          why: 'layout',
          heading: heading.words,
          words: countWords(line.words),
        });
        heading = null;
      }
      afterBlank = false;
      return;
    }
    const signals = signalsOf(line.words, system);
    let score = afterBlank ? BASE.paragraph : BASE.line;
    if (line.kind === 'text' && noBlanks) score = 0.75;
    if (line.kind === 'numbered' && line.level === 0) score = isNumbered ? BASE.numbered : BASE.line;
    else if (line.kind === 'bullet' || line.kind === 'numbered') {
      if (line.level > 0) score = -1;
      else if (inGroups) score = afterBlank ? BASE.group : -0.6;
      else score = bulletsAreScenes ? BASE.bullet : afterBlank && bullets.length === body.length ? 0.8 : -0.3;
    }
    if (clocked) score = TIME_LEAD.test(line.words) ? BASE.clock : score - 0.6;
    if (nodes)
      score = /^(?:node|scene|act|encounter|part|location|room|area)\s+(?:\d+|[a-z]\b|one|two|three)/i.test(line.words)
        ? BASE.numbered
        : score - 1.2;
    if (PHASE.test(line.words) && system === 'fitd' && countWords(line.words.split(/[.:–-]/)[0] ?? '') <= 3)
      score = Math.max(score, BASE.phase - 1);
    if (isNumbered && line.kind !== 'numbered') score -= 0.8;
    if (average >= 35 && line.kind === 'text' && afterBlank) score += 0.2;
    const first = line.words.split(/(?<=[.!?:])\s|\s[–—-]\s/)[0] ?? '';
    if (afterBlank && isLabel(first)) score += 0.35;
    score += signals.score * (isFramed ? 0.25 : 0.8);
    if (CONTINUES.test(line.words) && !signals.found.includes('time'))
      score -=
        /^if\b/i.test(line.words) && (signals.found.includes('location') || signals.found.includes('combat'))
          ? 0.25
          : 0.8;
    if (countWords(line.words) < 5 && !isLabel(first)) score -= 0.4;
    if (hasHeadings && !heading) score -= 1.6;
    const pending = heading as { start: number; words: string; isPhase: boolean } | null;
    if (pending) score = pending.isPhase ? BASE.phase : BASE.heading;
    const start = pending ? pending.start : line.from;
    units.push({
      start,
      end: line.end,
      score,
      why: pending || score - signals.score * 0.8 >= 1 ? 'layout' : (signals.best ?? 'layout'),
      heading: pending?.words ?? '',
      words: countWords(line.words),
    });
    heading = null;
    afterBlank = false;
    // A long paragraph may hold several scenes.
    if (line.kind === 'text' && countWords(line.words) > LONG_PARAGRAPH) {
      const sentences = cutSentences(text, line.start, line.end);
      const paragraph = units.pop()!;
      sentences.forEach((sentence, n) => {
        const own = signalsOf(sentence.text, system);
        let s = BASE.sentence + own.score * (isFramed ? 0.5 : 1.05);
        if (CONTINUES.test(sentence.text) && !own.found.includes('time')) s -= 0.5;
        if (n === 0) units.push({ ...paragraph, end: sentence.end, words: countWords(sentence.text) });
        else
          units.push({
            start: sentence.start,
            end: sentence.end,
            score: isFramed ? s - 0.6 : s,
            why: own.best ?? 'layout',
            heading: '',
            words: countWords(sentence.text),
          });
      });
    }
  });
  return units;
};

/** A paragraph above this may hold more than one scene, words. */
const LONG_PARAGRAPH = 32;

/** Cost of a scene by its length in words: two lines are seldom one, half a page is seldom only one. */
const lengthCost = (words: number, isHeaded: boolean): number =>
  isHeaded ? 0 : words < 8 ? 0.9 : words < 16 ? 0.4 : words < 100 ? 0 : words < 160 ? 0.35 : 0.8;
const THRESHOLD = 0.55;

/** The cut with the best sum: every scene must earn its beginning. */
const bestCut = (units: readonly Unit[]): number[] => {
  const n = units.length;
  const best: number[] = Array.from({ length: n + 1 }, () => -Infinity);
  const from: number[] = Array.from({ length: n + 1 }, () => 0);
  const sums = [0];
  for (const unit of units) sums.push(sums.at(-1)! + unit.words);
  best[0] = 0;
  for (let end = 1; end <= n; end++) {
    for (let start = end - 1; start >= Math.max(0, end - 80); start--) {
      const gain =
        (start === 0 ? 0 : units[start]!.score - THRESHOLD) -
        lengthCost(sums[end]! - sums[start]!, units[start]!.heading !== '' || units[start]!.score > 2.2);
      if (best[start]! + gain > best[end]!) {
        best[end] = best[start]! + gain;
        from[end] = start;
      }
    }
  }
  const cuts: number[] = [];
  for (let end = n; end > 0; end = from[end]!) cuts.push(from[end]!);
  return cuts.reverse();
};

/** Scenes of a note, in order, without overlap. A note of lists or admin alone has none. */
export const findScenes = (text: string, system: string): Segment[] => {
  const lines = cutLines(text);
  const sections = classify(lines);
  const segments: Segment[] = [];
  let at = 0;
  while (at < lines.length) {
    if (sections[at] !== 'scene' && sections[at] !== 'heading') {
      at += 1;
      continue;
    }
    let end = at;
    while (end < lines.length && (sections[end] === 'scene' || sections[end] === 'heading')) end += 1;
    const units = unitsOf(text, lines.slice(at, end), sections.slice(at, end), system);
    const isFirst = segments.length === 0;
    // What stands before the first scene and only sets out: "Background: …", "ok so starting point:".
    while (isFirst && units.length > 1 && !units[0]!.heading) {
      const words = text.slice(units[0]!.start, units[0]!.end);
      const next = units[1]!;
      if (
        !(PREAMBLE.test(words.trim()) || /:\s*$/.test(words) || (/!!\s*$/.test(words) && units[0]!.words < 8)) ||
        next.score < THRESHOLD
      )
        break;
      units.shift();
    }
    const cuts = bestCut(units);
    cuts.forEach((unit, i) => {
      const first = units[unit]!;
      const last = units[(cuts[i + 1] ?? units.length) - 1]!;
      const words = text.slice(first.start, last.end);
      // A lone short stretch between lists is no scene.
      if (cuts.length === 1 && countWords(words) < 6 && !first.heading) return;
      segments.push({
        start: first.start + (words.length - words.trimStart().length),
        end: last.end,
        title: first.heading ? asTitle(first.heading, 80) : titleOf(words),
        rule: first.heading ? 'heading' : first.why,
        reason: first.heading
          ? 'It has a heading of its own'
          : first.why === 'layout'
            ? 'It stands apart in the notes'
            : `Here ${SIGNAL_WORDS[first.why]}`,
        confidence: Math.max(0.35, Math.min(0.95, 0.5 + (first.score - THRESHOLD) * 0.2)),
      });
    });
    at = end;
  }
  return segments;
};

const LEAD = /^(?:node|scene|act|encounter|part|location|room|area)\s+(?:\d+|[a-z]\b|one|two|three)[:.)\s–—-]*/i;
const titleOf = (words: string): string => {
  const first = plainWords(words.split('\n')[0] ?? '')
    .replace(LEAD, '')
    .replace(/^[-*•\d.)\s]+/, '')
    .replace(/^(?:\d{1,2}[:.]\d{2}|\d{1,2}\s?(?:am|pm))\s*(?:am|pm)?[\s:–—-]*/i, '');
  return asTitle(first) || asTitle(words) || 'Scene';
};
