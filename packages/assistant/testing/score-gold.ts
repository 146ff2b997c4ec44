// Scores predictions against labelled notes as the sets of other hands are scored: scene starts within 60 characters,
// WindowDiff over words, names that are part of one another, relationships by pair, type and tone, and log entries by a
// keyword.
import { matches } from './matches.ts';
import type { Gold, GoldNote } from './gold-notes.ts';
import type { Prediction } from './score.ts';

/** Characters that a predicted start may be off. */
const SLACK = 60;

export interface Counts {
  right: number;
  predicted: number;
  expected: number;
}

/** What one note counts. Rates of a note are averaged over notes; counts are added up. */
export interface NoteScore {
  boundary: Counts;
  sceneMatch: Counts;
  newNames: Counts;
  knownNames: Counts;
  pair: Counts;
  pairType: Counts;
  pairTone: Counts;
  log: Counts;
  windowDiff: number;
  sceneType: number;
  /** Null where no new name was found. */
  newNameType: number | null;
  logOnPrep: number;
}

const TITLES = new Set(
  (
    'the a an old dr doctor prof professor lord lady sir dame captain inspector constable sergeant reverend father fr ' +
    'mother sister brother baron baroness reeve prior sparkwright uncle chief officer deck matron marshal'
  ).split(' '),
);
const normal = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/’/g, "'")
    .replace(/'s\b/g, '')
    .replace(/[^\p{L}\p{N} ]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
const coreOf = (name: string): string[] => {
  const words = normal(name).split(' ');
  const core = words.filter((word) => !TITLES.has(word));
  return core.length > 0 ? core : words;
};

/** Whether a name is one of these, title aside: or one is a whole-word part of the other and at least half of it. */
export const isNameOf = (name: string, names: readonly string[]): boolean =>
  names.some((other) => {
    if (!normal(name) || !normal(other)) return false;
    const [a, b] = [coreOf(name), coreOf(other)];
    if (normal(name) === normal(other) || a.join(' ') === b.join(' ')) return true;
    const [short, long] = b.length <= a.length ? [b, a] : [a, b];
    return short.every((word) => long.includes(word)) && short.join('').length >= 0.5 * long.join('').length;
  });

const PARTY = new Set(
  ['party', 'the party', 'pcs', 'the pcs', 'players', 'crew', 'the crew', 'company', 'the company'].concat([
    'investigators',
    'we',
  ]),
);

/** Types of relationship that mean the same kind of thing; a type may be in several. */
const FAMILIES: readonly string[] = [
  'serve works_for employs employed_by reports_to serves member_of leads rules commands commanded_by controls hired works_at patron_of client_of joined spies_for served_on works_with runs manages belongs_to vassal_of part_of',
  'ally ally_of friend_of friendly allied partner_of works_with trusts protects saved helped owes owed_by indebted_to likes truce_with lied_for loyal_to supports',
  'enemy enemy_of rival_of hates opposed attacked killed murdered wounded captor_of imprisons arrested betrayed fears afraid_of threatens hunts suspects accused poisons drugs tortured shot_at shot fought hostile_to blackmails',
  'family related_to parent_of child_of sibling_of brother_of sister_of spouse_of married_to lover_of loves in_love_with betrothed_to cousin_of mother_of uncle_of ancestor_of',
  'place located_at lives_in works_at at resides_in prisoner_at headquartered_at born_in contains',
  'own owns has possesses stole created made wrote author_of holds carries',
  'know knows knows_location_of contact_of mentors trained taught told informant_of associated_with',
];
/** The families of types of relationship. */
export const familiesOf = (types: readonly string[]): Set<string> =>
  new Set(
    types.flatMap((type) => {
      const name = normal(type).replace(/ /g, '_');
      const found = FAMILIES.flatMap((line) => {
        const [family = '', ...members] = line.split(' ');
        return members.includes(name) ? [family] : [];
      });
      return found.length > 0 ? found : [name];
    }),
  );

type Span = Pick<Gold['scenes'][number], 'start' | 'end'>;

const countBoundaries = (text: string, predicted: readonly Span[], gold: readonly Span[]): Counts => {
  const starts = (scenes: readonly Span[]): number[] =>
    scenes.map(({ start }) => start).filter((start) => text.slice(0, start).trim().length >= 5);
  const [found, left] = [starts(predicted), starts(gold)];
  const used = new Set<number>();
  let right = 0;
  for (const start of left) {
    let [best, distance] = [-1, SLACK + 1];
    for (const [i, other] of found.entries())
      if (!used.has(i) && Math.abs(other - start) < distance) [best, distance] = [i, Math.abs(other - start)];
    if (best === -1) continue;
    used.add(best);
    right += 1;
  }
  return { right, predicted: found.length, expected: left.length };
};

const windowDiffOf = (text: string, predicted: readonly Span[], gold: readonly Span[]): number => {
  const words = [...text.matchAll(/\S+/g)].map(({ index }) => index);
  const cutsOf = (scenes: readonly Span[]): Set<number> =>
    new Set(
      scenes
        .flatMap(({ start, end }) => [start, end])
        .map((offset) => words.findIndex((word) => word >= offset))
        .filter((at) => at > 0),
    );
  const [expected, found] = [cutsOf(gold), cutsOf(predicted)];
  const window = Math.max(2, Math.round(words.length / (expected.size + 1) / 2));
  const within = (cuts: ReadonlySet<number>, from: number): number => {
    let n = 0;
    for (let i = from + 1; i <= from + window; i++) if (cuts.has(i)) n += 1;
    return n;
  };
  let [wrong, windows] = [0, 0];
  for (let i = 0; i + window < words.length; i++) {
    if (within(expected, i) !== within(found, i)) wrong += 1;
    windows += 1;
  }
  return windows === 0 ? 0 : wrong / windows;
};

/** How much two stretches share: their overlap as a part of both together. */
const shareOf = (a: Span, b: Span): number =>
  Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start)) /
  (Math.max(a.end, b.end) - Math.min(a.start, b.start));

const countScenes = (
  predicted: Prediction['scenes'],
  gold: Gold['scenes'],
): Pick<NoteScore, 'sceneMatch' | 'sceneType'> => {
  const used = new Set<number>();
  let [matched, sameType] = [0, 0];
  for (const scene of gold) {
    let [best, share] = [-1, 0];
    for (const [i, other] of predicted.entries())
      if (!used.has(i) && shareOf(scene, other) > share) [best, share] = [i, shareOf(scene, other)];
    if (best === -1 || share < 0.5) continue;
    used.add(best);
    matched += 1;
    if (scene.types.includes(predicted[best]!.type)) sameType += 1;
  }
  return {
    sceneMatch: { right: matched, predicted: predicted.length, expected: gold.length },
    sceneType: gold.length === 0 ? 0 : sameType / gold.length,
  };
};

type NameScores = Pick<NoteScore, 'newNames' | 'knownNames' | 'newNameType'>;

const countNames = ({ gold, input }: GoldNote, { entities }: Prediction): NameScores => {
  const goldNew = gold.entities.filter(({ status }) => status === 'new');
  const namesOf = ({ name, aliases }: { name: string; aliases: readonly string[] }): string[] => [name, ...aliases];
  const seen = new Set<string>();
  const fresh = entities.filter(({ name, status }) => {
    if (status !== 'new' || seen.has(normal(name))) return false;
    seen.add(normal(name));
    return true;
  });
  const taken = new Set<number>();
  let [right, wrong, sameType] = [0, 0, 0];
  for (const { name, type } of fresh) {
    const at = goldNew.findIndex((entity, i) => !taken.has(i) && isNameOf(name, namesOf(entity)));
    if (at !== -1) {
      taken.add(at);
      right += 1;
      if (goldNew[at]!.types.includes(type)) sameType += 1;
    } else if (goldNew.some((entity) => isNameOf(name, namesOf(entity))) || !isNameOf(name, gold.optionalEntities))
      wrong += 1;
  }
  const idOf = (name: string): string | undefined =>
    (
      input.knownEntities.find((known) => namesOf(known).some((each) => normal(each) === normal(name))) ??
      input.knownEntities.find((known) => isNameOf(name, namesOf(known)))
    )?.id;
  const expectedIds = new Set(gold.entities.flatMap((e) => (e.status === 'known' ? (idOf(e.name) ?? []) : [])));
  const foundIds = new Set(entities.flatMap((e) => (e.status === 'known' ? (e.id ?? idOf(e.name) ?? e.name) : [])));
  return {
    newNames: { right, predicted: right + wrong, expected: goldNew.length },
    knownNames: {
      right: [...expectedIds].filter((id) => foundIds.has(id)).length,
      predicted: foundIds.size,
      expected: expectedIds.size,
    },
    newNameType: right === 0 ? null : sameType / right,
  };
};

/** The one name of an entity, whichever of its names is given. */
export const canonical = ({ gold, input }: GoldNote): ((name: string) => string) => {
  const all = [...gold.entities, ...input.knownEntities];
  const namesOf = ({ name, aliases }: { name: string; aliases: readonly string[] }): string[] => [name, ...aliases];
  return (name) => {
    if (PARTY.has(normal(name))) return 'party';
    const found =
      gold.entities.find((entity) => namesOf(entity).some((each) => normal(each) === normal(name))) ??
      gold.entities.find((entity) => isNameOf(name, namesOf(entity))) ??
      all.find((entity) => isNameOf(name, namesOf(entity)));
    return normal(found?.name ?? name);
  };
};

const countRelationships = (
  note: GoldNote,
  predicted: Prediction,
): Pick<NoteScore, 'pair' | 'pairType' | 'pairTone'> => {
  const nameOf = canonical(note);
  const pairOf = ({ source, target }: { source: string; target: string }): string =>
    [nameOf(source), nameOf(target)].sort().join(' ~ ');
  const expected = note.gold.relationships.map((each) => ({
    pair: pairOf(each),
    tone: each.tone,
    families: familiesOf([each.type, ...each.altTypes]),
  }));
  const seen = new Set<string>();
  const found = predicted.relationships.flatMap((each) => {
    const key = `${pairOf(each)} ${normal(each.type)}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ pair: pairOf(each), tone: each.tone, families: familiesOf([each.type]) }];
  });
  const count = (isSame: (a: (typeof found)[number], b: (typeof expected)[number]) => boolean): Counts => ({
    right: matches(found, expected, (a, b) => a.pair === b.pair && isSame(a, b)).length,
    predicted: found.length,
    expected: expected.length,
  });
  return {
    pair: count(() => true),
    pairType: count((a, b) => [...a.families].some((family) => b.families.has(family))),
    pairTone: count((a, b) => (a.tone || 'neutral') === b.tone),
  };
};

/** Whether the words hold one of the keywords. */
export const tellsAny = (words: string, keywords: readonly string[]): boolean =>
  keywords.some((word) => normal(words).includes(normal(word)));

const countLog = (note: GoldNote, { logEntries }: Prediction): Counts => {
  const nameOf = canonical(note);
  const found = matches(
    logEntries,
    note.gold.logEntries,
    (a, b) => nameOf(a.entity) === nameOf(b.entity) && tellsAny(a.content, b.keywords),
  );
  return { right: found.length, predicted: logEntries.length, expected: note.gold.logEntries.length };
};

export const scoreNote = (note: GoldNote, predicted: Prediction): NoteScore => {
  const { text, stage } = note.input;
  const scenes = [...predicted.scenes].sort((a, b) => a.start - b.start);
  return {
    boundary: countBoundaries(text, scenes, note.gold.scenes),
    windowDiff: windowDiffOf(text, scenes, note.gold.scenes),
    ...countScenes(scenes, note.gold.scenes),
    ...countNames(note, predicted),
    ...countRelationships(note, predicted),
    log: countLog(note, predicted),
    logOnPrep: stage === 'prep' ? predicted.logEntries.length : 0,
  };
};

const ratio = (part: number, whole: number, otherwise: number): number => (whole === 0 ? otherwise : part / whole);

/** Scores over many notes, by name. */
export const summarise = (scores: readonly NoteScore[]): Record<string, number> => {
  type CountName = { [K in keyof NoteScore]: NoteScore[K] extends Counts ? K : never }[keyof NoteScore];
  const sum = (name: CountName): Counts => ({
    right: scores.reduce((n, score) => n + score[name].right, 0),
    predicted: scores.reduce((n, score) => n + score[name].predicted, 0),
    expected: scores.reduce((n, score) => n + score[name].expected, 0),
  });
  const precision = ({ right, predicted, expected }: Counts): number => ratio(right, predicted, expected > 0 ? 0 : 1);
  const recall = ({ right, expected }: Counts): number => ratio(right, expected, 1);
  const f1 = (counts: Counts): number => {
    const [p, r] = [precision(counts), recall(counts)];
    return p + r === 0 ? 0 : (2 * p * r) / (p + r);
  };
  const mean = (values: readonly number[]): number =>
    ratio(
      values.reduce((a, b) => a + b, 0),
      values.length,
      0,
    );
  return {
    'scene boundary F1': f1(sum('boundary')),
    WindowDiff: mean(scores.map(({ windowDiff }) => windowDiff)),
    'scene match F1': f1(sum('sceneMatch')),
    'scene type': mean(scores.map(({ sceneType }) => sceneType)),
    'known name F1': f1(sum('knownNames')),
    'new name P': precision(sum('newNames')),
    'new name R': recall(sum('newNames')),
    'new name type': mean(scores.map(({ newNameType }) => newNameType ?? 0)),
    'relationship P': precision(sum('pair')),
    'relationship R': recall(sum('pair')),
    'relationship type F1': f1(sum('pairType')),
    'relationship tone F1': f1(sum('pairTone')),
    'log P': precision(sum('log')),
    'log R': recall(sum('log')),
    'log F1': f1(sum('log')),
    'log on prep': scores.reduce((n, { logOnPrep }) => n + logOnPrep, 0),
  };
};
