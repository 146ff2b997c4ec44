// Owns scoring predictions against labels, as ../shared formats ask for it: boundaries within 60 characters, WindowDiff and
// Pk over characters, types of scenes found, mentions, new names, ties by pair, type and tone, log entries by their words.
import { nameKey, type AnalysisItem } from '@emberkeep/domain';
import type { LabelledNote } from './labelled-notes.ts';

export interface Prediction {
  scenes: { start: number; end: number; title: string; type: string }[];
  entities: { name: string; type: string; status: 'new' | 'known'; id?: string }[];
  relationships: { source: string; target: string; type: string; tone: string }[];
  logEntries: { entity: string; content: string }[];
  mentions: { start: number; end: number; id: string }[];
}

/** Counts that add up over notes. */
interface Tally {
  hit: number;
  said: number;
  meant: number;
}
const tally = (): Tally => ({ hit: 0, said: 0, meant: 0 });
export const f1 = ({ hit, said, meant }: Tally): number => (said + meant === 0 ? 1 : (2 * hit) / (said + meant));
const precision = ({ hit, said }: Tally): number => (said === 0 ? 1 : hit / said);
const recall = ({ hit, meant }: Tally): number => (meant === 0 ? 1 : hit / meant);

const add = (to: Tally, hit: number, said: number, meant: number): void => {
  to.hit += hit;
  to.said += said;
  to.meant += meant;
};

// Greedy one-to-one matching of what was said with what was meant.
const matches = <A, B>(said: readonly A[], meant: readonly B[], same: (a: A, b: B) => boolean): [A, B][] => {
  const left = [...meant];
  return said.flatMap((a): [A, B][] => {
    const at = left.findIndex((b) => same(a, b));
    return at === -1 ? [] : [[a, left.splice(at, 1)[0]!]];
  });
};

const bare = (name: string): string =>
  nameKey(name).replace(
    /^(?:the|a|an|lord|lady|dr\.?|mr\.?|mrs\.?|miss|professor|captain|sergeant|sister|brother|widow|ser|sir)\s+/,
    '',
  );
const sameName = (a: string, b: string): boolean =>
  bare(a) === bare(b) ||
  (bare(a).length > 3 && (bare(b).startsWith(`${bare(a)} `) || bare(b).endsWith(` ${bare(a)}`))) ||
  (bare(b).length > 3 && (bare(a).endsWith(` ${bare(b)}`) || bare(a).startsWith(`${bare(b)} `)));

// Segment labels character by character, coarse by 10: text in no scene is a segment of its own.
const labelsOf = (scenes: readonly { start: number; end: number }[], length: number): number[] =>
  Array.from({ length: Math.max(1, Math.ceil(length / 10)) }, (_, i) =>
    scenes.findLastIndex((s) => s.start <= i * 10 + 5),
  );
const windowScores = (gold: readonly number[], said: readonly number[]): { windowDiff: number; pk: number } => {
  const segments = new Set(gold).size;
  const k = Math.max(2, Math.round(gold.length / segments / 2));
  const cuts = (labels: readonly number[], from: number, to: number): number => {
    let n = 0;
    for (let i = from + 1; i <= to; i++) if (labels[i] !== labels[i - 1]) n += 1;
    return n;
  };
  let [diff, pk, windows] = [0, 0, 0];
  for (let i = 0; i + k < gold.length; i++) {
    windows += 1;
    if (cuts(gold, i, i + k) !== cuts(said, i, i + k)) diff += 1;
    if ((gold[i] === gold[i + k]) !== (said[i] === said[i + k])) pk += 1;
  }
  return windows === 0 ? { windowDiff: 0, pk: 0 } : { windowDiff: diff / windows, pk: pk / windows };
};

export type Scores = Record<string, number>;

/** Scores of many notes; rates over all of them, WindowDiff and Pk as means a note. */
export const scoreNotes = (pairs: readonly { note: LabelledNote; said: Prediction }[]): Scores => {
  const [boundary, noLayout, types, known, fresh, entityTypes, pair, pairType, pairTone, log] = Array.from(
    { length: 10 },
    tally,
  ) as [Tally, Tally, Tally, Tally, Tally, Tally, Tally, Tally, Tally, Tally];
  const windows: { windowDiff: number; pk: number }[] = [];
  let prepLogs = 0;
  for (const { note, said } of pairs) {
    const { labels, input } = note;
    const found = matches(said.scenes, labels.scenes, (a, b) => Math.abs(a.start - b.start) <= 60);
    add(boundary, found.length, said.scenes.length, labels.scenes.length);
    if (/prose|no layout|several/.test(note.hand))
      add(noLayout, found.length, said.scenes.length, labels.scenes.length);
    add(types, found.filter(([a, b]) => a.type === b.type).length, found.length, found.length);
    windows.push(windowScores(labelsOf(labels.scenes, input.text.length), labelsOf(said.scenes, input.text.length)));
    add(
      known,
      matches(said.mentions, labels.mentions, (a, b) => a.id === b.id && a.start < b.end && a.end > b.start).length,
      said.mentions.length,
      labels.mentions.length,
    );
    const newSaid = said.entities.filter((e) => e.status === 'new');
    const names = matches(newSaid, labels.entities, (a, b) => sameName(a.name, b.name));
    add(fresh, names.length, newSaid.length, labels.entities.length);
    add(entityTypes, names.filter(([a, b]) => a.type === b.type).length, names.length, names.length);
    const ties = matches(
      said.relationships,
      labels.relationships,
      (a, b) =>
        (sameName(a.source, b.source) && sameName(a.target, b.target)) ||
        (sameName(a.source, b.target) && sameName(a.target, b.source)),
    );
    add(pair, ties.length, said.relationships.length, labels.relationships.length);
    add(
      pairType,
      ties.filter(([a, b]) => family(a.type) === family(b.type)).length,
      said.relationships.length,
      labels.relationships.length,
    );
    add(
      pairTone,
      ties.filter(([a, b]) => a.tone === b.tone).length,
      said.relationships.length,
      labels.relationships.length,
    );
    if (input.stage === 'prep') prepLogs += said.logEntries.length;
    else
      add(
        log,
        matches(
          said.logEntries,
          labels.logEntries,
          (a, b) =>
            sameName(a.entity, b.entity) && b.keywords.some((w) => a.content.toLowerCase().includes(w.slice(0, 5))),
        ).length,
        said.logEntries.length,
        labels.logEntries.length,
      );
  }
  const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / Math.max(1, values.length);
  return {
    'scene boundary F1': f1(boundary),
    '  on notes without layout': f1(noLayout),
    WindowDiff: mean(windows.map((w) => w.windowDiff)),
    Pk: mean(windows.map((w) => w.pk)),
    'scene type': precision(types),
    'known mention F1': f1(known),
    'new entity P': precision(fresh),
    'new entity R': recall(fresh),
    'new entity type': precision(entityTypes),
    'tie pair F1': f1(pair),
    'tie pair P': precision(pair),
    'tie with type': f1(pairType),
    'tie with tone': f1(pairTone),
    'log F1': f1(log),
    'log P': precision(log),
    'log R': recall(log),
    'log on prep': prepLogs,
  };
};

const FAMILIES: readonly [string, RegExp][] = [
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
const family = (type: string): string => FAMILIES.find(([, words]) => words.test(type.toLowerCase()))?.[0] ?? type;

/** Items as the evaluation's format lays them out. */
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
