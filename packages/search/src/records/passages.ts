// Owns what of a record is searched: its title, its own words, its texts in chunks; each with kind, place and audience.
// Pure: a passage follows from its own record alone. What other records bring to it (names, whether an evening is published)
// is joined in SQL, so that one change never touches passages of another record here.
import {
  entityTypeLabel,
  eventDetails,
  eventEntityIds,
  eventType,
  isId,
  RECORDS,
  SCENE_TYPE_LABELS,
  type AnySpec,
  type Item,
  type ReadRecord,
  type TimelineEvent,
} from '@emberkeep/domain';
import type { Row } from '../index-db/copy.ts';
import { chunksOf } from './chunks.ts';
import { asUuid, maybeUuid, sessionOfRoom } from './uuid.ts';

type Place = Pick<
  Row,
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
  | 'aliases'
> & { isShared: boolean };

/** Kinds of records that are searched, and as what. Suggestions are not: nobody has said yes to them. */
const KIND_OF: Readonly<Record<string, string>> = {
  campaign: 'notebook',
  session: 'session',
  note: 'note',
  entity: 'entity',
  entityLog: 'log',
  clock: 'clock',
  goal: 'goal',
  chapter: 'chapter',
  scene: 'scene',
  event: 'event',
  chatMessage: 'chat',
  inventory: 'notebook',
  decision: 'notebook',
  consequence: 'notebook',
  hook: 'notebook',
  reconstruct: 'notebook',
  safety: 'notebook',
  player: 'notebook',
};
const NOTE_LABELS: Readonly<Record<string, string>> = {
  prep_notes: 'Prep notes',
  play_notes: 'Scratchpad',
  actual_notes: 'What happened',
};

const words = (value: unknown): string => (typeof value === 'string' ? value : '');
const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((v): v is string => typeof v === 'string') : [];
const whole = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? Math.round(value) : null;

const placeOf = (read: ReadRecord, kind: string): Place => {
  const { record } = read;
  const body = sessionOfRoom(read.room);
  const place: Place = {
    kind,
    sub: '',
    session_id: body,
    chapter_id: maybeUuid(record['chapterId']),
    entity_id: null,
    refs: [],
    tags: texts(record['tags']),
    game_time: null,
    happened_at: whole(record['createdAt']),
    aliases: '',
    isShared: false,
    title: words(record['title']) || words(record['name']),
  };
  switch (read.kind) {
    case 'session': {
      const date = Date.parse(words(record['date']));
      return {
        ...place,
        session_id: asUuid(read.id),
        happened_at:
          whole(record['startedAt']) ?? whole(record['scheduledAt']) ?? (Number.isNaN(date) ? place.happened_at : date),
        isShared: record['isPublished'] === true,
      };
    }
    case 'entity':
      return {
        ...place,
        sub: words(record['entityType']),
        entity_id: asUuid(read.id),
        aliases: texts(record['aliases']).join('\n'),
        isShared: record['isKnown'] === true || record['entityType'] === 'pc',
      };
    case 'entityLog':
      return {
        ...place,
        session_id: maybeUuid(record['sessionId']),
        entity_id: maybeUuid(record['entityId']),
        refs: [maybeUuid(record['entityId'])].filter(Boolean),
        sub: words(record['logKind']),
        game_time: whole(record['occurredAt']),
      };
    case 'scene':
      return { ...place, sub: words(record['sceneType']), refs: texts(record['entityIds']).map(asUuid) };
    case 'event': {
      const event = record as unknown as TimelineEvent; // reason: read by the event's own declaration
      return {
        ...place,
        sub: event.eventType,
        refs: eventEntityIds(event).map(asUuid),
        game_time: whole(event.gameTime),
        happened_at: whole(event.at),
        title: event.name || eventType(event.eventType).label,
        isShared: event.isSecret === 'shared',
      };
    }
    case 'chatMessage':
      return { ...place, sub: words(record['role']), title: '' };
    case 'chapter':
      return { ...place, chapter_id: asUuid(read.id) };
    case 'clock':
      return {
        ...place,
        refs: [maybeUuid(record['ownerId'])].filter(Boolean),
        isShared: record['visibility'] !== 'hidden',
      };
    case 'decision':
      return { ...place, session_id: maybeUuid(record['sessionId']) };
    default:
      return place;
  }
};

/**
 * Fields of shared records that players may find by, beside the title: those that player-view.ts hands out, which a test holds
 * this to. Their other fields lie in a passage of the GM's, whatever their audience.
 */
const FOR_PLAYERS: Readonly<Record<string, readonly string[]>> = { session: ['actualObjectives'] };

// Fields that are searched as words. Hidden ones are keys, ids and marks of ours.
const SEARCHED = new Set(['line', 'paragraph', 'items', 'tags']);
const LEFT_OUT = new Set([
  'createdBy',
  'createdAt',
  'entityType',
  'portrait',
  'externalId',
  'gm',
  'coGms',
  'primaryGm',
  'gms',
  'entityTypes',
  'title',
  'name',
  'aliases',
  'content',
]);

const fieldWords = (spec: AnySpec, read: ReadRecord, isWanted: (name: string) => boolean): string[] =>
  Object.entries(spec.fields).flatMap(([name, field]) => {
    if (!isWanted(name) || LEFT_OUT.has(name)) return [];
    const value = read.record[name];
    if (!SEARCHED.has(field.input) && field.form !== 'items') {
      // What the GM typed into attributes is theirs to find: "Pass: phrase" and the like.
      if (field.form !== 'entries' || field.input === 'hidden' || typeof value !== 'object' || value === null)
        return [];
      return Object.entries(value).flatMap(([key, each]) =>
        typeof each === 'string' || typeof each === 'number' ? [`${key}: ${each}`] : [],
      );
    }
    if (field.form === 'items') return (value as readonly Item[]).map((item) => item.text).filter(Boolean);
    if (field.form === 'members') return name === 'tags' ? texts(value) : [];
    return typeof value === 'string' && value !== '' ? [value] : [];
  });

/** `told`: what a log line tells, players' too. `more`: details of any other name, as imports bring them. Ids are nobody's words. */
const eventWords = (event: TimelineEvent): { told: string[]; more: string[] } => {
  const type = eventType(event.eventType);
  const words = { told: [type.label], more: [] as string[] };
  for (const [key, value] of Object.entries(eventDetails(event))) {
    if ((typeof value !== 'string' && typeof value !== 'number') || (typeof value === 'string' && isId(value)))
      continue;
    const detail = type.details.find((d) => d.key === key);
    words[detail ? 'told' : 'more'].push(`${detail?.label ?? key}: ${value}`);
  }
  return words;
};

const label = (read: ReadRecord): string => {
  switch (read.kind) {
    case 'entity':
      return entityTypeLabel(words(read.record['entityType']));
    case 'scene':
      return `Scene · ${SCENE_TYPE_LABELS[read.record['sceneType'] as keyof typeof SCENE_TYPE_LABELS] ?? ''}`;
    case 'event':
      return eventType(words(read.record['eventType'])).label;
    case 'chatMessage':
      return read.record['role'] === 'assistant' ? 'Chat · answer' : 'Chat · question';
    default:
      return read.kind === 'note' ? '' : RECORDS[read.kind].label;
  }
};

/** The label of a rich text of a record: "Scene GM notes". */
const textLabel = (read: ReadRecord, name: string): string => {
  if (read.kind === 'note') return NOTE_LABELS[name] ?? name;
  const spec: AnySpec = RECORDS[read.kind];
  return `${spec.label} ${(spec.texts[name]?.label ?? name).replace(/^GM notes$/, 'GM notes').replace(/^(?!GM)./, (c) => c.toLowerCase())}`;
};
const SUB_OF_NOTE: Readonly<Record<string, string>> = {
  prep_notes: 'prep',
  play_notes: 'play',
  actual_notes: 'actual',
};

// A tsvector holds a megabyte; a peer's field may hold more.
const clip = (value: unknown, length: number): string => words(value).slice(0, length);
const clipped = (p: Row): Row => ({
  ...p,
  title: clip(p['title'], 1000),
  heading: clip(p['heading'], 1000),
  aliases: clip(p['aliases'], 5000),
  body: clip(p['body'], 50_000),
});

/** Every passage of a record, without the columns that SQL fills. */
export const passagesOf = (read: ReadRecord): Row[] => {
  const kind = KIND_OF[read.kind];
  if (!kind) return [];
  const { isShared, ...place } = placeOf(read, kind);
  const passage = (part: string, n: number, fields: Row): Row => ({
    ...place,
    id: `${read.kind}:${read.id}:${part}:${n}`,
    record_kind: read.kind,
    record_id: asUuid(read.id),
    part,
    label: label(read),
    heading: '',
    body: '',
    audience: 'gm',
    ...fields,
  });
  const found: Row[] = [];
  if (read.kind === 'chatMessage') found.push(passage('main', 0, { body: words(read.record['content']) }));
  else if (read.kind === 'event') {
    const { told, more } = eventWords(read.record as unknown as TimelineEvent); // reason: read by the event's own declaration
    found.push(passage('main', 0, { body: told.join('. '), audience: isShared ? 'table' : 'gm' }));
    if (more.length > 0) found.push(passage('gm', 0, { body: more.join('. ') }));
  } else if (read.kind !== 'note') {
    const spec: AnySpec = RECORDS[read.kind];
    const isOpen = (name: string): boolean => isShared && (FOR_PLAYERS[read.kind]?.includes(name) ?? false);
    const open = fieldWords(spec, read, isOpen);
    const closed = fieldWords(spec, read, (name) => !isOpen(name));
    // What the players may know lies apart from what they may not: a passage has one audience.
    found.push(
      passage('main', 0, { body: (isShared ? open : closed).join('\n'), audience: isShared ? 'table' : 'gm' }),
    );
    if (isShared && closed.length > 0) found.push(passage('gm', 0, { body: closed.join('\n') }));
  }
  for (const [name, nodes] of Object.entries(read.texts)) {
    const audience = read.kind === 'note' ? 'gm' : (RECORDS[read.kind] as AnySpec).texts[name]?.audience;
    chunksOf(nodes).forEach(({ heading, text }, n) =>
      found.push(
        passage(name, n, {
          heading,
          body: text,
          label: textLabel(read, name),
          audience: audience === 'table' && isShared ? 'table' : 'gm',
          ...(read.kind === 'note' ? { sub: SUB_OF_NOTE[name] ?? '', title: '' } : {}),
        }),
      ),
    );
  }
  return found.map(clipped).filter((p) => p['title'] !== '' || p['body'] !== '' || p['heading'] !== '');
};
