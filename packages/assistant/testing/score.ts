// Scores predictions against the labels of the development set: scene boundaries within 60 characters, WindowDiff
// and Pk, types of scenes found, mentions, new names, relationships by pair, type and tone, and log entries by
// their words.
import { nameKey, type AnalysisItem } from '@emberkeep/domain';
import type { LabelledNote } from './labelled-notes.ts';
import { matches } from './matches.ts';

/** What an analysis found in one note, in the evaluation's format. */
export interface Prediction {
  scenes: { start: number; end: number; title: string; type: string }[];
  entities: { name: string; type: string; status: 'new' | 'known'; id?: string }[];
  relationships: { source: string; target: string; type: string; tone: string }[];
  logEntries: { entity: string; content: string }[];
  mentions: { start: number; end: number; id: string }[];
}

/** Counts that add up over notes. */
interface Tally {
  hits: number;
  predicted: number;
  expected: number;
}

/** The harmonic mean of precision and recall; 1 where nothing was expected and nothing predicted. */
const f1 = ({ hits, predicted, expected }: Tally): number =>
  predicted + expected === 0 ? 1 : (2 * hits) / (predicted + expected);
const precision = ({ hits, predicted }: Tally): number => (predicted === 0 ? 1 : hits / predicted);
const recall = ({ hits, expected }: Tally): number => (expected === 0 ? 1 : hits / expected);

const NAME_PREFIX = new RegExp(
  '^(?:the|a|an|lord|lady|dr\\.?|mr\\.?|mrs\\.?|miss|professor|captain|sergeant|sister|brother|widow|ser|sir)\\s+',
);
const bare = (name: string): string => nameKey(name).replace(NAME_PREFIX, '');
const isPart = (part: string, whole: string): boolean =>
  part.length > 3 && (whole.startsWith(`${part} `) || whole.endsWith(` ${part}`));
/** Names are the same without title and article, or where one is the first or last part of the other. */
const sameName = (a: string, b: string): boolean => {
  const [x, y] = [bare(a), bare(b)];
  return x === y || isPart(x, y) || isPart(y, x);
};

/** The scene of every tenth character; -1 stands for no scene. */
const sceneLabels = (scenes: readonly { start: number; end: number }[], length: number): number[] =>
  Array.from({ length: Math.max(1, Math.ceil(length / 10)) }, (_, i) =>
    scenes.findLastIndex((s) => s.start <= i * 10 + 5),
  );

const boundaries = (labels: readonly number[], from: number, to: number): number => {
  let n = 0;
  for (let i = from + 1; i <= to; i++) if (labels[i] !== labels[i - 1]) n += 1;
  return n;
};

/** WindowDiff and Pk, with a window of half the mean length of a scene. */
const windowScores = (
  expected: readonly number[],
  predicted: readonly number[],
): { windowDiff: number; pk: number } => {
  const scenes = new Set(expected).size;
  const k = Math.max(2, Math.round(expected.length / scenes / 2));
  let [diff, pk, windows] = [0, 0, 0];
  for (let i = 0; i + k < expected.length; i++) {
    windows += 1;
    if (boundaries(expected, i, i + k) !== boundaries(predicted, i, i + k)) diff += 1;
    if ((expected[i] === expected[i + k]) !== (predicted[i] === predicted[i + k])) pk += 1;
  }
  return windows === 0 ? { windowDiff: 0, pk: 0 } : { windowDiff: diff / windows, pk: pk / windows };
};

/** Scores by name. */
export type Scores = Record<string, number>;

/** Words that tell types of relationship apart as far as the scores do. */
const TYPE_FAMILIES: readonly [family: string, words: RegExp][] = [
  ['kin', /famil|sibling|parent|child|brother|sister|married|spouse|betroth|kin/],
  ['work', /employ|work|serv|second|bodyguard|hire|pays|pocket/],
  ['lead', /lead|rule|boss/],
  ['love', /love/],
  ['hate', /enem|hate|rival|distrust|grudge|fear|opposed|betray|curs|kill|owes/],
  ['member', /member|belong/],
  ['place', /locat|lives|owns|has/],
  ['trade', /sell|sold|buy/],
  ['know', /know/],
];
const familyOf = (type: string): string =>
  TYPE_FAMILIES.find(([, words]) => words.test(type.toLowerCase()))?.[0] ?? type;

const TALLIES = [
  'boundary',
  'boundaryWithoutLayout',
  'sceneType',
  'mention',
  'newName',
  'newNameType',
  'pair',
  'pairType',
  'pairTone',
  'log',
] as const;
type TallyName = (typeof TALLIES)[number];
type Tallies = Record<TallyName, Tally>;

const add = (tally: Tally, hits: number, predicted: number, expected: number): void => {
  tally.hits += hits;
  tally.predicted += predicted;
  tally.expected += expected;
};

const countScenes = (tallies: Tallies, { labels, hand }: LabelledNote, { scenes }: Prediction): void => {
  const found = matches(scenes, labels.scenes, (a, b) => Math.abs(a.start - b.start) <= 60);
  add(tallies.boundary, found.length, scenes.length, labels.scenes.length);
  if (/prose|no layout|several/.test(hand))
    add(tallies.boundaryWithoutLayout, found.length, scenes.length, labels.scenes.length);
  add(tallies.sceneType, found.filter(([a, b]) => a.type === b.type).length, found.length, found.length);
};

const countNames = (tallies: Tallies, { labels }: LabelledNote, { mentions, entities }: Prediction): void => {
  const foundMentions = matches(
    mentions,
    labels.mentions,
    (a, b) => a.id === b.id && a.start < b.end && a.end > b.start,
  );
  add(tallies.mention, foundMentions.length, mentions.length, labels.mentions.length);
  const newNames = entities.filter((e) => e.status === 'new');
  const found = matches(newNames, labels.entities, (a, b) => sameName(a.name, b.name));
  add(tallies.newName, found.length, newNames.length, labels.entities.length);
  add(tallies.newNameType, found.filter(([a, b]) => a.type === b.type).length, found.length, found.length);
};

/** A pair counts in either direction. */
const countRelationships = (tallies: Tallies, { labels }: LabelledNote, { relationships }: Prediction): void => {
  const found = matches(
    relationships,
    labels.relationships,
    (a, b) =>
      (sameName(a.source, b.source) && sameName(a.target, b.target)) ||
      (sameName(a.source, b.target) && sameName(a.target, b.source)),
  );
  const sameType = found.filter(([a, b]) => familyOf(a.type) === familyOf(b.type));
  const sameTone = found.filter(([a, b]) => a.tone === b.tone);
  add(tallies.pair, found.length, relationships.length, labels.relationships.length);
  add(tallies.pairType, sameType.length, relationships.length, labels.relationships.length);
  add(tallies.pairTone, sameTone.length, relationships.length, labels.relationships.length);
};

const countLogEntries = (tallies: Tallies, { labels }: LabelledNote, { logEntries }: Prediction): void => {
  const found = matches(
    logEntries,
    labels.logEntries,
    (a, b) => sameName(a.entity, b.entity) && b.keywords.some((w) => a.content.toLowerCase().includes(w.slice(0, 5))),
  );
  add(tallies.log, found.length, logEntries.length, labels.logEntries.length);
};

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / Math.max(1, values.length);

/** Scores of many notes: rates over all of them, WindowDiff and Pk as means of the notes. */
export const scoreNotes = (pairs: readonly { note: LabelledNote; said: Prediction }[]): Scores => {
  const tallies = Object.fromEntries(TALLIES.map((name) => [name, { hits: 0, predicted: 0, expected: 0 }])) as Tallies;
  const windows: { windowDiff: number; pk: number }[] = [];
  let logEntriesOnPrep = 0;
  for (const { note, said } of pairs) {
    const { length } = note.input.text;
    countScenes(tallies, note, said);
    windows.push(windowScores(sceneLabels(note.labels.scenes, length), sceneLabels(said.scenes, length)));
    countNames(tallies, note, said);
    countRelationships(tallies, note, said);
    if (note.input.stage === 'prep') logEntriesOnPrep += said.logEntries.length;
    else countLogEntries(tallies, note, said);
  }
  return {
    'scene boundary F1': f1(tallies.boundary),
    '  on notes without layout': f1(tallies.boundaryWithoutLayout),
    WindowDiff: mean(windows.map((w) => w.windowDiff)),
    Pk: mean(windows.map((w) => w.pk)),
    'scene type': precision(tallies.sceneType),
    'known mention F1': f1(tallies.mention),
    'new entity P': precision(tallies.newName),
    'new entity R': recall(tallies.newName),
    'new entity type': precision(tallies.newNameType),
    'relationship pair F1': f1(tallies.pair),
    'relationship pair P': precision(tallies.pair),
    'relationship type F1': f1(tallies.pairType),
    'relationship tone F1': f1(tallies.pairTone),
    'log F1': f1(tallies.log),
    'log P': precision(tallies.log),
    'log R': recall(tallies.log),
    'log on prep': logEntriesOnPrep,
  };
};

/** Items in the evaluation's format. `known` are the entities that the analysis was given. */
export const toPrediction = (
  items: readonly AnalysisItem[],
  known: readonly { id: string; name: string; type: string }[],
): Prediction => ({
  scenes: items.flatMap((i) =>
    i.type === 'scene_suggestion'
      ? [{ start: i.start, end: i.end, title: i.proposal.title, type: i.proposal.sceneType }]
      : [],
  ),
  entities: [
    ...items.flatMap((i): Prediction['entities'] =>
      i.type === 'entity_suggestion' ? [{ name: i.proposal.name, type: i.proposal.entityType, status: 'new' }] : [],
    ),
    ...known
      .filter((k) => items.some((i) => i.type === 'entity_mention' && i.proposal.entityId === k.id))
      .map((k): Prediction['entities'][number] => ({ name: k.name, type: k.type, status: 'known', id: k.id })),
  ],
  relationships: items.flatMap((i) =>
    i.type === 'relationship_suggestion'
      ? [{ source: i.proposal.from, target: i.proposal.to, type: i.proposal.relationType, tone: i.proposal.tone }]
      : [],
  ),
  logEntries: items.flatMap((i) =>
    i.type === 'log_entry' ? [{ entity: i.proposal.about, content: i.proposal.text }] : [],
  ),
  mentions: items.flatMap((i) =>
    i.type === 'entity_mention' ? [{ start: i.start, end: i.end, id: i.proposal.entityId }] : [],
  ),
});
