// Owns the names of a campaign's rooms as the relay reads them: ledger, evenings, and the table that players read.

/** `campaign/<id>`, `campaign/<id>/table`, `campaign/<id>/session/<id>`; the first group is the campaign's id. */
export const CAMPAIGN_ROOM = /^campaign\/([0-9a-f-]{36})(?:\/table|\/session\/[0-9a-f-]{36})?$/;

export const tableRoom = (ledger: string): string => `${ledger}/table`;

export const isTableRoom = (room: string): boolean => CAMPAIGN_ROOM.test(room) && room.endsWith('/table');
