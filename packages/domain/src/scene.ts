// Scenes: situations that were prepared, or found in the notes of what was played. They are stored in the body of their
// session. Deleting all of them loses no note (M-263).
import { confidenceFields } from './confidence.ts';
import { choice, entries, hidden, line, paragraph, ref, refs } from './fields.ts';
import { defineRecord, type RecordOf } from './record-spec.ts';
import type { Session } from './session.ts';
import { textOr } from './values.ts';

/** Exactly these (M-281). */
export const SCENE_TYPES = [
  'combat',
  'social',
  'investigation',
  'exploration',
  'downtime',
  'chase',
  'puzzle',
  'ritual',
  'stealth',
  'travel',
  'score',
  'free_play',
  'montage',
  'other',
] as const;
export type SceneType = (typeof SCENE_TYPES)[number];
export const SCENE_TYPE_LABELS: Record<SceneType, string> = {
  combat: 'Combat',
  social: 'Social',
  investigation: 'Investigation',
  exploration: 'Exploration',
  downtime: 'Downtime',
  chase: 'Chase',
  puzzle: 'Puzzle',
  ritual: 'Ritual',
  stealth: 'Stealth',
  travel: 'Travel',
  score: 'Score',
  free_play: 'Free play',
  montage: 'Montage',
  other: 'Other',
};

export const SCENE_STATUSES = ['planned', 'active', 'completed', 'skipped'] as const;
export type SceneStatus = (typeof SCENE_STATUSES)[number];
export const SCENE_STATUS_LABELS: Record<SceneStatus, string> = {
  planned: 'Planned',
  active: 'Active',
  completed: 'Completed',
  skipped: 'Skipped',
};

/** The origin of a scene (M-288). Older documents have `gm`, `analysis` and `chat`. */
export const SCENE_SOURCES = ['manual', 'ai_suggested', 'ai_discovered', 'import'] as const;
export type SceneSource = (typeof SCENE_SOURCES)[number];
export const SCENE_SOURCE_LABELS: Record<SceneSource, string> = {
  manual: 'Manual',
  ai_suggested: 'From the chat',
  ai_discovered: 'Found in the notes',
  import: 'Imported',
};
const OLDER_SOURCES: ReadonlyMap<unknown, SceneSource> = new Map([
  ['gm', 'manual'],
  ['analysis', 'ai_discovered'],
  ['chat', 'ai_suggested'],
]);
const source = choice('gm', 'Source', SCENE_SOURCES, 'manual', { facet: 'source', optionLabels: SCENE_SOURCE_LABELS });

/** `order` is a fractional key, see order.ts. */
export const SCENE = defineRecord({
  kind: 'scene',
  root: 'scenes',
  home: 'body',
  label: 'Scene',
  plural: 'Scenes',
  title: 'title',
  fields: {
    title: line('gm', 'Title'),
    sceneType: choice('gm', 'Type', SCENE_TYPES, 'other', { optionLabels: SCENE_TYPE_LABELS }),
    status: choice('gm', 'Status', SCENE_STATUSES, 'planned', { optionLabels: SCENE_STATUS_LABELS }),
    objective: paragraph('gm', 'Objective'),
    /** A value and not a rich text: if two GMs accept one suggestion while apart, its words must not appear twice. */
    brief: { ...paragraph('gm', 'Summary'), stored: 'description' },
    entityIds: refs('gm', 'Cast', 'entity'),
    /** Connections to other scenes: id → SceneConnection. They name the clue; the clue does not name them (M-272). */
    connections: entries('gm', 'Connections', { input: 'hidden' }),
    systemData: entries('gm', 'System data'),
    ...confidenceFields(),
    source: { ...source, read: (raw, name) => OLDER_SOURCES.get(raw.fields.get(name)) ?? source.read(raw, name) },
    sessionId: hidden('gm', 'Session'),
    /** Of a scene that was carried over from another session, where it was not played. */
    carriedFrom: ref('gm', 'Carried over from', 'session', { input: 'hidden' }),
    campaignId: hidden('gm', 'Campaign'),
    externalId: hidden('gm', 'Id in another tool'),
    order: hidden('gm', 'Order', 'V'),
  },
  texts: {
    description: {
      label: 'Description',
      audience: 'gm',
      placeholder: 'What the scene is about. Type [[ to link a name.',
    },
    gm_notes: { label: 'GM notes', audience: 'gm', placeholder: 'What only you know…' },
  },
});
export type Scene = RecordOf<typeof SCENE>;
export const SCENE_TEXTS = ['description', 'gm_notes'] as const;

/** How one scene leads to another, with or without a clue. */
export interface SceneConnection {
  id: string;
  toSceneId: string;
  clueId: string;
  description: string;
}

/** The connections of a scene. Malformed ones from a peer are left out. */
export const sceneConnections = (scene: Pick<Scene, 'connections'>): SceneConnection[] =>
  Object.entries(scene.connections).flatMap(([id, value]) => {
    if (typeof value !== 'object' || value === null) return [];
    const { toSceneId, clueId, description } = value as Record<string, unknown>;
    if (typeof toSceneId !== 'string') return [];
    return [{ id, toSceneId, clueId: textOr(clueId, ''), description: textOr(description, '') }];
  });

/** What became of the planned scenes (M-368): of those that were there when play began. */
export interface PlanOutcome<S> {
  completed: S[];
  skipped: S[];
  pending: S[];
  unplanned: S[];
}

/**
 * Sorts the scenes of a session by what became of them. Where nobody knows when play began (it was never started, or
 * recorded after it was played, as by an import), only what an account of play told was not planned: `toldIds` are the
 * scenes that were accepted from one.
 */
export const planOutcome = <S extends Pick<Scene, 'status' | 'createdAt'> & { id: string }>(
  scenes: readonly S[],
  { startedAt, createdAt }: Pick<Session, 'startedAt' | 'createdAt'>,
  toldIds: ReadonlySet<string>,
): PlanOutcome<S> => {
  const playBegan = startedAt !== null && startedAt >= createdAt ? startedAt : null;
  const isPlanned = (s: S): boolean => (playBegan === null ? !toldIds.has(s.id) : s.createdAt < playBegan);
  const planned = scenes.filter(isPlanned);
  return {
    completed: planned.filter((s) => s.status === 'completed'),
    skipped: planned.filter((s) => s.status === 'skipped'),
    pending: planned.filter((s) => s.status === 'planned' || s.status === 'active'),
    unplanned: scenes.filter((s) => !isPlanned(s)),
  };
};
