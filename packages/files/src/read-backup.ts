// Reads a backup, a damaged or cut one as far as it goes: every sound document is read, and what is not is named.
import { cleanName, err, fromBase64, ok, readRoom, type Result } from '@emberkeep/domain';
import {
  BACKUP_FORMAT,
  BACKUP_VERSION,
  checksumOf,
  detailsChecksum,
  readableChecksum,
  type CampaignBackup,
} from './backup.ts';
import { isObject, list, obj, str } from './json.ts';
import { scanBackup, type RawBackup } from './scan-backup.ts';
import { readStoredImage, type StoredImage } from './stored-image.ts';

/** `NotABackup`: some other file. `NewerBackup`: written by a later version. `DamagedBackup`: no room could be read. */
export type BackupError = { type: 'NotABackup' } | { type: 'NewerBackup' } | { type: 'DamagedBackup'; rooms: string[] };

/**
 * What a backup lacks. `damaged`: there, but not as it was written. `missing`: not there. `details`: the name, the day
 * or the recovery code. `readable`: the copy as readable JSON. `room`: of a document, empty where not even that can be
 * read.
 */
export interface BackupDamage {
  part: 'document' | 'picture' | 'details' | 'readable';
  state: 'damaged' | 'missing';
  room: string;
}

export interface BackupReading {
  backup: CampaignBackup;
  damaged: BackupDamage[];
  endsEarly: boolean;
  /** The readable copy where it is as it was written; undefined where it is damaged or the file has none. */
  readable: unknown;
}

const parse = (text: string): RawBackup => {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    return scanBackup(text);
  }
  if (!isObject(file) || !Array.isArray(file['documents'])) return scanBackup(text);
  const contents = obj(file['contents']);
  return {
    details: file,
    contents: {
      documents: list(contents['documents']),
      images: list(contents['images']),
      readable: contents['readable'],
    },
    documents: file['documents'],
    images: list(file['images']),
    readable: file['readable'],
    endsEarly: false,
  };
};

interface FoundDocument {
  room: string;
  /** Null where they are not as they were written. */
  bytes: Uint8Array | null;
}

/** Checksums by room, from the list of contents. */
const listedChecksums = (raw: RawBackup): Map<string, string> =>
  new Map(
    raw.contents.documents.flatMap((entry) => {
      const { room, checksum } = obj(entry);
      return readRoom(str(room)) ? [[str(room), str(checksum)] as const] : [];
    }),
  );

const bytesOf = (text: unknown): Uint8Array | null => {
  if (typeof text !== 'string') return null;
  try {
    return fromBase64(text);
  } catch {
    return null; // not Base64
  }
};

const findDocuments = (raw: RawBackup, listed: ReadonlyMap<string, string>): FoundDocument[] => {
  // A file of an older version has no checksum at all.
  const hasChecksums = listed.size > 0 || raw.documents.some((entry) => str(obj(entry)['checksum']) !== '');
  return raw.documents.map((entry) => {
    const { room, bytes, checksum } = obj(entry);
    const name = readRoom(str(room)) ? str(room) : '';
    const found = bytesOf(bytes);
    if (!found || name === '') return { room: name, bytes: null };
    // Either checksum does: one of them may be what was damaged.
    const isSound = !hasChecksums || [str(checksum), listed.get(name)].includes(checksumOf(name, found));
    return { room: name, bytes: isSound ? found : null };
  });
};

/**
 * The campaign that the details name, or, where nothing in the file is of that one, the one that most documents are of.
 */
const campaignOfFile = (details: RawBackup['details'], sound: readonly FoundDocument[]): string => {
  const named = str(details['campaignId']);
  const counts = new Map<string, number>();
  for (const { room } of sound) {
    const id = readRoom(room)!.campaignId;
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  if (counts.has(named)) return named;
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? named;
};

const readImages = (raw: RawBackup): { images: StoredImage[]; damaged: number; missing: number } => {
  const images: StoredImage[] = [];
  let damaged = 0;
  for (const entry of raw.images) {
    const image = readStoredImage(entry);
    const checksum = str(obj(entry)['checksum']);
    const isSound =
      image && image !== 'damaged' && (checksum === '' || checksum === checksumOf(image.hash, image.bytes));
    if (isSound) images.push(image);
    else damaged += 1;
  }
  return { images, damaged, missing: Math.max(0, raw.contents.images.length - raw.images.length) };
};

const damageOf = (
  documents: readonly FoundDocument[],
  sound: readonly FoundDocument[],
  listed: ReadonlyMap<string, string>,
): BackupDamage[] => {
  const readRooms = new Set(sound.map(({ room }) => room));
  const damaged = documents.filter(({ room, bytes }) => !bytes && !readRooms.has(room)).map(({ room }) => room);
  const damagedRooms = new Set(damaged);
  const missing = [...listed.keys()].filter((room) => !readRooms.has(room) && !damagedRooms.has(room));
  return [
    ...damaged.map((room) => ({ part: 'document', state: 'damaged', room }) as const),
    ...missing.map((room) => ({ part: 'document', state: 'missing', room }) as const),
  ];
};

/** Null for a readable copy that is as it was written, and where the file has none. An older file has no checksum. */
const readableState = ({ contents, readable }: RawBackup): BackupDamage['state'] | null => {
  const checksum = str(contents.readable);
  if (readable === undefined) return checksum === '' ? null : 'missing';
  const isSound = isObject(readable) && (checksum === '' || checksum === readableChecksum(readable));
  return isSound ? null : 'damaged';
};

/** Reads a backup. Documents and pictures that cannot be read are left out and named in `damaged`. Never throws. */
export const readBackup = (text: string): Result<BackupReading, BackupError> => {
  const raw = parse(text);
  const { details } = raw;
  const checksum = str(details['checksum']);
  const areDetailsSound = checksum === '' || checksum === detailsChecksum(details);
  const listed = listedChecksums(raw);
  const documents = findDocuments(raw, listed);
  if (details['format'] !== BACKUP_FORMAT && !(checksum !== '' && listed.size > 0)) return err({ type: 'NotABackup' });
  // A damaged digit is no later version.
  if (areDetailsSound && !(Number(details['version']) <= BACKUP_VERSION)) return err({ type: 'NewerBackup' });
  const sound = documents.filter(({ bytes }) => bytes !== null);
  const campaignId = campaignOfFile(details, sound);
  const own = sound.filter(({ room }) => readRoom(room)!.campaignId === campaignId);
  const pictures = readImages(raw);
  const damaged = damageOf(documents, own, listed);
  const readable = readableState(raw);
  if (own.length === 0) return err({ type: 'DamagedBackup', rooms: damaged.map(({ room }) => room) });
  return ok({
    backup: {
      campaignId,
      name: cleanName(str(details['name'])) ?? 'Campaign',
      savedAt: Date.parse(str(details['savedAt'])) || 0,
      recovery: typeof details['recovery'] === 'string' ? details['recovery'] : null,
      ...(typeof details['relay'] === 'string' ? { relay: details['relay'] } : {}),
      documents: own.map(({ room, bytes }) => ({ room, bytes: bytes! })),
      images: pictures.images,
    },
    damaged: [
      ...damaged,
      ...Array.from({ length: pictures.damaged }, () => ({ part: 'picture', state: 'damaged', room: '' }) as const),
      ...Array.from({ length: pictures.missing }, () => ({ part: 'picture', state: 'missing', room: '' }) as const),
      ...(readable ? [{ part: 'readable', state: readable, room: '' } as const] : []),
      ...(areDetailsSound ? [] : [{ part: 'details', state: 'damaged', room: '' } as const]),
    ],
    endsEarly: raw.endsEarly,
    readable: readable ? undefined : raw.readable,
  });
};
