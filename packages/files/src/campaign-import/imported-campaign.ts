// What a reader of campaign JSON yields: plain, checked data. Ids are those of the other tool.
import type {
  Confidence,
  EventCategory,
  FactionType,
  SceneSource,
  SceneStatus,
  SceneType,
  Session,
  SuggestionType,
} from '@emberkeep/domain';

export interface ImportedFaction {
  name: string;
  factionType: FactionType;
  /** The other tool's word for the type, if it is not one of ours. */
  originalType: string;
  notes: string;
  hold: 'weak' | 'strong';
  reputation: number;
  /** 0 to 10. */
  power: number;
  attitude: 'Hostile' | 'Neutral' | 'Friendly';
  territory: string;
}

export interface ImportedEvent {
  externalId: string;
  eventType: string;
  name: string;
  category: EventCategory;
  /** Id or name of an entity in the other tool. */
  character: string;
  npc: string;
  participants: Readonly<Record<string, string>>;
  /** The event's details with every key that has no field of its own. */
  details: Readonly<Record<string, unknown>>;
  /** Unix ms; null if the file gives no time. */
  at: number | null;
  /** Seconds since Day 0. */
  gameTime: number | null;
  gameTimeText: string;
}

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
  /** Its place among the scenes of its session; null if the file does not say. */
  position: number | null;
}

export interface ImportedPlayer {
  externalId: string;
  name: string;
  characterIds: readonly string[];
  /** Null if the file does not say; so are the next two. */
  attended: boolean | null;
  arrivedLate: boolean | null;
  leftEarly: boolean | null;
}

export interface ImportedSuggestion {
  suggestionType: SuggestionType;
  title: string;
  quote: string;
  reason: string;
  proposal: unknown;
}

export type SessionListName =
  | 'plannedObjectives'
  | 'actualObjectives'
  | 'highlights'
  | 'npcsIntroduced'
  | 'locationsVisited'
  | 'itemsAcquired'
  | 'questsStarted'
  | 'questsCompleted';

export interface ImportedSession {
  externalId: string;
  /** Only the fields the file names, so that a later file about the same session adds to it. */
  fields: Readonly<Partial<Record<keyof Session, unknown>>>;
  lists: Readonly<Partial<Record<SessionListName, readonly string[]>>>;
  players: readonly ImportedPlayer[];
  /** Ids or names of characters that were in it, whoever played them. */
  characterIds: readonly string[];
  notes: Readonly<Partial<Record<'summary' | 'notes' | 'next', string>>>;
  events: readonly ImportedEvent[];
  scenes: readonly ImportedScene[];
  suggestions: readonly ImportedSuggestion[];
}

export interface ImportedCampaign {
  factions: readonly ImportedFaction[];
  sessions: readonly ImportedSession[];
  /** Sentences for the GM about values that had to change, such as a type that became OTHER. */
  remarks: readonly string[];
}
