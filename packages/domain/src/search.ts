// The ports of search: a request, its hits, and the model that turns text into vectors. The index is a cache, so
// callers must work without one.

/** Who reads the answer. `table` stands for players: it finds only what players may know. */
export type SearchAudience = 'gm' | 'table';

export interface SearchRequest {
  /** As typed: words, "exact phrases", -exclusions, and filters such as `type:npc session:3 tag:harbour day:15`. */
  text: string;
  audience?: SearchAudience;
  /** Most hits to return. Defaults to 20. */
  limit?: number;
  /** Restricts the hits to a session, a kind, and a type of entity, scene or event. */
  sessionId?: string;
  kind?: string;
  sub?: string;
  /** Hits have the whole text of their passage too, to quote from. */
  withText?: boolean;
}

/** A part of a snippet; `isHit` marks words that matched. */
export interface SnippetRun {
  text: string;
  isHit: boolean;
}

export interface SearchHit {
  passageId: string;
  /** session, note, chapter, entity, scene, event, log, chat, clock, goal or notebook. */
  kind: string;
  /** The type of entity, scene or event; prep, play or actual for notes; the id of a pin or zone; otherwise empty. */
  sub: string;
  /** What the passage is, in words: "Scene GM notes". */
  label: string;
  recordId: string;
  sessionId: string | null;
  chapterId: string | null;
  entityId: string | null;
  title: string;
  snippet: readonly SnippetRun[];
  /** The passage, a line each for its lines; only where the request asks for it. */
  text?: string;
  /** Why it matched, in words: "name", "words: ferry, toll", "means the same: innkeeper". */
  why: string;
  /** Higher is better. Scores compare within one answer only. */
  score: number;
}

export interface SearchAnswer {
  hits: readonly SearchHit[];
  /** Corrected spellings: `[typed, corrected]`. */
  repaired: readonly (readonly [string, string])[];
  /** The filters that were recognized, in words. */
  filters: readonly string[];
  /** True where not all of the campaign had been read: there may be more. */
  isPartial?: boolean;
  /** Set where the query names a day of the campaign on which nothing is. */
  emptyDay?: EmptyDay;
}

/** A day of the campaign without an event or session, and the nearest days before and after it that have one. */
export interface EmptyDay {
  day: number;
  nearest: readonly number[];
}

export interface CampaignSearch {
  search(request: SearchRequest): Promise<SearchAnswer>;
}

/** Turns texts into unit vectors of `dims` dimensions; null for a text without a known word. */
export interface Embedder {
  /** Name of the model; vectors of different models are never compared. */
  readonly id: string;
  readonly dims: number;
  embed(texts: readonly string[]): Promise<(Float32Array | null)[]>;
}
