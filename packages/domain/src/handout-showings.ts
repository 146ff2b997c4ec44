// When a handout was shown and taken back, and its picture, as its record tells. Apart from the declaration, which
// every screen loads.
import { readAttachedPicture, type AttachedPicture } from './entity-pictures.ts';
import type { Handout } from './handout.ts';
import { textOr } from './values.ts';

/** One time that a handout was shown. Times are Unix milliseconds. */
export interface HandoutShowing {
  id: string;
  at: number;
  /** When it was taken back; null while it is shown. */
  endedAt: number | null;
  /** The session that was played; empty between sessions. */
  sessionId: string;
}

/** A showing as a handout stores it. */
export type StoredShowing = Pick<HandoutShowing, 'at' | 'sessionId'> & { to: 'all' };

const timeOr = (value: unknown, missing: number): number =>
  typeof value === 'number' && Number.isFinite(value) ? value : missing;

/** Null for what is no showing, and for one to players whom this version cannot tell apart. */
const readShowing = (id: string, stored: unknown, end: unknown): HandoutShowing | null => {
  if (typeof stored !== 'object' || stored === null) return null;
  const { at, to, sessionId } = stored as Readonly<Record<string, unknown>>;
  if (to !== 'all') return null;
  const endedAt = end === undefined || end === null ? null : timeOr(end, 0);
  return { id, at: timeOr(at, 0), endedAt, sessionId: textOr(sessionId, '') };
};

/** Every time that a handout was shown, oldest first. */
export const handoutShowings = ({ shows, ends }: Pick<Handout, 'shows' | 'ends'>): HandoutShowing[] =>
  Object.entries(shows)
    .flatMap(([id, stored]) => readShowing(id, stored, Object.hasOwn(ends, id) ? ends[id] : null) ?? [])
    .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));

/** The showings that nobody has taken back. */
export const openShowings = (handout: Pick<Handout, 'shows' | 'ends'>): HandoutShowing[] =>
  handoutShowings(handout).filter(({ endedAt }) => endedAt === null);

/** Whether players have it now. */
export const isShownToPlayers = (handout: Pick<Handout, 'shows' | 'ends'>): boolean => openShowings(handout).length > 0;

export const handoutPicture = ({ picture }: Pick<Handout, 'picture'>): AttachedPicture | null =>
  readAttachedPicture(picture);
