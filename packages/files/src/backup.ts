// The backup file of a campaign: one JSON file with every document's bytes, the owner's recovery code, and the
// campaign as readable JSON beside them. Restoring never overwrites: it merges into the campaign with the same id,
// adds the campaign, or makes a copy. Checksums tell what was damaged; read-backup.ts reads the rest.
import { toBase64 } from '@emberkeep/domain';
import { crc32 } from './crc32.ts';
import type { StoredImage } from './stored-image.ts';

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
   * The campaign in the shape of campaign-json.ts, for people and other programs. Read back only for documents that are
   * damaged.
   */
  readable?: unknown;
}

export const BACKUP_FORMAT = 'emberkeep-backup';
export const BACKUP_VERSION = 1;

/** The fields that the checksum of the details covers, in its order. */
export const DETAIL_FIELDS = ['version', 'campaignId', 'name', 'savedAt', 'recovery', 'relay'] as const;

const encoder = new TextEncoder();

/** Eight hex digits over a name and bytes: bytes under the name of another document count as damaged, too. */
export const checksumOf = (name: string, bytes: Uint8Array): string =>
  crc32(bytes, crc32(encoder.encode(name)))
    .toString(16)
    .padStart(8, '0');

/** The checksum of the readable copy, whatever the spaces in the file. */
export const readableChecksum = (readable: unknown): string =>
  checksumOf('readable', encoder.encode(JSON.stringify(readable)));

/** The checksum of the details of a campaign, as they are in the file. */
export const detailsChecksum = (details: Partial<Record<(typeof DETAIL_FIELDS)[number], unknown>>): string =>
  checksumOf(JSON.stringify(DETAIL_FIELDS.map((field) => details[field] ?? null)), new Uint8Array());

/**
 * The text of the file. What a reader needs to name what a damaged file lacks (`contents`) comes before the documents.
 */
export const writeBackup = (backup: CampaignBackup): string => {
  const details = {
    version: BACKUP_VERSION,
    campaignId: backup.campaignId,
    name: backup.name,
    savedAt: new Date(backup.savedAt).toISOString(),
    recovery: backup.recovery,
    ...(backup.relay === undefined ? {} : { relay: backup.relay }),
  };
  const images = backup.images ?? [];
  const documents = backup.documents.map(({ room, bytes }) => ({
    room,
    checksum: checksumOf(room, bytes),
    bytes: toBase64(bytes),
  }));
  return JSON.stringify(
    {
      format: BACKUP_FORMAT,
      ...details,
      checksum: detailsChecksum(details),
      contents: {
        documents: documents.map(({ room, checksum }) => ({ room, checksum })),
        images: images.map(({ hash }) => hash),
        ...(backup.readable === undefined ? {} : { readable: readableChecksum(backup.readable) }),
      },
      documents,
      ...(images.length > 0
        ? {
            images: images.map(({ hash, type, bytes }) => ({
              hash,
              type,
              checksum: checksumOf(hash, bytes),
              bytes: toBase64(bytes),
            })),
          }
        : {}),
      ...(backup.readable === undefined ? {} : { readable: backup.readable }),
    },
    null,
    1,
  );
};
