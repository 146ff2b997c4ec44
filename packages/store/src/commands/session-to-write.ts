// A session as an import read it; plain data that the importer has checked (see packages/files).
import type { NoteNode, RecordInput, Scene, SceneConnection, SUGGESTION } from '@emberkeep/domain';

export interface SessionToWrite {
  externalId: string;
  fields: Readonly<Record<string, unknown>>;
  lists: Readonly<Record<string, readonly string[]>>;
  players: readonly PlayerToWrite[];
  notes: Readonly<Partial<Record<'summary' | 'notes' | 'next', readonly NoteNode[]>>>;
  events: readonly EventToWrite[];
  scenes: readonly SceneToWrite[];
  suggestions: readonly SuggestionToWrite[];
}

/** Null means that the file does not say. */
export interface PlayerToWrite {
  externalId: string;
  name: string;
  characterIds: readonly string[];
  attended: boolean | null;
  arrivedLate: boolean | null;
  leftEarly: boolean | null;
}

/** `at` is Unix ms, `gameTime` is seconds since Day 0; null means that the file does not say. */
export interface EventToWrite {
  externalId: string;
  eventType: string;
  name: string;
  category: 'combat' | 'exploration' | 'social' | 'other';
  character: string;
  npc: string;
  participants: Readonly<Record<string, string>>;
  details: Readonly<Record<string, unknown>>;
  at: number | null;
  gameTime: number | null;
  gameTimeText: string;
}

type SceneField =
  | 'externalId'
  | 'title'
  | 'sceneType'
  | 'status'
  | 'objective'
  | 'brief'
  | 'entityIds'
  | 'systemData'
  | 'source'
  | 'confidence';

/** Connections name scenes by the other tool's ids. */
export interface SceneToWrite extends Pick<Scene, SceneField> {
  gmNotes: string;
  connections: readonly Omit<SceneConnection, 'id'>[];
}

export interface SuggestionToWrite {
  suggestionType: NonNullable<RecordInput<typeof SUGGESTION>['suggestionType']>;
  title: string;
  quote: string;
  reason: string;
  proposal: unknown;
}
