// Copies of words that became a record which is not on the disk yet: one copy for each time that a field was sent.
import type { StoredDraft } from './draft-storage.ts';

/** Never rename: they are stored on devices. */
export const SENT_PREFIX = 'emberkeep-sent-draft:';

/** `place` is `campaignId/field`; `tab` sent it, and is empty for a copy of a version that did not store it. */
export interface SentKey {
  place: string;
  tab: string;
}

export const sentKeyOf = ({ place, tab }: SentKey, count: number): string => `${SENT_PREFIX}${place}#${tab}.${count}`;

export const readSentKey = (key: string): SentKey => {
  const rest = key.slice(SENT_PREFIX.length);
  const found = /^(.*)#([\w-]+)\.\d+$/s.exec(rest);
  return found ? { place: found[1]!, tab: found[2]! } : { place: rest, tab: '' };
};

/**
 * What a field shows when words come back to it: what was sent, oldest first, before what is in the field now. A new name of
 * a record is whole: the newest wins.
 */
export const joinSent = (sent: readonly StoredDraft[], now: string): Pick<StoredDraft, 'text' | 'over'> => {
  const last = sent.at(-1);
  if (last?.over !== undefined) return now === '' ? last : { text: now };
  const texts = [...sent.map(({ text }) => text).filter((text) => text !== now), now].filter((text) => text !== '');
  // A field of one line would drop a line break and join two words.
  return { text: texts.join(texts.some((text) => text.includes('\n')) ? '\n' : ' ') };
};
