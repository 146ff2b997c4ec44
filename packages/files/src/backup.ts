// Owns the backup file of a campaign: every document's bytes as they are, the owner's recovery code and a readable head,
// as one JSON file, with the campaign in readable JSON beside. Restoring never overwrites: it merges into the campaign with
// the same id, or adds it, or makes a copy beside it.
import { err, ok, readRoom, type Result } from '@emberkeep/domain';
import { fromBase64, toBase64 } from './base64.ts';

/** `documents` by room; bytes are Yjs v1 updates. `recovery` is the owner's code for the relay, null on a co-GM's device. */
export interface CampaignBackup {
  campaignId: string;
  name: string;
  savedAt: number;
  recovery: string | null;
  documents: { room: string; bytes: Uint8Array }[];
  /** Pictures that records name, by the hash of their bytes; absent in files of older versions. */
  images?: { hash: string; type: string; bytes: Uint8Array }[];
  /** The same campaign for people and other programs, in the shape of campaign-json.ts. Never read back: the documents are. */
  readable?: unknown;
}

/** `NotABackup`: some other file. `NewerBackup`: written by a later version. `DamagedBackup`: rooms that could not be read. */
export type BackupError = { type: 'NotABackup' } | { type: 'NewerBackup' } | { type: 'DamagedBackup'; rooms: string[] };

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
      documents: backup.documents.map(({ room, bytes }) => ({ room, bytes: toBase64(bytes) })),
      ...(backup.images?.length
        ? { images: backup.images.map(({ hash, type, bytes }) => ({ hash, type, bytes: toBase64(bytes) })) }
        : {}),
      ...(backup.readable === undefined ? {} : { readable: backup.readable }),
    },
    null,
    1,
  );

/** Reads a backup. Documents that cannot be read are left out and named in `damaged`; the rest is still good. */
export const readBackup = (text: string): Result<{ backup: CampaignBackup; damaged: string[] }, BackupError> => {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return err({ type: 'NotABackup' });
  }
  const file = raw as Partial<
    Record<'format' | 'version' | 'campaignId' | 'name' | 'savedAt' | 'recovery' | 'documents' | 'images', unknown>
  > | null;
  if (file?.format !== FORMAT || typeof file.campaignId !== 'string' || !Array.isArray(file.documents))
    return err({ type: 'NotABackup' });
  if (typeof file.version !== 'number' || file.version > VERSION) return err({ type: 'NewerBackup' });
  const documents: CampaignBackup['documents'] = [];
  const damaged: string[] = [];
  for (const entry of file.documents as { room?: unknown; bytes?: unknown }[]) {
    const room = typeof entry?.room === 'string' ? entry.room : '';
    try {
      if (readRoom(room)?.campaignId !== file.campaignId || typeof entry.bytes !== 'string')
        throw new Error('not a document of this campaign');
      documents.push({ room, bytes: fromBase64(entry.bytes) });
    } catch {
      damaged.push(room || 'a document without a name');
    }
  }
  const images: NonNullable<CampaignBackup['images']> = [];
  for (const entry of Array.isArray(file.images)
    ? (file.images as { hash?: unknown; type?: unknown; bytes?: unknown }[])
    : []) {
    try {
      if (
        typeof entry?.hash !== 'string' ||
        !/^[0-9a-f]{64}$/.test(entry.hash) ||
        typeof entry.type !== 'string' ||
        !/^image\/(?:webp|png)$/.test(entry.type) ||
        typeof entry.bytes !== 'string'
      )
        throw new Error('not a picture');
      images.push({ hash: entry.hash, type: entry.type, bytes: fromBase64(entry.bytes) });
    } catch {
      damaged.push('a picture');
    }
  }
  if (documents.length === 0) return err({ type: 'DamagedBackup', rooms: damaged });
  return ok({
    backup: {
      campaignId: file.campaignId,
      name: typeof file.name === 'string' ? file.name : 'Campaign',
      savedAt: Date.parse(String(file.savedAt)) || 0,
      recovery: typeof file.recovery === 'string' ? file.recovery : null,
      documents,
      images,
    },
    damaged,
  });
};
