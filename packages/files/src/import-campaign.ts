// Owns reading sessions and factions out of JSON of older tools: the shapes of the source documents, whole campaigns with
// blobs in them, and single sessions at any moment of their life. In: text. Out: plain records to be written by the store,
// and sentences about what could not be taken as it is. Nothing is dropped: what has no place of its own is kept whole.
import {
  CONFIDENCES,
  EVENT_CATEGORIES,
  eventType,
  FACTION_TYPES,
  gameTimeOf,
  readStatus,
  SCENE_SOURCES,
  SCENE_STATUSES,
  SCENE_TYPES,
  STATS,
  type Confidence,
  type EventCategory,
  type FactionType,
  type SceneSource,
  type SceneStatus,
  type SceneType,
  type Session,
  type SuggestionType,
} from '@emberkeep/domain';
import { isObject, num, obj, opened, str, type Json } from './json.ts';

/** A faction as it will be written; `originalType` only where its kind was not one of ours. */
export interface ImportedFaction {
  name: string;
  factionType: FactionType;
  originalType: string;
  notes: string;
  hold: 'weak' | 'strong';
  reputation: number;
  power: number;
  attitude: 'Hostile' | 'Neutral' | 'Friendly';
  territory: string;
}

export interface ImportedEvent {
  externalId: string;
  eventType: string;
  name: string;
  category: EventCategory;
  /** Id or name in the other tool; the store looks it up. */
  character: string;
  npc: string;
  participants: Readonly<Record<string, string>>;
  /** Any JSON object, unknown keys included. */
  details: Readonly<Record<string, unknown>>;
  /** Unix ms, or null where the file says none. */
  at: number | null;
  gameTime: number | null;
  gameTimeText: string;
}

/** A scene as it will be written; ids are those of the other tool. */
export interface ImportedScene {
  externalId: string;
  title: string;
  sceneType: SceneType;
  status: SceneStatus;
  objective: string;
  brief: string;
  gmNotes: string;
  entityIds: readonly string[];
  systemData: Readonly<Record<string, unknown>>;
  source: SceneSource;
  confidence: Confidence;
  connections: readonly { toSceneId: string; clueId: string; description: string }[];
}

export interface ImportedSession {
  externalId: string;
  /** Only the fields that the file names, so that a later file about the same session adds to it. */
  fields: Readonly<Partial<Record<keyof Session, unknown>>>;
  lists: Readonly<
    Partial<
      Record<
        | 'plannedObjectives'
        | 'actualObjectives'
        | 'highlights'
        | 'npcsIntroduced'
        | 'locationsVisited'
        | 'itemsAcquired'
        | 'questsStarted'
        | 'questsCompleted',
        readonly string[]
      >
    >
  >;
  players: readonly {
    externalId: string;
    name: string;
    characterIds: readonly string[];
    attended: boolean | null;
    arrivedLate: boolean | null;
    leftEarly: boolean | null;
  }[];
  notes: Readonly<Partial<Record<'summary' | 'notes' | 'next', string>>>;
  events: readonly ImportedEvent[];
  scenes: readonly ImportedScene[];
  suggestions: readonly {
    suggestionType: SuggestionType;
    title: string;
    quote: string;
    reason: string;
    proposal: unknown;
  }[];
}

export interface ImportedCampaign {
  factions: readonly ImportedFaction[];
  sessions: readonly ImportedSession[];
  /** What a GM should know: kinds that became OTHER, fields kept as they were. */
  remarks: readonly string[];
}

const list = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null || value === '' ? [] : [value];
const words = (value: unknown): string[] =>
  list(value)
    .map((v) => (isObject(v) ? str(v['name'], v['title'], v['text'], v['description']) || JSON.stringify(v) : str(v)))
    .filter(Boolean);
const time = (value: unknown): number | null => {
  const ms = typeof value === 'string' ? Date.parse(value) : NaN;
  return Number.isFinite(ms) ? ms : null;
};

const readFaction = (value: unknown, remarks: string[]): ImportedFaction => {
  const f = isObject(value) ? value : { name: value };
  const name = str(f['name'], f['title']);
  if (!name) remarks.push('A faction without a name was kept as “Unnamed faction”.');
  const original = str(f['faction_type'], f['factionType'], f['type'], f['category']);
  const factionType = FACTION_TYPES.find((t) => t === original.toUpperCase()) ?? 'OTHER';
  const originalType = original && factionType === 'OTHER' && original.toUpperCase() !== 'OTHER' ? original : '';
  if (originalType) remarks.push(`“${name}” was of the kind “${original}”, which became Other.`);
  const hold = num(f['hold']);
  const known = new Set([
    'name',
    'title',
    'faction_type',
    'factionType',
    'type',
    'category',
    'notes',
    'description',
    'hold',
    'reputation',
    'status',
    'power',
    'attitude',
    'territory',
    'id',
    'campaign',
  ]);
  const rest = Object.fromEntries(Object.entries(f).filter(([key]) => !known.has(key)));
  const attitude = str(f['attitude']).toLowerCase();
  return {
    name: name || 'Unnamed faction',
    factionType,
    originalType,
    notes: [str(f['notes'], f['description']), Object.keys(rest).length > 0 ? JSON.stringify(rest) : '']
      .filter(Boolean)
      .join('\n\n'),
    hold: str(f['hold']).toLowerCase() === 'strong' || hold === 2 ? 'strong' : 'weak',
    reputation: Math.trunc(num(f['reputation'], f['status']) ?? 0),
    power: Math.min(10, Math.max(0, Math.floor(num(f['power']) ?? 0))),
    attitude: attitude === 'hostile' ? 'Hostile' : attitude === 'friendly' ? 'Friendly' : 'Neutral',
    territory: str(f['territory']),
  };
};

const readEvent = (value: unknown): ImportedEvent => {
  if (!isObject(value))
    return {
      externalId: '',
      eventType: 'OTHER',
      name: str(value) || JSON.stringify(value),
      category: 'other',
      character: '',
      npc: '',
      participants: {},
      details: {},
      at: null,
      gameTime: null,
      gameTimeText: '',
    };
  const inner = isObject(value['event']) ? value['event'] : value;
  const stamp = obj(value['timestamp']);
  const game = obj(stamp['gameTime'] ?? value['gameTime']);
  const type = str(inner['event_type'], inner['eventType'], inner['type']) || 'OTHER';
  const category = str(inner['category'], value['category']).toLowerCase();
  const details = opened(inner['details'] ?? value['details']);
  const known = new Set([
    'id',
    'sessionId',
    'session',
    'timestamp',
    'event',
    'event_type',
    'eventType',
    'type',
    'name',
    'title',
    'text',
    'description',
    'category',
    'character',
    'npc',
    'participants',
    'details',
    'gameTime',
    'realTime',
  ]);
  const rest = Object.fromEntries(
    [...Object.entries(inner), ...Object.entries(value)].filter(([key]) => !known.has(key)),
  );
  return {
    externalId: str(value['id'], inner['id']),
    eventType: type,
    name: str(inner['name'], inner['title'], inner['text'], inner['description']),
    category: EVENT_CATEGORIES.find((c) => c === category) ?? eventType(type).category,
    character: str(inner['character'], value['character']),
    npc: str(inner['npc'], value['npc']),
    participants: Object.fromEntries(
      Object.entries(obj(inner['participants'])).flatMap(([role, who]) =>
        typeof who === 'string' ? [[role, who]] : [],
      ),
    ),
    details: {
      ...(isObject(details) ? details : details === undefined || details === null ? {} : { details }),
      ...rest,
    },
    at: time(stamp['realTime'] ?? value['realTime'] ?? value['timestamp'] ?? inner['timestamp']),
    gameTime: num(game['total']),
    gameTimeText: str(game['formatted']),
  };
};

// A closed set of the other tool, in whatever case.
const oneOf = <T extends string>(words: readonly T[], value: unknown, otherwise: T): T =>
  words.find(
    (w) =>
      w.toLowerCase() ===
      str(value)
        .toLowerCase()
        .replace(/[\s-]+/g, '_'),
  ) ?? otherwise;
const idText = (value: unknown): string => (typeof value === 'number' ? String(value) : str(value));

const readScene = (value: unknown): ImportedScene => {
  const s = isObject(value) ? value : { title: value };
  return {
    externalId: idText(s['id']),
    title: str(s['title'], s['name']) || str(s['description'], s['summary']).slice(0, 80) || 'Scene',
    sceneType: oneOf(SCENE_TYPES, s['scene_type'] ?? s['sceneType'] ?? s['type'], 'other'),
    status: oneOf(SCENE_STATUSES, s['status'], 'planned'),
    objective: str(s['objective']),
    brief: str(s['description'], s['summary'], s['notes']),
    gmNotes: str(s['gm_notes'], s['gmNotes']),
    entityIds: list(opened(s['entity_ids'] ?? s['entityIds']))
      .map(idText)
      .filter(Boolean),
    systemData: obj(opened(s['system_data'] ?? s['systemData'])),
    source: oneOf(SCENE_SOURCES, s['source'], 'import'),
    confidence: oneOf(CONFIDENCES, s['source_confidence'] ?? s['sourceConfidence'], 'AUTHORITATIVE'),
    connections: list(opened(s['connections']))
      .filter(isObject)
      .map((c) => ({
        toSceneId: idText(c['target_scene_id'] ?? c['targetSceneId']),
        clueId: idText(c['clue_entity_id'] ?? c['clueEntityId']),
        description: str(c['description']),
      }))
      .filter((c) => c.toSceneId !== ''),
  };
};

const readDiscovery = (value: unknown): ImportedSession['suggestions'][number] => {
  const d = isObject(value) ? value : {};
  const [from, to] = [str(d['from'], d['source']), str(d['to'], d['target'])];
  const quote = isObject(value) ? str(d['text'], d['description']) || JSON.stringify(value) : str(value);
  if (from && to)
    return {
      suggestionType: 'relationship_suggestion',
      title: `${from} – ${to}`,
      quote,
      reason: 'A discovery of the imported session',
      proposal: { from, to, relationType: str(d['type'], d['relation']) || 'knows' },
    };
  const name = str(d['name'], d['title']) || quote.slice(0, 80);
  return {
    suggestionType: 'entity_suggestion',
    title: name,
    quote,
    reason: 'A discovery of the imported session',
    proposal: { name, entityType: str(d['entity_type'], d['type']).toLowerCase() || 'clue', description: quote },
  };
};

const readLogEntry = (value: unknown, reason: string): ImportedSession['suggestions'][number] => {
  const text = isObject(value)
    ? str(value['text'], value['description'], value['decision'], value['consequence'], value['name']) ||
      JSON.stringify(value)
    : str(value);
  const about = isObject(value) ? str(value['entity'], value['about'], value['character']) : '';
  return { suggestionType: 'log_entry', title: text.slice(0, 120), quote: text, reason, proposal: { text, about } };
};

const readSession = (s: Json, remarks: string[]): ImportedSession => {
  const real = obj(s['realTime']);
  const game = obj(s['gameTime']);
  const people = obj(s['participants']);
  const summary = obj(s['summary']);
  const stats = obj(s['stats']);
  const fields: Partial<Record<keyof Session, unknown>> = {};
  const put = (name: keyof Session, value: unknown): void => {
    if (value !== null && value !== '' && value !== undefined) fields[name] = value;
  };
  const statusWord = str(s['status']);
  const status = statusWord ? readStatus(statusWord) : null;
  if (statusWord && !status)
    remarks.push(`A session had the status “${statusWord}”, which is unknown here; it is planned.`);
  const [start, end] = [time(real['startTime'] ?? s['start_time']), time(real['endTime'] ?? s['end_time'])];
  put('number', num(s['number'], s['session_number']));
  put('title', str(s['title'], s['name']));
  put('description', str(s['description']));
  put('location', str(s['location']));
  put('objective', str(s['objective']));
  put('status', status);
  if (status) put('stage', { planned: 'prep', in_progress: 'play', completed: 'wrap_up', cancelled: null }[status]);
  // Before an evening began, its start is a plan.
  put(status === 'planned' || status === 'cancelled' ? 'scheduledAt' : 'startedAt', start);
  put('endedAt', end);
  if (start !== null) put('date', new Date(start).toISOString().slice(0, 10));
  const duration = num(real['durationMinutes'], s['duration_minutes']);
  if (duration !== null && (start === null || end === null || Math.round((end - start) / 60_000) !== duration))
    put('correctedMinutes', duration);
  const moments = [
    ['gameStart', 'gameStartText', obj(game['startTime'])],
    ['gameEnd', 'gameEndText', obj(game['endTime'])],
  ] as const;
  for (const [field, textField, moment] of moments) {
    put(field, num(moment['total']));
    const formatted = str(moment['formatted']);
    if (formatted) put(textField, formatted);
    const total = num(moment['total']);
    if (formatted && total !== null && gameTimeOf(total).formatted !== formatted)
      remarks.push(
        `“${formatted}” disagrees with its total, which reads ${gameTimeOf(total).formatted}. The total counts.`,
      );
  }
  put('gm', str(people['gm'], s['gm']));
  put('createdAt', time(s['createdAt']));
  const tags = words(s['tags']);
  if (tags.length > 0)
    put(
      'tags',
      tags.map((t) => t.replaceAll('/', ' ')),
    );
  put('autoSummary', str(summary['auto']));
  const reported = Object.fromEntries(
    STATS.flatMap((stat) => (num(stats[stat]) === null ? [] : [[stat, num(stats[stat])]])),
  );
  if (Object.keys(reported).length > 0) put('reportedStats', reported);
  const lists: Record<string, readonly string[]> = {};
  for (const [name, value] of [
    ['plannedObjectives', s['plannedObjectives'] ?? s['planned_objectives']],
    ['actualObjectives', s['actualObjectives'] ?? s['actual_objectives']],
    ...['highlights', 'npcsIntroduced', 'locationsVisited', 'itemsAcquired', 'questsStarted', 'questsCompleted'].map(
      (n) => [n, summary[n]] as const,
    ),
  ] as const)
    if (words(value).length > 0) lists[name] = words(value);
  const bool = (value: unknown): boolean | null => (typeof value === 'boolean' ? value : null);
  const notes: Record<string, string> = {};
  for (const [name, value] of [
    ['summary', str(summary['gm'], typeof s['summary'] === 'string' ? s['summary'] : '')],
    ['notes', str(s['notes'])],
    ['next', str(s['planned_for_next_session'], s['plannedForNextSession'])],
  ] as const)
    if (value) notes[name] = value;
  const known = new Set([
    'id',
    'campaignId',
    'campaign',
    'number',
    'session_number',
    'realTime',
    'gameTime',
    'start_time',
    'end_time',
    'duration_minutes',
    'participants',
    'gm',
    'title',
    'name',
    'description',
    'location',
    'objective',
    'plannedObjectives',
    'planned_objectives',
    'actualObjectives',
    'actual_objectives',
    'summary',
    'stats',
    'status',
    'tags',
    'notes',
    'createdAt',
    'updatedAt',
    'planned_for_next_session',
    'plannedForNextSession',
    'log',
    'events',
    'planned_scenes',
    'scenes',
    'discoveries',
    'player_decisions',
    'consequences',
  ]);
  const rest = Object.fromEntries(Object.entries(s).filter(([key]) => !known.has(key)));
  if (Object.keys(rest).length > 0) put('imported', rest);
  return {
    externalId: str(s['id']),
    fields,
    lists,
    notes,
    players: list(people['players'])
      .filter(isObject)
      .map((p) => ({
        externalId: str(p['userId'], p['id'], p['name']),
        name: str(p['name'], p['userId'], p['id']),
        characterIds: words(p['characterIds']),
        attended: bool(p['attended']),
        arrivedLate: bool(p['arrivedLate']),
        leftEarly: bool(p['leftEarly']),
      })),
    events: [...list(opened(s['log'])), ...list(opened(s['events']))].map(readEvent),
    scenes: [...list(opened(s['planned_scenes'])), ...list(opened(s['scenes']))].map(readScene),
    suggestions: [
      ...list(opened(s['discoveries'])).map(readDiscovery),
      ...list(opened(s['player_decisions'])).map((v) =>
        readLogEntry(v, 'A decision of the players in the imported session'),
      ),
      ...list(opened(s['consequences'])).map((v) => readLogEntry(v, 'A consequence in the imported session')),
    ],
  };
};

/** `NotACampaign`: no session, event or faction in it. */
export type CampaignImportError = { type: 'NotJson' } | { type: 'NotACampaign' };

/** Largest file that is read, bytes: a thousand sessions with their events are a tenth of it. */
export const CAMPAIGN_IMPORT_LIMIT = 50_000_000;

const looksLikeSession = (value: unknown): value is Json =>
  isObject(value) &&
  [
    'number',
    'session_number',
    'realTime',
    'gameTime',
    'participants',
    'log',
    'planned_scenes',
    'scenes',
    'discoveries',
    'player_decisions',
    'consequences',
    'plannedObjectives',
    'stats',
  ].some((key) => key in value);
const looksLikeEvent = (value: unknown): value is Json =>
  isObject(value) && 'sessionId' in value && ('event' in value || 'event_type' in value);

/** Reads one session, a list of them, loose events, or a campaign with factions and sessions in it. */
export const readCampaignJson = (
  text: string,
): { ok: true; value: ImportedCampaign } | { ok: false; error: CampaignImportError } => {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    return { ok: false, error: { type: 'NotJson' } };
  }
  const remarks: string[] = [];
  const parts = Array.isArray(root) ? root : looksLikeSession(root) || looksLikeEvent(root) ? [root] : [];
  const campaign = Array.isArray(root) ? {} : obj(root);
  const factions = list(opened(campaign['factions'])).map((f) => readFaction(f, remarks));
  const sessions = [
    ...parts.filter(looksLikeSession),
    ...(looksLikeSession(root) ? [] : list(campaign['sessions']).filter(isObject)),
  ].map((s) => readSession(s, remarks));
  const loose = [...parts, ...list(campaign['events'])].filter(looksLikeEvent);
  for (const event of loose) {
    const externalId = str(event['sessionId']);
    const there = sessions.findIndex((s) => s.externalId === externalId);
    const base = there === -1 ? readSession({ id: externalId }, remarks) : sessions[there]!;
    const withEvent = { ...base, events: [...base.events, readEvent(event)] };
    if (there === -1) sessions.push(withEvent);
    else sessions[there] = withEvent;
  }
  if (factions.length === 0 && sessions.length === 0) return { ok: false, error: { type: 'NotACampaign' } };
  return { ok: true, value: { factions, sessions, remarks } };
};
