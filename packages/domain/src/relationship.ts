// Owns a typed tie between two entities, its inverse name and its tone: types are words of the GM; nine ship as defaults.
import { ladderFields } from './confidence.ts';
import { choice, defineRecord, flag, line, paragraph, type RecordOf } from './fields.ts';

export const TONES = ['positive', 'negative', 'neutral'] as const;
export type Tone = (typeof TONES)[number];
export const TONE_LABELS: Record<Tone, string> = { positive: 'Positive', negative: 'Negative', neutral: 'Neutral' };
/** The second cue beside colour: about one man in twelve cannot tell the colours apart. */
export const TONE_SIGNS: Record<Tone, string> = { positive: '+', negative: '×', neutral: '•' };

/** Directed from `fromId` to `toId`; `relationType` is a short phrase such as "ally of". Several between one pair are fine. */
export const RELATIONSHIP = defineRecord({
  kind: 'relationship',
  root: 'relationships',
  home: 'ledger',
  label: 'Relationship',
  plural: 'Relationships',
  title: 'fromId',
  fields: {
    fromId: line('gm', 'From', { input: 'hidden' }),
    toId: line('gm', 'To', { input: 'hidden' }),
    relationType: line('gm', 'Type'),
    /** Set where this tie differs from its type. */
    tone: choice('gm', 'Tone', TONES, 'neutral', { optionLabels: TONE_LABELS }),
    note: paragraph('gm', 'Note'),
    isSymmetric: flag('gm', 'Holds both ways', { input: 'hidden' }),
    ...ladderFields(),
  },
});
export type Relationship = RecordOf<typeof RELATIONSHIP>;

/** A type of tie. `inverse` is how it reads from the other end; equal to the name for ties that hold both ways. */
export const RELATION_TYPE = defineRecord({
  kind: 'relationType',
  root: 'relationTypes',
  home: 'ledger',
  label: 'Relationship type',
  plural: 'Relationship types',
  title: 'name',
  fields: {
    name: line('gm', 'Type'),
    inverse: line('gm', 'From the other end'),
    tone: choice('gm', 'Tone', TONES, 'neutral', { optionLabels: TONE_LABELS }),
  },
});
export type RelationType = RecordOf<typeof RELATION_TYPE>;
export type RelationTypeFacts = Pick<RelationType, 'name' | 'inverse' | 'tone'>;

/** the nine named types with their tones. A campaign's own record of the same name goes before one of these. */
export const DEFAULT_RELATION_TYPES: readonly RelationTypeFacts[] = [
  { name: 'allied', inverse: 'allied', tone: 'positive' },
  { name: 'friendly', inverse: 'friendly', tone: 'positive' },
  { name: 'employs', inverse: 'employed by', tone: 'positive' },
  { name: 'enemy', inverse: 'enemy', tone: 'negative' },
  { name: 'rival', inverse: 'rival', tone: 'negative' },
  { name: 'opposed', inverse: 'opposed', tone: 'negative' },
  { name: 'knows', inverse: 'known by', tone: 'neutral' },
  { name: 'located_at', inverse: 'location of', tone: 'neutral' },
  { name: 'member_of', inverse: 'has member', tone: 'neutral' },
];

/** How two spellings of one type compare: "Member of" is "member_of". */
export const relationKey = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, '_');

/** The types to offer: the campaign's own first, then the defaults it has not changed. */
export const relationTypes = (own: readonly RelationTypeFacts[]): RelationTypeFacts[] => {
  const keys = new Set(own.map((t) => relationKey(t.name)));
  return [...own, ...DEFAULT_RELATION_TYPES.filter((t) => !keys.has(relationKey(t.name)))];
};

/** The type that a word names, from either end; null for a word nobody declared. */
export const findRelationType = (
  types: readonly RelationTypeFacts[],
  word: string,
): { type: RelationTypeFacts; isInverse: boolean } | null => {
  const key = relationKey(word);
  const forward = types.find((t) => relationKey(t.name) === key);
  if (forward) return { type: forward, isInverse: false };
  const back = types.find((t) => t.inverse && relationKey(t.inverse) === key);
  return back ? { type: back, isInverse: true } : null;
};

/** How a tie reads from one of its ends: the type from its start, the inverse from its end. */
export const readsFrom = (
  types: readonly RelationTypeFacts[],
  tie: Pick<Relationship, 'fromId' | 'relationType'>,
  id: string,
): string => {
  const words = (name: string): string => name.replaceAll('_', ' ');
  if (tie.fromId === id) return words(tie.relationType);
  const found = findRelationType(types, tie.relationType);
  return found && !found.isInverse && found.type.inverse
    ? words(found.type.inverse)
    : `${words(tie.relationType)} (from)`;
};

/** The tone to show of several ties between two: a warning goes first (negative, then positive). */
export const strongestTone = (tones: readonly Tone[]): Tone =>
  tones.includes('negative') ? 'negative' : tones.includes('positive') ? 'positive' : 'neutral';

/** How each of those named in one text stands to the others named in it (M-417 to M-423): the strongest tone, and to whom. */
export const tonesAmong = (
  ids: readonly string[],
  ties: Iterable<Pick<Relationship, 'fromId' | 'toId' | 'tone' | 'relationType'>>,
): Map<string, { tone: Tone; withId: string; relationType: string }> => {
  const named = new Set(ids);
  const tones = new Map<string, { tone: Tone; withId: string; relationType: string }>();
  if (named.size < 2) return tones;
  for (const { fromId, toId, tone, relationType } of ties) {
    if (fromId === toId || !named.has(fromId) || !named.has(toId)) continue;
    for (const [id, withId] of [
      [fromId, toId],
      [toId, fromId],
    ] as const) {
      const there = tones.get(id);
      if (!there || (there.tone !== tone && strongestTone([there.tone, tone]) === tone))
        tones.set(id, { tone, withId, relationType });
    }
  }
  return tones;
};
