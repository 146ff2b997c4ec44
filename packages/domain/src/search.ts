// Owns the ports through which screens, the assistant and the index speak of finding: a request, its hits, and whoever turns
// text into vectors. The index is a cache: whoever asks must cope with none.

/** Who may read an answer: `table` sees only what the players may know. */
export type SearchAudience = 'gm' | 'table';

export interface SearchRequest {
  /** As typed: words, "exact phrases", -exclusions, and filters such as `type:npc session:3 tag:harbour day:15`. */
  text: string;
  audience?: SearchAudience;
  /** At most this many hits; 20 where nothing is said. */
  limit?: number;
  /** Only passages of this evening, of this kind, of this type of entity, scene or event; all that are given must hold. */
  sessionId?: string;
  kind?: string;
  sub?: string;
}

/** A run of a snippet; `isHit` marks the words that matched. */
export interface SnippetRun {
  text: string;
  isHit: boolean;
}

export interface SearchHit {
  passageId: string;
  /** session, note, chapter, entity, scene, event, log, chat, clock, goal or notebook. */
  kind: string;
  /** The type of entity, scene or event; prep, play or actual for notes; otherwise empty. */
  sub: string;
  /** What it is, in words: "Scene GM notes". */
  label: string;
  recordId: string;
  sessionId: string | null;
  chapterId: string | null;
  entityId: string | null;
  title: string;
  snippet: readonly SnippetRun[];
  /** Why it matched, in words: "name", "words: ferry, toll", "means the same: innkeeper". */
  why: string;
  /** Higher is better; comparable within one answer only. */
  score: number;
}

export interface SearchAnswer {
  hits: readonly SearchHit[];
  /** Words that were read as others: `[typed, read as]`. */
  repaired: readonly (readonly [string, string])[];
  /** Filters as understood, in words; the page shows them as chips. */
  filters: readonly string[];
}

export interface CampaignSearch {
  search(request: SearchRequest): Promise<SearchAnswer>;
}

/** Turns texts into vectors of one length and of length 1; null for a text that means nothing to it. */
export interface Embedder {
  /** Name of the model; vectors of different models are never compared. */
  readonly id: string;
  readonly dims: number;
  embed(texts: readonly string[]): Promise<(Float32Array | null)[]>;
}
