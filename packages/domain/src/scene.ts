// Owns a situation prepared to be played, or found in what was played. Scenes live in the body of their session and are
// always derived: deleting every one of them loses no note (M-263).
import { ladderFields } from './confidence.ts';
import { choice, defineRecord, entries, hidden, line, paragraph, refs, type RecordOf } from './fields.ts';

/** M-281: exactly these. */
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

/** M-288. Documents written before these words say `gm`, `analysis` and `chat`. */
export const SCENE_SOURCES = ['manual', 'ai_suggested', 'ai_discovered', 'import'] as const;
export type SceneSource = (typeof SCENE_SOURCES)[number];
export const SCENE_SOURCE_LABELS: Record<SceneSource, string> = {
  manual: 'Written by a GM',
  ai_suggested: 'From the chat',
  ai_discovered: 'Found in the notes',
  import: 'Imported',
};
const OLDER_SOURCES: Readonly<Record<string, SceneSource>> = {
  gm: 'manual',
  analysis: 'ai_discovered',
  chat: 'ai_suggested',
};
const source = choice('gm', 'Source', SCENE_SOURCES, 'manual', { facet: 'source', optionLabels: SCENE_SOURCE_LABELS });

/** `order` is a fractional key (see order.ts). */
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
    /** One value and no rich text: a suggestion that two GMs accept apart must not write its words twice. */
    brief: { ...paragraph('gm', 'In short'), stored: 'description' },
    entityIds: refs('gm', 'Who and what is in it', 'entity'),
    /** Ways on to other scenes: id → SceneConnection. The clue is named here and not on the clue (M-272). */
    connections: entries('gm', 'Connections', { input: 'hidden' }),
    systemData: entries('gm', 'System data'),
    ...ladderFields(),
    source: { ...source, read: (raw, name) => OLDER_SOURCES[String(raw.fields.get(name))] ?? source.read(raw, name) },
    sessionId: hidden('gm', 'Session'),
    campaignId: hidden('gm', 'Campaign'),
    externalId: hidden('gm', 'Id in another tool'),
    order: hidden('gm', 'Order', 'V'),
  },
  texts: {
    description: { label: 'Description', audience: 'gm', placeholder: 'What the scene is about. [[ links a name.' },
    gm_notes: { label: 'GM notes', audience: 'gm', placeholder: 'What only you know…' },
  },
});
export type Scene = RecordOf<typeof SCENE>;
export const SCENE_TEXTS = ['description', 'gm_notes'] as const;

/** How one scene leads to another, through a clue or without. */
export interface SceneConnection {
  id: string;
  toSceneId: string;
  clueId: string;
  description: string;
}

export const sceneConnections = (scene: Pick<Scene, 'connections'>): SceneConnection[] =>
  Object.entries(scene.connections).flatMap(([id, value]) => {
    if (typeof value !== 'object' || value === null) return [];
    const { toSceneId, clueId, description } = value as Record<string, unknown>;
    return typeof toSceneId === 'string'
      ? [
          {
            id,
            toSceneId,
            clueId: typeof clueId === 'string' ? clueId : '',
            description: typeof description === 'string' ? description : '',
          },
        ]
      : [];
  });

/** What became of the plan (M-368): a scene that was not in the plan is one found in the notes or made while playing. */
export interface PlanOutcome<S> {
  completed: S[];
  skipped: S[];
  pending: S[];
  unplanned: S[];
}
export const planOutcome = <S extends Pick<Scene, 'status' | 'source' | 'createdAt'>>(
  scenes: readonly S[],
  playStartedAt: number | null,
): PlanOutcome<S> => {
  const isPlanned = (s: S): boolean =>
    s.source !== 'ai_discovered' && s.source !== 'ai_suggested'
      ? playStartedAt === null || s.createdAt < playStartedAt
      : s.status === 'planned';
  const planned = scenes.filter(isPlanned);
  return {
    completed: planned.filter((s) => s.status === 'completed'),
    skipped: planned.filter((s) => s.status === 'skipped'),
    pending: planned.filter((s) => s.status === 'planned' || s.status === 'active'),
    unplanned: scenes.filter((s) => !isPlanned(s)),
  };
};
