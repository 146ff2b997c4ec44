// Reads a session of campaign JSON, at any stage of its life and in every spelling of the source documents. What has no
// field of ours is kept under `imported`.
import { localDay, readStatus, STATS, type Session, type SessionStatus } from '@emberkeep/domain';
import { isObject, num, obj, opened, str, type Json } from '../json.ts';
import type { ImportedPlayer, ImportedSession, ImportedSuggestion } from './imported-campaign.ts';
import { readEvent } from './read-event.ts';
import { gameTimeRemark, readGameTime } from './read-game-time.ts';
import { readScene } from './read-scene.ts';
import { readDiscovery, readLogEntry } from './read-suggestion.ts';
import { leftOver, nestedRest, SUMMARY_LISTS } from './session-rest.ts';
import { bool, instant, isTold, listOrOne, shown, texts, unknownKeys } from './values.ts';

type SessionFields = Partial<Record<keyof Session, unknown>>;

const KNOWN_KEYS = new Set([
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

const STAGE_OF_STATUS = { planned: 'prep', in_progress: 'play', completed: 'wrap_up', cancelled: null } as const;

const readSessionStatus = (session: Json, remarks: string[]): SessionStatus | null => {
  const word = str(session['status']);
  if (!word) return null;
  const status = readStatus(word);
  if (!status) remarks.push(`A session had the unknown status “${word}”, so it was set to Planned.`);
  return status ?? 'planned';
};

const readInstant = (value: unknown, what: string, remarks: string[]): number | null => {
  const time = instant(value);
  if (time === null && isTold(value))
    remarks.push(`The ${what} of a session, “${shown(value)}”, is not a readable time and was left out.`);
  return time;
};

/** Start, end and duration in real time. The duration is kept only where it corrects what start and end say. */
const realTimeFields = (session: Json, status: SessionStatus | null, remarks: string[]): SessionFields => {
  const real = obj(session['realTime']);
  const start = readInstant(real['startTime'] ?? session['start_time'], 'start', remarks);
  const end = readInstant(real['endTime'] ?? session['end_time'], 'end', remarks);
  const duration = num(real['durationMinutes'], session['duration_minutes']);
  const isCorrection =
    start === null || end === null || (duration !== null && Math.round((end - start) / 60_000) !== duration);
  // Before a session begins, its start is only a plan.
  const isPlan = status === 'planned' || status === 'cancelled';
  return {
    [isPlan ? 'scheduledAt' : 'startedAt']: start,
    endedAt: end,
    date: start === null ? null : localDay(start),
    correctedMinutes: isCorrection ? duration : null,
  };
};

const gameTimeFields = (session: Json, remarks: string[]): SessionFields => {
  const game = obj(session['gameTime']);
  const fields: SessionFields = {};
  for (const [field, textField, value] of [
    ['gameStart', 'gameStartText', game['startTime']],
    ['gameEnd', 'gameEndText', game['endTime']],
  ] as const) {
    const moment = readGameTime(value);
    fields[field] = moment.total;
    fields[textField] = moment.formatted;
    const remark = gameTimeRemark(value, moment);
    if (remark) remarks.push(remark);
  }
  return fields;
};

const reportedStats = (stats: Json): Record<string, number> => {
  const reported: Record<string, number> = {};
  for (const stat of STATS) {
    const value = num(stats[stat]);
    if (value !== null) reported[stat] = value;
  }
  return reported;
};

const unlessEmpty = <T extends object>(value: T): T | null => (Object.keys(value).length > 0 ? value : null);

const titleOf = (session: Json): string => {
  const name = str(session['number'], session['session_number'], session['title'], session['name'], session['id']);
  return name ? `Session ${name}` : 'A session';
};

/** Above it no number would be left for the sessions after it. */
const MAX_NUMBER = 99_999;

const readNumber = (session: Json, remarks: string[]): number | null => {
  const number = num(session['number'], session['session_number']);
  if (number === null || (number >= 0 && number <= MAX_NUMBER)) return number;
  remarks.push(`${titleOf(session)}: no session has that number, so it gets the next free one.`);
  return null;
};

/** The fields that the file names; the rest are left out rather than empty. */
const fieldsOf = (session: Json, remarks: string[]): SessionFields => {
  const status = readSessionStatus(session, remarks);
  const rest = { ...unknownKeys(session, KNOWN_KEYS), ...nestedRest(session) };
  const kept = leftOver(rest);
  if (kept.length > 0)
    remarks.push(`${titleOf(session)}: kept as imported, because Emberkeep has no field for it: ${kept.join(', ')}.`);
  const fields: SessionFields = {
    number: readNumber(session, remarks),
    title: str(session['title'], session['name']),
    description: str(session['description']),
    location: str(session['location']),
    objective: str(session['objective']),
    status,
    stage: status && STAGE_OF_STATUS[status],
    ...realTimeFields(session, status, remarks),
    ...gameTimeFields(session, remarks),
    gm: str(obj(session['participants'])['gm'], session['gm']),
    createdAt: readInstant(session['createdAt'], 'time of creation', remarks),
    tags: unlessEmpty(texts(session['tags']).map((tag) => tag.replaceAll('/', ' '))),
    autoSummary: str(obj(session['summary'])['auto']),
    reportedStats: unlessEmpty(reportedStats(obj(session['stats']))),
    imported: unlessEmpty(rest),
  };
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && value !== '' && value !== undefined),
  );
};

const listsOf = (session: Json): ImportedSession['lists'] => {
  const summary = obj(session['summary']);
  const lists = [
    ['plannedObjectives', session['plannedObjectives'] ?? session['planned_objectives']],
    ['actualObjectives', session['actualObjectives'] ?? session['actual_objectives']],
    ...SUMMARY_LISTS.map((name) => [name, summary[name]] as const),
  ] as const;
  return Object.fromEntries(
    lists.map(([name, value]) => [name, texts(value)] as const).filter(([, items]) => items.length > 0),
  );
};

const notesOf = (session: Json): ImportedSession['notes'] => {
  const { summary } = session;
  const notes = {
    summary: str(obj(summary)['gm'], typeof summary === 'string' ? summary : ''),
    notes: str(session['notes']),
    next: str(session['planned_for_next_session'], session['plannedForNextSession']),
  };
  return Object.fromEntries(Object.entries(notes).filter(([, text]) => text !== ''));
};

const readPlayer = (value: unknown, remarks: string[]): ImportedPlayer => {
  const player = isObject(value) ? value : { name: value };
  const name = str(player['name'], player['userId'], player['id']);
  const mark = (key: 'attended' | 'arrivedLate' | 'leftEarly'): boolean | null => {
    const told = player[key];
    const read = bool(told);
    if (read === null && isTold(told))
      remarks.push(`“${key}: ${shown(told)}” of “${name}” is neither yes nor no and was left out.`);
    return read;
  };
  return {
    externalId: str(player['userId'], player['id'], player['name']),
    name,
    characterIds: texts(player['characterIds']),
    attended: mark('attended'),
    arrivedLate: mark('arrivedLate'),
    leftEarly: mark('leftEarly'),
  };
};

const suggestionsOf = (session: Json): ImportedSuggestion[] => [
  ...listOrOne(opened(session['discoveries'])).map(readDiscovery),
  ...listOrOne(opened(session['player_decisions'])).map((value) =>
    readLogEntry(value, 'A player decision in the imported session'),
  ),
  ...listOrOne(opened(session['consequences'])).map((value) =>
    readLogEntry(value, 'A consequence in the imported session'),
  ),
];

/** Elements of several fields, each a list, one element, or JSON in a string. */
const elementsOf = (session: Json, keys: readonly string[]): unknown[] =>
  keys.flatMap((key) => listOrOne(opened(session[key])));

export const readSession = (session: Json, remarks: string[]): ImportedSession => ({
  externalId: str(session['id']),
  fields: fieldsOf(session, remarks),
  lists: listsOf(session),
  notes: notesOf(session),
  players: listOrOne(obj(session['participants'])['players'])
    .filter(isTold)
    .map((player) => readPlayer(player, remarks)),
  characterIds: texts(obj(session['participants'])['characters']),
  events: elementsOf(session, ['log', 'events']).map(readEvent),
  scenes: elementsOf(session, ['planned_scenes', 'scenes']).map((scene) => readScene(scene, remarks)),
  suggestions: suggestionsOf(session),
});
