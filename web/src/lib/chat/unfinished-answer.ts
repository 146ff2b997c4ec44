// The part of an answer that has arrived, stored on this device while it grows: when the tab is closed or killed before
// the answer is a record, the session shows that part the next time (M-410).
import type { ChatMessage } from '@emberkeep/domain';

/** `engine`: name of the model that writes it. `text`: what has arrived, not empty. */
export interface UnfinishedAnswer {
  questionId: string;
  engine: string;
  text: string;
}

/** Null for anything else than an answer in the form that `JSON.stringify` gives. */
export const readUnfinishedAnswer = (stored: string): UnfinishedAnswer | null => {
  try {
    const { questionId, engine, text } = JSON.parse(stored) as Record<keyof UnfinishedAnswer, unknown>;
    const isWhole = typeof questionId === 'string' && typeof engine === 'string' && typeof text === 'string';
    return isWhole && text.trim() !== '' ? { questionId, engine, text } : null;
  } catch {
    return null;
  }
};

/**
 * Whether its question is there and has no answer. `messages`: those of the session, in order. The page that is gone
 * may have stored the answer, or this part of it.
 */
export const isStillMissing = ({ questionId, text }: UnfinishedAnswer, messages: readonly ChatMessage[]): boolean => {
  const at = messages.findIndex(({ id }) => id === questionId);
  if (at < 0 || messages[at + 1]?.role === 'assistant') return false;
  return !messages.slice(at + 1).some(({ role, content }) => role === 'assistant' && content === text);
};

const locks = (): LockManager | undefined => (typeof navigator === 'undefined' ? undefined : navigator.locks);
const lockName = (room: string): string => `emberkeep-answer:${room}`;

/** Marks that an answer grows in this tab until `answered` ends. */
export const markAnswering = (room: string, answered: Promise<unknown>): void =>
  void locks()
    ?.request(lockName(room), { mode: 'shared' }, () => answered)
    // Unmarked, the worst is that another tab shows the same part twice.
    .catch(() => undefined);

/** Runs `run` once no tab of this browser is answering in the session's document; at once where there are no locks. */
export const onceNoTabAnswers = async (room: string, run: () => void): Promise<void> => {
  const manager = locks();
  if (!manager) return run();
  // Where the lock is refused, what had arrived stays in its draft for the next time.
  await manager.request(lockName(room), run).catch(() => undefined);
};
