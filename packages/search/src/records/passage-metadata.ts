// What a record's passages have in common: kind, session, entities, time, title, and whether players may find it.
// Follows from the record alone.
import {
  eventEntityIds,
  eventType,
  isGoalEvent,
  isKnownToPlayers,
  isSharedEvent,
  isShownToPlayers,
  playerAliases,
  type Entity,
  type Handout,
  type ReadRecord,
  type TimelineEvent,
} from '@emberkeep/domain';
import type { Row } from '../index-db/copy.ts';
import { asUuid, maybeUuid, sessionOfRoom } from './uuid.ts';

type MetadataColumn =
  | 'kind'
  | 'sub'
  | 'session_id'
  | 'chapter_id'
  | 'entity_id'
  | 'refs'
  | 'tags'
  | 'game_time'
  | 'happened_at'
  | 'title'
  | 'aliases';

export type PassageMetadata = Pick<Row, MetadataColumn> & {
  /** Players may find the parts of the record that are meant for them. */
  isShared: boolean;
  /** The part of `aliases` that players may find it by. */
  playerAliases: string;
};

/** What differs from the defaults for one kind of record. */
type Overrides = (read: ReadRecord, defaults: PassageMetadata) => Partial<PassageMetadata>;

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

export const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];

const wholeOf = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? Math.round(value) : null;

const idsOf = (...values: unknown[]): string[] => values.flatMap((value) => maybeUuid(value) ?? []);

const sessionMetadata: Overrides = ({ id, record }, defaults) => {
  const date = Date.parse(textOf(record['date']));
  return {
    session_id: asUuid(id),
    happened_at:
      wholeOf(record['startedAt']) ??
      wholeOf(record['scheduledAt']) ??
      (Number.isNaN(date) ? defaults.happened_at : date),
    isShared: record['isPublished'] === true,
  };
};

const entityMetadata: Overrides = ({ id, record }) => {
  // reason: the record was read by the entity's own declaration
  const entity = record as unknown as Entity;
  return {
    sub: textOf(record['entityType']),
    entity_id: asUuid(id),
    aliases: textsOf(record['aliases']).join('\n'),
    playerAliases: playerAliases(entity).join('\n'),
    isShared: isKnownToPlayers(entity),
  };
};

const entityLogMetadata: Overrides = ({ record }) => ({
  session_id: maybeUuid(record['sessionId']),
  entity_id: maybeUuid(record['entityId']),
  refs: idsOf(record['entityId']),
  sub: textOf(record['logKind']),
  game_time: wholeOf(record['occurredAt']),
});

/**
 * An event of a full clock, or of a goal, may have the name of one that is the GM's. Whether it is cannot be told from
 * the event alone, so players do not find it.
 */
const mayNameAnother = ({ eventType: type, goalId }: TimelineEvent): boolean =>
  type === 'clock_filled' || (goalId !== '' && isGoalEvent(type));

const eventMetadata: Overrides = ({ record }) => {
  const event = record as unknown as TimelineEvent; // reason: the record was read by the event's own declaration
  return {
    sub: event.eventType,
    refs: eventEntityIds(event).map(asUuid),
    game_time: wholeOf(event.gameTime),
    happened_at: wholeOf(event.at),
    title: event.name || eventType(event.eventType).label,
    isShared: isSharedEvent(event) && !mayNameAnother(event),
  };
};

const METADATA_OF_KIND: Readonly<Partial<Record<ReadRecord['kind'], Overrides>>> = {
  session: sessionMetadata,
  entity: entityMetadata,
  entityLog: entityLogMetadata,
  event: eventMetadata,
  scene: ({ record }) => ({ sub: textOf(record['sceneType']), refs: textsOf(record['entityIds']).map(asUuid) }),
  chatMessage: ({ record }) => ({ sub: textOf(record['role']), title: '' }),
  chapter: ({ id }) => ({ chapter_id: asUuid(id) }),
  clock: ({ record }) => ({ refs: idsOf(record['ownerId']), isShared: record['visibility'] !== 'hidden' }),
  // reason: the record was read by the handout's own declaration
  handout: ({ record }) => ({ isShared: isShownToPlayers(record as unknown as Handout) }),
  // reason: as above
  map: ({ record }) => ({ isShared: isShownToPlayers(record as unknown as Handout) }),
  // What makes an encounter exist is whose turn it is, which is no title.
  encounter: ({ record }) => ({ sub: textOf(record['state']), title: textOf(record['name']) }),
  decision: ({ record }) => ({ session_id: maybeUuid(record['sessionId']) }),
};

/** `kind`: what the record is searched as. */
export const metadataOf = (read: ReadRecord, kind: string): PassageMetadata => {
  const { record } = read;
  const defaults: PassageMetadata = {
    kind,
    sub: '',
    session_id: sessionOfRoom(read.room),
    chapter_id: maybeUuid(record['chapterId']),
    entity_id: null,
    refs: [],
    tags: textsOf(record['tags']),
    game_time: null,
    happened_at: wholeOf(record['createdAt']),
    aliases: '',
    playerAliases: '',
    isShared: false,
    title: textOf(record['title']) || textOf(record['name']),
  };
  return { ...defaults, ...METADATA_OF_KIND[read.kind]?.(read, defaults) };
};
