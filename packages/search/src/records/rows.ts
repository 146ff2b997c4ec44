// Owns the way from a record to its rows: which table, which columns. Pure; what a peer wrote is read by the declarations of
// domain, so every value has its type, and ids are made into UUIDs.
import {
  autoSummary,
  clockFill,
  durationMinutes,
  elapsedGameSeconds,
  filledBy,
  goalNews,
  isEmptyNote,
  noteLines,
  readCalendar,
  sceneConnections,
  secondsPerDay,
  sessionPlayers,
  shownStats,
  eventDetails,
  eventEntityIds,
  eventParticipants,
  PLAIN_CALENDAR,
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

/** What rows need to know of their campaign. */
export interface RowContext {
  campaignId: string;
  /** The campaign's word for money. */
  currency: string;
}

const lines = (list: readonly Item[]): string[] => list.map((item) => item.text);
const text = (nodes: readonly NoteNode[] | undefined): string =>
  nodes && !isEmptyNote(nodes) ? noteLines(nodes).join('\n') : '';
// A number that fits the column; anything else was never a number of ours.
const int4 = (value: number | null): number | null =>
  value === null || !Number.isFinite(value)
    ? null
    : Math.max(-2_147_483_648, Math.min(2_147_483_647, Math.round(value)));
// JavaScript's own range of days.
const instant = (ms: number | null): number | null =>
  ms === null || ms === 0 || Math.abs(ms) > 8.64e15 || ms < -62_135_596_800_000 || ms > 253_402_300_799_000 ? null : ms;

/** The user row of a GM's name; nobody at all is a user too, because a session must have one. */
const userId = (name: string): string => asUuid(`user ${name.trim().toLowerCase()}`);

const sessionRows = (
  session: Session & { number: number },
  texts: ReadRecord['texts'],
  context: RowContext,
): [TableName, Row][] => {
  const stats = shownStats(session);
  const date = Date.parse(session.date);
  const started = session.startedAt ?? session.scheduledAt ?? (Number.isNaN(date) ? null : date);
  const minutes = durationMinutes(session);
  return [
    ['users', { id: userId(session.gm), name: session.gm || 'GM' }],
    [
      'sessions',
      {
        id: asUuid(session.id),
        campaign_id: asUuid(context.campaignId),
        number: int4(session.number),
        real_start_time: instant(started),
        real_end_time: instant(session.endedAt),
        duration_minutes: int4(minutes),
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
        planned_objectives: lines(session.plannedObjectives),
        actual_objectives: lines(session.actualObjectives),
        summary: {
          auto: autoSummary({ ...session, shownNumber: session.number }, context.currency),
          gm: text(texts['summary']),
          highlights: lines(session.highlights),
          npcsIntroduced: lines(session.npcsIntroduced),
          locationsVisited: lines(session.locationsVisited),
          itemsAcquired: lines(session.itemsAcquired),
          questsStarted: lines(session.questsStarted),
          questsCompleted: lines(session.questsCompleted),
        },
        stats,
        status: session.status,
        tags: session.tags,
        notes: text(texts['notes']),
        is_published: session.isPublished,
        created_at: instant(session.createdAt),
        updated_at: instant(session.createdAt),
      },
    ],
  ];
};

const entityRows = (entity: Entity): [TableName, Row][] => [
  [
    'entities',
    {
      id: asUuid(entity.id),
      name: entity.name,
      entity_type: entity.entityType,
      aliases: entity.aliases,
      tags: entity.tags,
      is_known: entity.isKnown || entity.entityType === 'pc',
      confidence: entity.confidence,
      attributes: entity.attributes,
    },
  ],
  ...(entity.entityType === 'faction'
    ? [
        [
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
        ] as [TableName, Row],
      ]
    : []),
];

/** Every row of a record but its passages; none for a kind that has no table. */
export const rowsOf = (read: ReadRecord, context: RowContext): [TableName, Row][] => {
  const id = asUuid(read.id);
  const body = sessionOfRoom(read.room);
  // reason for the casts: `read` was read by the kind's own declaration, which is what these types are made of
  const as = <T>(): T => read.record as T;
  switch (read.kind) {
    case 'campaign': {
      const campaign = as<Campaign>();
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
    }
    case 'session':
      return sessionRows(as<Session & { number: number }>(), read.texts, context);
    case 'player':
      return [['players', { id, name: as<Player>().name, has_left: as<Player>().hasLeft }]];
    case 'chapter':
      return [['chapters', { id, title: as<Chapter>().title, sort_order: as<Chapter>().order }]];
    case 'entity':
      return entityRows(as<Entity>());
    case 'clock': {
      const clock = as<ProgressClock>();
      const tick = filledBy(clock);
      return [
        [
          'progress_clocks',
          {
            id,
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
    }
    case 'relationship': {
      const tie = as<Relationship>();
      return [
        [
          'relationships',
          {
            id,
            from_id: maybeUuid(tie.fromId),
            to_id: maybeUuid(tie.toId),
            relation_type: tie.relationType,
            tone: tie.tone,
            note: tie.note,
          },
        ],
      ];
    }
    case 'entityLog': {
      const entry = as<EntityLogEntry>();
      return [
        [
          'entity_log',
          {
            id,
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
    }
    case 'goal': {
      const goal = as<Goal>();
      return [
        [
          'goals',
          {
            id,
            name: goal.name,
            goal_type: goal.goalType,
            status: goal.status,
            progress: int4(goal.progress.value),
            target: int4(goal.target),
            news: goalNews(goal),
          },
        ],
      ];
    }
    case 'consequence': {
      const consequence = as<DelayedConsequence>();
      return [
        [
          'consequences',
          {
            id,
            trigger: consequence.trigger,
            effect: consequence.effect,
            session_number: int4(consequence.sessionNumber),
            is_done: consequence.isDone,
          },
        ],
      ];
    }
    case 'event': {
      const event = as<TimelineEvent>();
      return body === null
        ? []
        : [
            [
              'session_events',
              {
                id,
                session_id: body,
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
                is_secret: event.isSecret === 'secret',
              },
            ],
          ];
    }
    case 'scene': {
      const scene = as<Scene>();
      const description = [scene.brief, text(read.texts['description'])].filter(Boolean).join('\n');
      return body === null
        ? []
        : [
            [
              'scenes',
              {
                id,
                session_id: body,
                title: scene.title,
                description,
                scene_type: scene.sceneType,
                status: scene.status,
                sort_order: scene.order,
                objective: scene.objective,
                gm_notes: text(read.texts['gm_notes']),
                entity_ids: scene.entityIds.map(asUuid),
                system_data: scene.systemData,
                source: scene.source,
                source_confidence: scene.confidence,
                connections: sceneConnections(scene).map((c) => ({
                  target_scene_id: c.toSceneId,
                  clue_entity_id: c.clueId || null,
                  description: c.description,
                })),
              },
            ],
          ];
    }
    case 'chatMessage': {
      const message = as<ChatMessage>();
      return body === null
        ? []
        : [
            [
              'session_chat_messages',
              {
                id,
                session_id: body,
                role: message.role,
                content: message.content,
                sort_order: message.order,
                created_at: instant(message.createdAt),
              },
            ],
          ];
    }
    default:
      return [];
  }
};

/** The table that a kind's own rows lie in, and those that hang on the same id. */
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
