/**
 * True for the room named `prefix` and every room below it, but not for a namesake (`campaign/1` and
 * `campaign/10`).
 */
export const isUnder = (room: string, prefix: string): boolean => room === prefix || room.startsWith(`${prefix}/`);
