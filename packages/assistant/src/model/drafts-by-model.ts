// Decides which drafts that a model asks for are written at once and which are only offered.
import type { DraftRequest } from '@emberkeep/domain';
import { draftSentences } from '../chat/drafts.ts';
import type { Intent, Understood } from '../chat/intents.ts';
import { lineTouched } from './check-safety-lines.ts';

/** Kind of draft that an intent asks for. */
const KIND_ASKED: Readonly<Partial<Record<Intent, DraftRequest['kind']>>> = {
  create_scene: 'scene',
  quick_npc: 'entity',
  quick_entity: 'entity',
  log_event: 'log',
};
/** The most drafts written for one message; a GM does not ask for more in one sentence. */
const WRITES_MAX = 4;

export interface DraftsByModel {
  readonly writes: DraftRequest[];
  readonly offers: DraftRequest[];
  /** Takes a draft and returns what the model is told about it. */
  add(draft: DraftRequest): string;
  isEmpty(): boolean;
  /** All drafts in words, for an answer without words. */
  sentences(): string;
}

/** Invariant: only a kind that the rules, too, read as plainly asked for is written; any other draft is offered. */
export const createDraftsByModel = ({ intent, isSure }: Understood, lines: readonly string[]): DraftsByModel => {
  const writes: DraftRequest[] = [];
  const offers: DraftRequest[] = [];
  const mayWrite = (draft: DraftRequest): boolean =>
    isSure && KIND_ASKED[intent] === draft.kind && writes.length < WRITES_MAX;
  return {
    writes,
    offers,
    add: (draft) => {
      const content = JSON.stringify(draft);
      if (lineTouched(content, lines) !== null) return 'Refused: this table does not want that.';
      if ([...writes, ...offers].some((each) => JSON.stringify(each) === content)) return 'That is there already.';
      if (mayWrite(draft)) {
        writes.push(draft);
        return 'Done, as a draft.';
      }
      offers.push(draft);
      return 'Offered to the game master, who decides. Do not say that it was done.';
    },
    isEmpty: () => writes.length + offers.length === 0,
    sentences: () => draftSentences(writes, offers),
  };
};
