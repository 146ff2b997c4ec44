// The names of a campaign's rooms: its ledger `campaign/<id>`, its sessions `campaign/<id>/session/<id>`, and the
// player view `campaign/<id>/table`.

const ID = '[0-9a-f-]{36}';

/** Matches every room of a campaign; the first group is the campaign's id. */
const CAMPAIGN_ROOM = new RegExp(`^campaign/(${ID})(?:/table|/session/${ID})?$`);

export const campaignIdOf = (room: string): string | null => CAMPAIGN_ROOM.exec(room)?.[1] ?? null;

export const ledgerRoom = (campaignId: string): string => `campaign/${campaignId}`;

/** The ledger's name, from any room below it; null for a room of an open relay. */
export const ledgerOf = (room: string): string | null => /^campaign\/[^/]+/.exec(room)?.[0] ?? null;

/** The room that players read. */
export const playerViewRoom = (campaignId: string): string => `${ledgerRoom(campaignId)}/table`;

export const isPlayerViewRoom = (room: string): boolean => CAMPAIGN_ROOM.test(room) && room.endsWith('/table');
