// Owns knowing our own files by their first bytes, whatever they are called: which of them goes where is told before it is read.

export type OwnFile = 'backup' | 'save' | 'changes';

/** `head`: the first kilobytes of a file. Null for files of other tools. */
export const ownFileOf = (name: string, head: Uint8Array): OwnFile | null => {
  if ((head[0] === 0x1f && head[1] === 0x8b) || /\.emberkeep-changes$/i.test(name)) return 'changes';
  const text = new TextDecoder().decode(head);
  if (/^\s*\{\s*"format"\s*:\s*"emberkeep-backup"/.test(text)) return 'backup';
  return /<!--\s*(?:INTERNAL_STATE|[A-Z_]{2,20}_START)|^# .+ - Session Summary\s*$/m.test(text) ? 'save' : null;
};
