// Recognises Emberkeep's own files by their first bytes, whatever their names, so that each is opened by its own
// reader.
import { decodeText } from './decode-text.ts';

export type OwnFile = 'backup' | 'save' | 'changes';

const BACKUP_START = /^\s*\{\s*"format"\s*:\s*"emberkeep-backup"/;
/** A marker of the campaign file, or its title line. */
const CAMPAIGN_FILE_SIGN = /<!--\s*(?:INTERNAL_STATE|[A-Z_]{2,20}_START)|^# .+ - Session Summary\s*$/m;

const isGzip = (head: Uint8Array): boolean => head[0] === 0x1f && head[1] === 0x8b;

/** `head`: the first kilobytes of a file. Null for a file of another tool. */
export const ownFileOf = (name: string, head: Uint8Array): OwnFile | null => {
  if (isGzip(head) || /\.emberkeep-changes$/i.test(name)) return 'changes';
  const text = decodeText(head) ?? '';
  if (BACKUP_START.test(text)) return 'backup';
  return CAMPAIGN_FILE_SIGN.test(text) ? 'save' : null;
};
