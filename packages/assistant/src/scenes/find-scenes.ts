// Finds where scenes begin and end in a note.
import { PREAMBLE } from '../vocabulary/headings.ts';
import { SIGNAL_WORDS } from '../vocabulary/scene-signals.ts';
import { asTitle, countWords, cutLines, headingTitle, plainWords } from '../text.ts';
import { bestCut, THRESHOLD } from './cut.ts';
import { NODE_LEAD } from './layout.ts';
import { classify, type Section } from './sections.ts';
import { unitsOf, type Unit } from './units.ts';

export interface FoundScene {
  start: number;
  end: number;
  title: string;
  /** What marks its beginning: `heading`, `layout` or a signal. */
  rule: string;
  /** Why it begins here, in words for the GM. */
  reason: string;
  confidence: number;
}

const NODE_NUMBER = new RegExp(`${NODE_LEAD.source}[:.)\\s–—-]*`, 'i');

/** The title of a scene without a heading, from its first line. */
const titleOf = (words: string): string => {
  const first = plainWords(words.split('\n')[0] ?? '')
    .replace(NODE_NUMBER, '')
    .replace(/^[-*•☐☑\d.)\s]+/, '')
    .replace(/^(?:\d{1,2}[:.]\d{2}|\d{1,2}\s?(?:am|pm))\s*(?:am|pm)?[\s:–—-]*/i, '');
  return asTitle(first) || asTitle(words) || 'Scene';
};

const isPartOfScene = (section: Section | undefined): boolean => section === 'scene' || section === 'heading';

/** Stretches of lines that hold scenes, as [from, to). */
const stretchesOf = (sections: readonly Section[]): [from: number, to: number][] => {
  const stretches: [number, number][] = [];
  for (let from = 0; from < sections.length; from++) {
    if (!isPartOfScene(sections[from])) continue;
    let to = from;
    while (isPartOfScene(sections[to])) to += 1;
    stretches.push([from, to]);
    from = to;
  }
  return stretches;
};

/** The units without those that only lead up to the first scene: "Background: …", "ok so starting point:". */
const withoutPreamble = (text: string, units: readonly Unit[]): readonly Unit[] => {
  const leadsUp = (unit: Unit): boolean => {
    const words = text.slice(unit.start, unit.end);
    return PREAMBLE.test(words.trim()) || /:\s*$/.test(words) || (/!!\s*$/.test(words) && unit.words < 8);
  };
  const first = units.findIndex(
    (unit, i) => unit.heading !== '' || !leadsUp(unit) || !(units[i + 1] && units[i + 1]!.score >= THRESHOLD),
  );
  return units.slice(first);
};

const reasonOf = ({ heading, why }: Unit): string => {
  if (heading) return 'It has its own heading';
  return why === 'layout' ? 'It is set apart in your notes' : `Here ${SIGNAL_WORDS[why]}`;
};

const sceneOf = (text: string, first: Unit, end: number): FoundScene => {
  const words = text.slice(first.start, end);
  return {
    start: first.start + (words.length - words.trimStart().length),
    end,
    title: (first.heading && headingTitle(first.heading, 80)) || titleOf(words),
    rule: first.heading ? 'heading' : first.why,
    reason: reasonOf(first),
    confidence: Math.max(0.35, Math.min(0.95, 0.5 + (first.score - THRESHOLD) * 0.2)),
  };
};

const scenesOf = (text: string, units: readonly Unit[]): FoundScene[] => {
  const cuts = bestCut(units);
  return cuts.flatMap((cut, i) => {
    const first = units[cut]!;
    const last = units[(cuts[i + 1] ?? units.length) - 1]!;
    // A single short stretch between lists is not a scene.
    const isFragment = cuts.length === 1 && !first.heading && countWords(text.slice(first.start, last.end)) < 6;
    return isFragment ? [] : [sceneOf(text, first, last.end)];
  });
};

/** The scenes of a note, in order and without overlap. A note of lists or admin alone has none. */
export const findScenes = (text: string, system: string): FoundScene[] => {
  const lines = cutLines(text);
  const sections = classify(lines);
  const scenes: FoundScene[] = [];
  for (const [from, to] of stretchesOf(sections)) {
    const found = unitsOf(text, lines.slice(from, to), sections.slice(from, to), system);
    const first = found.findIndex((unit) => !unit.isTask);
    const units = first === -1 ? [] : found.slice(first);
    scenes.push(...scenesOf(text, scenes.length === 0 ? withoutPreamble(text, units) : units));
  }
  return scenes;
};
