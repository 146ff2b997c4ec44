// Ids as Postgres takes them. Ours are UUIDs; a peer may have written anything.
import { isId } from '@emberkeep/domain';

/** The parts of a UUID, from 32 hex digits. */
const dashed = (hex: string): string =>
  [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');

/** The id itself, or a UUID that follows from it, so that a malformed id never stops the index. */
export const asUuid = (id: string): string => {
  if (isId(id)) return id;
  let hex = '';
  for (let part = 0; hex.length < 32; part++) {
    let hash = 2166136261 ^ Math.imul(part + 1, 0x9e3779b1);
    for (const unit of id) hash = Math.imul(hash ^ unit.codePointAt(0)!, 16777619);
    hex += ((hash ^ (hash >>> 15)) >>> 0).toString(16).padStart(8, '0');
  }
  return dashed(hex);
};

/** The same for a reference that may be empty. */
export const maybeUuid = (id: unknown): string | null => (typeof id === 'string' && id !== '' ? asUuid(id) : null);

/** The session whose body document a sync room holds; null for the ledger's room. */
export const sessionOfRoom = (room: string): string | null => maybeUuid(/\/session\/([0-9a-f-]{36})$/.exec(room)?.[1]);
