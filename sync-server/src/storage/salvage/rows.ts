// Tells which table of the relay a record belongs to, by its shape and by the checksum that documents, pictures and
// earlier versions carry. A record that is of no table, or altered, is left out.
import { createHash } from 'node:crypto';
import * as Y from 'yjs';
import { checksumOf } from '../../update-log/entries.ts';
import type { Field, StoredRecord } from './records.ts';

/** The values in the order of the table's columns. */
export interface SalvagedRow {
  table: keyof typeof COLUMNS;
  values: Field[];
}

/** The columns of each table that is salvaged. Unfinished uploads and marks of past sweeps are not. */
export const COLUMNS = {
  update_log: ['sequence', 'room', 'tag', 'bytes', 'member', 'at', 'sum'],
  grants: [
    ...['id', 'campaign_id', 'kind', 'role', 'label', 'secret_hash'],
    ...['created_at', 'revoked_at', 'expires_at', 'used_once', 'uses_left'],
  ],
  pending_campaigns: ['campaign_id', 'at'],
  deleted_campaigns: ['campaign_id', 'at'],
  campaign_settings: ['campaign_id', 'moved_to', 'gms_may_refill', 'label'],
  blobs: ['campaign_id', 'hash', 'type', 'bytes', 'at', 'unused_since'],
  history: ['campaign_id', 'room', 'at', 'bytes', 'hash'],
} as const;

const UUID = /^[0-9a-f-]{36}$/;
const SHA256 = /^[0-9a-f]{64}$/;
const ROOM = /^[\w.~/-]{1,200}$/;

const isText = (field: Field | undefined): field is string => typeof field === 'string';
const isUuid = (field: Field | undefined): boolean => isText(field) && UUID.test(field);
const isNumber = (field: Field | undefined): boolean => typeof field === 'number';
const isNumberOrNull = (field: Field | undefined): boolean => field === null || isNumber(field);
const isBytes = (field: Field | undefined): field is Uint8Array => field instanceof Uint8Array;
const isOneOf = (field: Field | undefined, values: readonly string[]): boolean =>
  isText(field) && values.includes(field);
const isHashOf = (hash: Field | undefined, bytes: Uint8Array): boolean =>
  hash === createHash('sha256').update(bytes).digest('hex');

const decodes = (bytes: Uint8Array): boolean => {
  try {
    Y.decodeUpdate(bytes);
    return true;
  } catch {
    return false; // reason: whether it decodes is the question
  }
};

const entryOf = ({ rowId, fields }: StoredRecord): Field[] | null => {
  // The first field is the row id's place. An earlier relay kept no checksum.
  const [, room, tag, bytes, member, at, sum = null] = fields;
  const isEntry =
    rowId !== null &&
    fields[0] === null &&
    (fields.length === 6 || fields.length === 7) &&
    isText(room) &&
    ROOM.test(room) &&
    isText(tag) &&
    isBytes(bytes) &&
    isText(member) &&
    isNumber(at);
  if (!isEntry || (sum === null ? !decodes(bytes) : sum !== checksumOf(bytes))) return null;
  return [rowId, room, tag, bytes, member, at as number, sum];
};

const grantOf = ({ rowId, fields }: StoredRecord): Field[] | null => {
  const [id, campaign, kind, role, label, hash, createdAt, revokedAt, expiresAt, usedOnce, usesLeft = null] = fields;
  const isGrant =
    rowId !== null &&
    (fields.length === 10 || fields.length === 11) &&
    isUuid(id) &&
    isUuid(campaign) &&
    isOneOf(kind, ['owner', 'invite', 'member']) &&
    isOneOf(role, ['owner', 'co_gm', 'player']) &&
    isText(label) &&
    isText(hash) &&
    SHA256.test(hash) &&
    [createdAt, usedOnce].every(isNumber) &&
    [revokedAt, expiresAt, usesLeft].every(isNumberOrNull);
  return isGrant ? [...fields.slice(0, 10), usesLeft] : null;
};

const settingsOf = ({ rowId, fields }: StoredRecord): Field[] | null => {
  // An earlier relay kept no label.
  const [campaign, movedTo, mayRefill, label = null] = fields;
  const isSettings =
    rowId !== null &&
    (fields.length === 3 || fields.length === 4) &&
    isUuid(campaign) &&
    [movedTo, label].every((field) => field === null || isText(field)) &&
    isNumber(mayRefill);
  return isSettings ? [...fields.slice(0, 3), label] : null;
};

const campaignMarkOf = ({ rowId, fields }: StoredRecord): Field[] | null =>
  rowId !== null && fields.length === 2 && isUuid(fields[0]) && isNumber(fields[1]) ? fields : null;

const pictureOf = ({ rowId, fields }: StoredRecord): Field[] | null => {
  const [campaign, hash, type, bytes, at, unusedSince] = fields;
  const isPicture =
    rowId === null &&
    fields.length === 6 &&
    isUuid(campaign) &&
    isText(type) &&
    isBytes(bytes) &&
    isNumber(at) &&
    isNumberOrNull(unusedSince);
  return isPicture && isHashOf(hash, bytes) ? fields : null;
};

/** The key comes first in the record, as it does in the table. */
const versionOf = ({ rowId, fields }: StoredRecord): Field[] | null => {
  const [campaign, room, at, bytes, hash] = fields;
  const isVersion =
    rowId === null && fields.length === 5 && isUuid(campaign) && isText(room) && isNumber(at) && isBytes(bytes);
  return isVersion && isHashOf(hash, bytes) ? fields : null;
};

/** Campaigns that wait and campaigns that were deleted are stored alike: the page tells them apart. */
export interface MarkPages {
  deleted: ReadonlySet<number>;
}

/**
 * Null for a record of no table. A mark on a page of nobody knows which table means that the campaign waits: nobody is
 * let in before the operator approves it.
 */
export const rowOf = (record: StoredRecord, { deleted }: MarkPages): SalvagedRow | null => {
  const markTable = deleted.has(record.page) ? 'deleted_campaigns' : 'pending_campaigns';
  const readers = [
    ['update_log', entryOf],
    ['blobs', pictureOf],
    ['history', versionOf],
    ['grants', grantOf],
    ['campaign_settings', settingsOf],
    [markTable, campaignMarkOf],
  ] as const;
  for (const [table, read] of readers) {
    const values = read(record);
    if (values) return { table, values };
  }
  return null;
};

/** Where a table begins, if this is the record that says so. */
export const rootOf = ({ fields }: StoredRecord, table: string): number | null => {
  const [type, name, , root] = fields;
  return fields.length === 5 && type === 'table' && name === table && typeof root === 'number' ? root : null;
};

/** The highest sequence that was ever given, if this is the record that says so. */
export const lastSequenceOf = ({ fields }: StoredRecord): number | null => {
  const [name, sequence] = fields;
  return fields.length === 2 && name === 'update_log' && typeof sequence === 'number' ? sequence : null;
};
