// Notes with labels, in the format of the sets of other hands: what a model is trained on and scored by.
import type { AnalysisInput, Tone } from '@emberkeep/domain';
import type { LabelledNote } from './labelled-notes.ts';

export interface GoldScene {
  start: number;
  end: number;
  title: string;
  /** All that a fair reader would accept, best first. */
  types: string[];
}

export interface GoldEntity {
  name: string;
  types: string[];
  status: 'new' | 'known';
  aliases: readonly string[];
  mentions: [start: number, end: number][];
}

export interface GoldRelationship {
  source: string;
  target: string;
  type: string;
  tone: Tone;
  altTypes: string[];
}

export interface GoldLogEntry {
  entity: string;
  /** Any one of them shows that the event was told. */
  keywords: string[];
}

export interface Gold {
  scenes: GoldScene[];
  entities: GoldEntity[];
  optionalEntities: string[];
  relationships: GoldRelationship[];
  logEntries: GoldLogEntry[];
}

export interface GoldNote {
  id: string;
  /** Who wrote it. */
  hand: string;
  input: AnalysisInput;
  gold: Gold;
  /** Only its names are labelled. */
  hasOnlyNames?: boolean;
}

/** The note of one file of a set. `hand` is for sets whose notes name none. */
export const readGoldNote = (json: string, hand: string): GoldNote => {
  // The file's format is that of `GoldNote`, except for parts that may be missing.
  const note = JSON.parse(json) as Omit<GoldNote, 'hand' | 'gold'> & { hand?: string; gold: Partial<Gold> };
  return {
    id: note.id,
    hand: note.hand ?? hand,
    input: note.input,
    gold: { scenes: [], entities: [], optionalEntities: [], relationships: [], logEntries: [], ...note.gold },
  };
};

/** The hand of the notes that were written for this project. */
export const OWN_HAND = 'own';

/** A note of the project's own set. Its labels of relationships and log entries have no alternatives. */
export const goldOfLabelled = ({ id, hand, input, labels }: LabelledNote): GoldNote => ({
  id,
  hand: OWN_HAND,
  hasOnlyNames: hand === 'names only',
  input,
  gold: {
    scenes: labels.scenes.map(({ start, end, type }) => ({ start, end, title: '', types: [type] })),
    entities: [
      ...labels.entities.map(({ name, type }): GoldEntity => ({
        name,
        types: [type],
        status: 'new',
        aliases: [],
        mentions: [],
      })),
      ...input.knownEntities.flatMap(({ id: key, name, type, aliases }): GoldEntity[] => {
        const mentions = labels.mentions.filter((mention) => mention.id === key);
        return mentions.length === 0
          ? []
          : [{ name, types: [type], status: 'known', aliases, mentions: mentions.map((m) => [m.start, m.end]) }];
      }),
    ],
    optionalEntities: [],
    relationships: labels.relationships.map((relationship) => ({ ...relationship, altTypes: [] })),
    logEntries: labels.logEntries.map(({ entity, keywords }) => ({
      entity,
      keywords: keywords.map((word) => word.slice(0, 5)),
    })),
  },
});
