// Turns a record into its rows: which table, which columns. Pure. Records were read by the declarations of domain, so
// every value has its type; ids become UUIDs.
import {
  autoSummary,
  clockFill,
  durationMinutes,
  elapsedGameSeconds,
  eventDetails,
  eventEntityIds,
  eventParticipants,
  filledBy,
  goalChanges,
  isKnownToPlayers,
  isEmptyNote,
  isSharedEvent,
  noteLines,
  PLAIN_CALENDAR,
  readCalendar,
  sceneConnections,
  secondsPerDay,
  sessionPlayers,
  shownStats,
  type Campaign,
  type Chapter,
  type ChatMessage,
  type DelayedConsequence,
  type Entity,
  type EntityLogEntry,
  type Goal,
  type Item,
  type NoteNode,
  type Player,
  type ProgressClock,
  type ReadRecord,
  type Relationship,
  type Scene,
  type Session,
  type TimelineEvent,
} from '@emberkeep/domain';
import type { Row } from '../index-db/copy.ts';
import type { TableName } from '../index-db/tables.ts';
import { asUuid, maybeUuid, sessionOfRoom } from './uuid.ts';

/** What rows need to know about their campaign. */
export interface RowContext {
  campaignId: string;
  /** The campaign's word for money. */
  currency: string;
  /** Ids of entities that were joined with another one and are gone, each with the id of that one. */
  joins?: Readonly<Record<string, string>>;
}

export type TableRow = [table: TableName, row: Row];

/** The rows of one kind of record. */
type RowsOfKind = (read: ReadRecord, context: RowContext) => TableRow[];

/** The record as its kind's type. Sound because `read` was read by that kind's own declaration. */
const recordOf = <T>(read: ReadRecord): T => read.record as T;

const itemTexts = (items: readonly Item[]): string[] => items.map((item) => item.text);

const noteText = (nodes: readonly NoteNode[] | undefined): string =>
  nodes && !isEmptyNote(nodes) ? noteLines(nodes).join('\n') : '';

const LEAST_INT4 = -2_147_483_648;
const LARGEST_INT4 = 2_147_483_647;

/** A whole number that fits the column; a peer may have written any number. */
const int4 = (value: number | null): number | null =>
  value === null || !Number.isFinite(value) ? null : Math.max(LEAST_INT4, Math.min(LARGEST_INT4, Math.round(value)));

/** The years 1 to 9999, in Unix ms. Both Postgres and JavaScript can hold them. */
const FIRST_INSTANT_MS = -62_135_596_800_000;
const LAST_INSTANT_MS = 253_402_300_799_000;

/** An instant that the column can hold; 0 and what is no number stand for none. */
const instant = (ms: number | null): number | null =>
  ms !== null && ms !== 0 && ms >= FIRST_INSTANT_MS && ms <= LAST_INSTANT_MS ? ms : null;

/** The id of the user with a GM's name. The empty name is a user too, because a session must have one. */
const userId = (name: string): string => asUuid(`user ${name.trim().toLowerCase()}`);

const campaignRows: RowsOfKind = (read, context) => {
  const campaign = recordOf<Campaign>(read);
  const calendar = readCalendar(campaign.calendar);
  return [
    [
      'campaigns',
      {
        id: asUuid(context.campaignId),
        name: campaign.name,
        system: campaign.system,
        universe: campaign.universe,
        currency: campaign.currency,
        game_time: campaign.gameTime.value,
        day_seconds: int4(secondsPerDay(calendar.ok ? calendar.value : PLAIN_CALENDAR)),
      },
    ],
  ];
};

/** A session as its log tells it, with the number that is shown. */
type NumberedSession = Session & { number: number; onlyMovedTo?: readonly string[]; updatedAt?: number };

const summaryOf = (session: NumberedSession, gmSummary: string, currency: string): object => ({
  auto: autoSummary({ ...session, shownNumber: session.number }, currency),
  gm: gmSummary,
  highlights: itemTexts(session.highlights),
  npcsIntroduced: itemTexts(session.npcsIntroduced),
  locationsVisited: itemTexts(session.locationsVisited),
  itemsAcquired: itemTexts(session.itemsAcquired),
  questsStarted: itemTexts(session.questsStarted),
  questsCompleted: itemTexts(session.questsCompleted),
});

/** When a session started; before it did, when it is planned for. */
const startOf = (session: Session): number | null => {
  const date = Date.parse(session.date);
  return session.startedAt ?? session.scheduledAt ?? (Number.isNaN(date) ? null : date);
};

const sessionRows: RowsOfKind = (read, context) => {
  const session = recordOf<NumberedSession>(read);
  return [
    ['users', { id: userId(session.gm), name: session.gm || 'GM' }],
    [
      'sessions',
      {
        id: asUuid(session.id),
        campaign_id: asUuid(context.campaignId),
        number: int4(session.number),
        real_start_time: instant(startOf(session)),
        real_end_time: instant(session.endedAt),
        duration_minutes: int4(durationMinutes(session)),
        game_start_time: session.gameStart,
        game_end_time: session.gameEnd,
        game_time_elapsed_seconds: elapsedGameSeconds(session),
        gm_user_id: userId(session.gm),
        player_data: sessionPlayers(session),
        character_ids: session.characters.map(asUuid),
        title: session.title,
        description: session.description,
        location: session.location,
        chapter_id: maybeUuid(session.chapterId),
        stage: session.stage,
        objective: session.objective,
        planned_objectives: itemTexts(session.plannedObjectives),
        actual_objectives: itemTexts(session.actualObjectives),
        summary: summaryOf(session, noteText(read.texts['summary']), context.currency),
        stats: shownStats(session),
        status: session.status,
        tags: session.tags,
        notes: noteText(read.texts['notes']),
        is_published: session.isPublished,
        created_at: instant(session.createdAt),
        updated_at: instant(session.updatedAt ?? session.createdAt),
      },
    ],
  ];
};

const playerRows: RowsOfKind = (read) => {
  const player = recordOf<Player>(read);
  return [['players', { id: asUuid(read.id), name: player.name, has_left: player.hasLeft }]];
};

const chapterRows: RowsOfKind = (read) => {
  const chapter = recordOf<Chapter>(read);
  return [['chapters', { id: asUuid(read.id), title: chapter.title, sort_order: chapter.order }]];
};

const factionRow = (entity: Entity): TableRow => [
  'factions',
  {
    id: asUuid(entity.id),
    name: entity.name,
    faction_type: entity.factionType,
    hold: entity.hold,
    reputation: int4(entity.reputation.value),
    power: int4(entity.power),
    attitude: entity.attitude,
    territory: entity.territory,
  },
];

const entityRows: RowsOfKind = (read) => {
  const entity = recordOf<Entity>(read);
  const row: TableRow = [
    'entities',
    {
      id: asUuid(entity.id),
      name: entity.name,
      entity_type: entity.entityType,
      aliases: entity.aliases,
      tags: entity.tags,
      is_known: isKnownToPlayers(entity),
      confidence: entity.confidence,
      attributes: entity.attributes,
    },
  ];
  return entity.entityType === 'faction' ? [row, factionRow(entity)] : [row];
};

const clockRows: RowsOfKind = (read) => {
  const clock = recordOf<ProgressClock>(read);
  const tick = filledBy(clock);
  return [
    [
      'progress_clocks',
      {
        id: asUuid(read.id),
        name: clock.name,
        segments: clock.segments,
        filled: clockFill(clock),
        faction_id: maybeUuid(clock.ownerId),
        visibility: clock.visibility,
        consequence: clock.consequence,
        is_settled: tick !== null && clock.settled[tick] === true,
      },
    ],
  ];
};

const relationshipRows: RowsOfKind = (read) => {
  const relationship = recordOf<Relationship>(read);
  return [
    [
      'relationships',
      {
        id: asUuid(read.id),
        from_id: maybeUuid(relationship.fromId),
        to_id: maybeUuid(relationship.toId),
        relation_type: relationship.relationType,
        tone: relationship.tone,
        note: relationship.note,
      },
    ],
  ];
};

const entityLogRows: RowsOfKind = (read) => {
  const entry = recordOf<EntityLogEntry>(read);
  return [
    [
      'entity_log',
      {
        id: asUuid(read.id),
        entity_id: maybeUuid(entry.entityId),
        session_id: maybeUuid(entry.sessionId),
        chapter_id: maybeUuid(entry.chapterId),
        content: entry.text,
        log_kind: entry.logKind,
        occurred_at: entry.occurredAt,
        confidence: entry.confidence,
      },
    ],
  ];
};

const goalRows: RowsOfKind = (read) => {
  const goal = recordOf<Goal>(read);
  return [
    [
      'goals',
      {
        id: asUuid(read.id),
        name: goal.name,
        goal_type: goal.goalType,
        status: goal.status,
        progress: int4(goal.progress.value),
        target: int4(goal.target),
        news: goalChanges(goal),
      },
    ],
  ];
};

const consequenceRows: RowsOfKind = (read) => {
  const consequence = recordOf<DelayedConsequence>(read);
  return [
    [
      'consequences',
      {
        id: asUuid(read.id),
        trigger: consequence.trigger,
        effect: consequence.effect,
        session_number: int4(consequence.sessionNumber),
        is_done: consequence.isDone,
      },
    ],
  ];
};

const eventRows: RowsOfKind = (read) => {
  const event = recordOf<TimelineEvent>(read);
  const sessionId = sessionOfRoom(read.room);
  if (sessionId === null) return [];
  return [
    [
      'session_events',
      {
        id: asUuid(read.id),
        session_id: sessionId,
        event_type: event.eventType,
        category: event.category,
        name: event.name,
        character_id: maybeUuid(event.characterId),
        npc_id: maybeUuid(event.npcId),
        entity_ids: eventEntityIds(event).map(asUuid),
        participants: eventParticipants(event),
        details: eventDetails(event),
        happened_at: instant(event.at),
        game_time: event.gameTime,
        is_secret: !isSharedEvent(event),
      },
    ],
  ];
};

const connectionsOf = (scene: Scene): object[] =>
  sceneConnections(scene).map((connection) => ({
    target_scene_id: connection.toSceneId,
    clue_entity_id: connection.clueId || null,
    description: connection.description,
  }));

const sceneRows: RowsOfKind = (read) => {
  const scene = recordOf<Scene>(read);
  const sessionId = sessionOfRoom(read.room);
  if (sessionId === null) return [];
  return [
    [
      'scenes',
      {
        id: asUuid(read.id),
        session_id: sessionId,
        title: scene.title,
        description: [scene.brief, noteText(read.texts['description'])].filter(Boolean).join('\n'),
        scene_type: scene.sceneType,
        status: scene.status,
        sort_order: scene.order,
        objective: scene.objective,
        gm_notes: noteText(read.texts['gm_notes']),
        entity_ids: scene.entityIds.map(asUuid),
        system_data: scene.systemData,
        source: scene.source,
        source_confidence: scene.confidence,
        connections: connectionsOf(scene),
      },
    ],
  ];
};

const chatMessageRows: RowsOfKind = (read) => {
  const message = recordOf<ChatMessage>(read);
  const sessionId = sessionOfRoom(read.room);
  if (sessionId === null) return [];
  return [
    [
      'session_chat_messages',
      {
        id: asUuid(read.id),
        session_id: sessionId,
        role: message.role,
        content: message.content,
        sort_order: message.order,
        created_at: instant(message.createdAt),
      },
    ],
  ];
};

const ROWS_OF_KIND: Readonly<Partial<Record<ReadRecord['kind'], RowsOfKind>>> = {
  campaign: campaignRows,
  session: sessionRows,
  player: playerRows,
  chapter: chapterRows,
  entity: entityRows,
  clock: clockRows,
  relationship: relationshipRows,
  entityLog: entityLogRows,
  goal: goalRows,
  consequence: consequenceRows,
  event: eventRows,
  scene: sceneRows,
  chatMessage: chatMessageRows,
};

/** Every row of a record except its passages; none for a kind without a table. */
export const rowsOf = (read: ReadRecord, context: RowContext): TableRow[] =>
  ROWS_OF_KIND[read.kind]?.(read, context) ?? [];

/** The tables with rows under a record's own id, by kind: what is deleted with the record. */
export const TABLES_OF_KIND: Readonly<Partial<Record<ReadRecord['kind'], readonly TableName[]>>> = {
  session: ['sessions'],
  player: ['players'],
  chapter: ['chapters'],
  entity: ['entities', 'factions'],
  clock: ['progress_clocks'],
  relationship: ['relationships'],
  entityLog: ['entity_log'],
  goal: ['goals'],
  consequence: ['consequences'],
  event: ['session_events'],
  scene: ['scenes'],
  chatMessage: ['session_chat_messages'],
};
