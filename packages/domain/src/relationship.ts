// Relationships between entities, with a type, its inverse and a tone. GMs add types of their own to nine
// defaults.
import { confidenceFields } from './confidence.ts';
import { choice, flag, line, paragraph } from './fields.ts';
import { defineRecord, type RecordOf } from './record-spec.ts';

export const TONES = ['positive', 'negative', 'neutral'] as const;
export type Tone = (typeof TONES)[number];
export const TONE_LABELS: Record<Tone, string> = { positive: 'Positive', negative: 'Negative', neutral: 'Neutral' };
/** A second cue beside color, for readers who cannot tell the colors apart. */
export const TONE_SIGNS: Record<Tone, string> = { positive: '+', negative: '−', neutral: '•' };

/** From `fromId` to `toId`; `relationType` is a short phrase such as "ally of". A pair may have several. */
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
    /** The tone of this relationship; it may differ from that of its type. */
    tone: choice('gm', 'Tone', TONES, 'neutral', { optionLabels: TONE_LABELS }),
    note: paragraph('gm', 'Note'),
    isSymmetric: flag('gm', 'Holds both ways', { input: 'hidden' }),
    ...confidenceFields(),
  },
});
export type Relationship = RecordOf<typeof RELATIONSHIP>;

/** A type of relationship. `inverse` is how it reads from the other end; equal to `name` for a symmetric type. */
export const RELATION_TYPE = defineRecord({
  kind: 'relationType',
  root: 'relationTypes',
  home: 'ledger',
  label: 'Relationship type',
  plural: 'Relationship types',
  title: 'name',
  fields: {
    name: line('gm', 'Type'),
    inverse: line('gm', 'Inverse name'),
    tone: choice('gm', 'Tone', TONES, 'neutral', { optionLabels: TONE_LABELS }),
  },
});
export type RelationType = RecordOf<typeof RELATION_TYPE>;
export type RelationTypeFacts = Pick<RelationType, 'name' | 'inverse' | 'tone'>;

/** The nine default types. A campaign's own type of the same name replaces one of these. */
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

/** The key by which spellings of a type compare: "Member of" and "member_of" are one type. */
export const relationKey = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, '_');

/** The types to offer: the campaign's own, then the defaults that it does not replace. */
export const relationTypes = (own: readonly RelationTypeFacts[]): RelationTypeFacts[] => {
  const keys = new Set(own.map((t) => relationKey(t.name)));
  return [...own, ...DEFAULT_RELATION_TYPES.filter((t) => !keys.has(relationKey(t.name)))];
};

/** The type that a word names from either end; null for an undeclared word. */
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

/** How a relationship reads from one of its ends: the type from its start, the inverse from its end. */
export const relationshipWords = (
  types: readonly RelationTypeFacts[],
  relationship: Pick<Relationship, 'fromId' | 'relationType'>,
  id: string,
): string => {
  const words = (name: string): string => name.replaceAll('_', ' ');
  if (relationship.fromId === id) return words(relationship.relationType);
  const found = findRelationType(types, relationship.relationType);
  return found && !found.isInverse && found.type.inverse
    ? words(found.type.inverse)
    : `${words(relationship.relationType)} (from)`;
};

/** The tone to show for several relationships: negative before positive before neutral. */
export const strongestTone = (tones: readonly Tone[]): Tone =>
  tones.includes('negative') ? 'negative' : tones.includes('positive') ? 'positive' : 'neutral';

/**
 * For each entity named in a text, its relationship with the strongest tone to another entity named there (M-417 to
 * M-423). Entities without such a relationship are left out.
 */
export const tonesAmong = (
  ids: readonly string[],
  relationships: Iterable<Pick<Relationship, 'fromId' | 'toId' | 'tone' | 'relationType'>>,
): Map<string, { tone: Tone; withId: string; relationType: string }> => {
  const named = new Set(ids);
  const tones = new Map<string, { tone: Tone; withId: string; relationType: string }>();
  if (named.size < 2) return tones;
  for (const { fromId, toId, tone, relationType } of relationships) {
    if (fromId === toId || !named.has(fromId) || !named.has(toId)) continue;
    for (const [id, withId] of [
      [fromId, toId],
      [toId, fromId],
    ] as const) {
      const current = tones.get(id);
      if (!current || (current.tone !== tone && strongestTone([current.tone, tone]) === tone))
        tones.set(id, { tone, withId, relationType });
    }
  }
  return tones;
};
