// Owns what one table shares: the campaign's own facts and the names of its documents (= rooms on the relay).
import type { Audience } from './record.ts';

/** The campaign's own facts. `name` is what the GM typed, never used as a file name or id. Times: Unix ms. */
export interface Campaign {
  name: string;
  /** Game system id, free text until the packs arrive ("dnd-5e", "fitd", …); empty when not chosen. */
  system: string;
  createdAt: number;
}

export const CAMPAIGN_AUDIENCE = { name: 'table', system: 'table', createdAt: 'gm' } satisfies Record<keyof Campaign, Audience>;

/** Longest name a GM may give to a campaign, session, scene or entity, in UTF-16 units: longer is a note, not a name. */
export const NAME_MAX_LENGTH = 200;

/** Trims and folds white space; null when nothing is left. Over-long names are cut, so that an import never fails on one. */
export const cleanName = (text: string): string | null => text.replace(/\s+/g, ' ').trim().slice(0, NAME_MAX_LENGTH).trim() || null;

/** A document of a campaign; `room` is its name on disk and on the relay. */
export type DocumentRef =
  | { kind: 'ledger'; campaignId: string }
  | { kind: 'session'; campaignId: string; sessionId: string }
  | { kind: 'table'; campaignId: string };

/** `campaign/<id>`, `campaign/<id>/session/<id>` or `campaign/<id>/table`. */
export const roomOf = (ref: DocumentRef): string => {
  const base = `campaign/${ref.campaignId}`;
  return ref.kind === 'ledger' ? base : ref.kind === 'table' ? `${base}/table` : `${base}/session/${ref.sessionId}`;
};

const ROOM = /^campaign\/([0-9a-f-]{36})(?:\/(table)|\/session\/([0-9a-f-]{36}))?$/;

/** The inverse of {@link roomOf}; null for anything else, so that a hostile room name opens nothing. */
export const readRoom = (room: string): DocumentRef | null => {
  const match = ROOM.exec(room);
  if (!match) return null;
  const campaignId = match[1] as string;
  if (match[2]) return { kind: 'table', campaignId };
  if (match[3]) return { kind: 'session', campaignId, sessionId: match[3] };
  return { kind: 'ledger', campaignId };
};
