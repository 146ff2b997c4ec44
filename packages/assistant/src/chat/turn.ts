// One message to the assistant and its answer as plain data, and the ports through which the assistant reads a
// campaign.
import type { DraftRequest, RandomSource, TableRoll } from '@emberkeep/domain';
import type { IntentModel } from './intent-model/intent-model.ts';
import type { MessageContext, Understood } from './intents.ts';
import type { FoundPassage } from './question.ts';

export interface ChatReply {
  understood: Understood;
  text: string;
  /** Ids of the passages that the answer comes from. */
  citations: string[];
  /** Drafts to write at once, each with an undo. */
  writes: DraftRequest[];
  /** Drafts to offer; the host writes one when the GM accepts it. */
  offers: DraftRequest[];
  /** True where nothing was found to answer with. */
  isNothing?: boolean;
  /** True where the GM takes back what the last answer wrote: the host undoes it and says what it did. */
  isUndo?: boolean;
  /** True where the GM ends the session: the host asks for confirmation and ends it. */
  isEnd?: boolean;
}

/** What a campaign tells of one of its days. */
export interface DayTold {
  /** The day as the calendar writes it. */
  day: string;
  /** What happened, one line each, in the order of game time. */
  lines: string[];
  citations: string[];
  /** The nearest days before and after it that have something, as the calendar writes them. */
  nearest: string[];
}

/** What happened in a session; `session` is its number, where the host tells it. */
export interface Recapped {
  text: string;
  citations: string[];
  session?: number;
}

export interface AgentPorts {
  /**
   * Passages of the campaign, best first. With `only: 'talk'`: messages between GMs and the assistant, of any session.
   */
  search(query: string, limit: number, only?: 'talk'): Promise<readonly FoundPassage[]>;
  /** True where the last search had not read all of the campaign: what was not found may not have been read. */
  isReading?(): boolean;
  /** Relationships of an entity, or those between several, each as one line of text. */
  ties?(entityIds: readonly string[]): readonly string[];
  /** The campaign's day and hour as the calendar writes them; null before any time has passed. */
  day?(): string | null;
  /**
   * What happened on a day: a number as digits, or a date as typed. Null where the calendar has no day that is called
   * so.
   */
  onDay?(day: string): Promise<DayTold | null>;
  /** The newest records of the campaign, a line each, newest first. Left out where players ask. */
  lastMade?(): readonly string[];
  /** The clues that were found, a line each. Left out where players ask. */
  cluesFound?(): readonly string[];
  /** The treasure of the campaign: a line for the sum and one for each session. Left out where players ask. */
  treasure?(): Promise<readonly string[]>;
  /** Who is dead or was defeated, a line each. Left out where players ask. */
  dead?(): Promise<readonly string[]>;
  /** Rolls dice; without it, messages that ask for a roll are read as any other. */
  random?: RandomSource;
  /** Rolls the random table of that name; null where there is none. Left out where players ask. */
  rollTable?(name: string): TableRoll | null;
  /** True where there is a random table of that name, which `rollTable` rolls. Goes with it. */
  hasTable?(name: string): boolean;
  /**
   * What happened in the session of that number, or in the last one, in a few sentences: empty where nothing is written
   * down of it, null where there is no such session. `before`: of the session played that many before it.
   */
  recap(session?: number, before?: number): Promise<Recapped | null>;
}

export interface ChatRequest extends MessageContext {
  text: string;
  /** The GM's earlier messages in this session, the newest first. */
  asked?: readonly string[];
  /** Drafts that the last answer offered. */
  offers?: readonly DraftRequest[];
  /** Id of the campaign: invented NPCs differ from one campaign to another. */
  seed: string;
  /** The intent model to read with: the one that ships where this is left out, patterns alone where it is null. */
  intents?: IntentModel | null;
}
