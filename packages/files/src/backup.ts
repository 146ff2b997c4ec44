// The backup file of a campaign: one JSON file with every document's bytes, the owner's recovery code, and the
// campaign as readable JSON beside them. Restoring never overwrites: it merges into the campaign with the same id,
// adds the campaign, or makes a copy.
import { err, fromBase64, ok, readRoom, toBase64, type Result } from '@emberkeep/domain';
import { readStoredImage, type StoredImage } from './stored-image.ts';

/**
 * `documents`: Yjs v1 updates by room. `recovery`: the owner's code for the relay, null on a co-GM's device.
 */
export interface CampaignBackup {
  campaignId: string;
  name: string;
  /** Unix ms. */
  savedAt: number;
  recovery: string | null;
  /** The origin of the relay that the code is for; absent in files of older versions. */
  relay?: string;
  documents: { room: string; bytes: Uint8Array }[];
  /** Pictures that records refer to by hash; absent in files of older versions. */
  images?: StoredImage[];
  /**
   * The campaign in the shape of campaign-json.ts, for people and other programs. Never read back: the documents are.
   */
  readable?: unknown;
}

/** `NotABackup`: some other file. `NewerBackup`: written by a later version. `DamagedBackup`: no room could be read. */
export type BackupError = { type: 'NotABackup' } | { type: 'NewerBackup' } | { type: 'DamagedBackup'; rooms: string[] };

type RawBackup = Partial<
  Record<
    'format' | 'version' | 'campaignId' | 'name' | 'savedAt' | 'recovery' | 'relay' | 'documents' | 'images',
    unknown
  >
>;

const FORMAT = 'emberkeep-backup';
const VERSION = 1;

export const writeBackup = (backup: CampaignBackup): string =>
  JSON.stringify(
    {
      format: FORMAT,
      version: VERSION,
      campaignId: backup.campaignId,
      name: backup.name,
      savedAt: new Date(backup.savedAt).toISOString(),
      recovery: backup.recovery,
      ...(backup.relay === undefined ? {} : { relay: backup.relay }),
      documents: backup.documents.map(({ room, bytes }) => ({ room, bytes: toBase64(bytes) })),
      ...(backup.images?.length
        ? { images: backup.images.map(({ hash, type, bytes }) => ({ hash, type, bytes: toBase64(bytes) })) }
        : {}),
      ...(backup.readable === undefined ? {} : { readable: backup.readable }),
    },
    null,
    1,
  );

const parseJson = (text: string): RawBackup | null => {
  try {
    return JSON.parse(text) as RawBackup | null;
  } catch {
    return null;
  }
};

const readDocument = (room: string, bytes: unknown, campaignId: string): CampaignBackup['documents'][number] | null => {
  if (readRoom(room)?.campaignId !== campaignId || typeof bytes !== 'string') return null;
  try {
    return { room, bytes: fromBase64(bytes) };
  } catch {
    return null; // not Base64
  }
};

/** Reads a backup. Documents and pictures that cannot be read are left out and named in `damaged`. */
export const readBackup = (text: string): Result<{ backup: CampaignBackup; damaged: string[] }, BackupError> => {
  const file = parseJson(text);
  if (file?.format !== FORMAT || typeof file.campaignId !== 'string' || !Array.isArray(file.documents))
    return err({ type: 'NotABackup' });
  if (typeof file.version !== 'number' || file.version > VERSION) return err({ type: 'NewerBackup' });
  const documents: CampaignBackup['documents'] = [];
  const images: StoredImage[] = [];
  const damaged: string[] = [];
  for (const entry of file.documents as ({ room?: unknown; bytes?: unknown } | null)[]) {
    const room = typeof entry?.room === 'string' ? entry.room : '';
    const document = readDocument(room, entry?.bytes, file.campaignId);
    if (document) documents.push(document);
    else damaged.push(room || 'a document without a name');
  }
  for (const entry of Array.isArray(file.images) ? (file.images as unknown[]) : []) {
    const image = readStoredImage(entry);
    if (image && image !== 'damaged') images.push(image);
    else damaged.push('a picture');
  }
  if (documents.length === 0) return err({ type: 'DamagedBackup', rooms: damaged });
  return ok({
    backup: {
      campaignId: file.campaignId,
      name: typeof file.name === 'string' ? file.name : 'Campaign',
      savedAt: Date.parse(String(file.savedAt)) || 0,
      recovery: typeof file.recovery === 'string' ? file.recovery : null,
      ...(typeof file.relay === 'string' ? { relay: file.relay } : {}),
      documents,
      images,
    },
    damaged,
  });
};
