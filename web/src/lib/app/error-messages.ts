// Owns every sentence that tells a GM what went wrong: what happened, what is safe, what to do. Keyed by `type`.

/** The sentences; a missing type falls to the last one, so a new error is never silent. */
const SENTENCES: Readonly<Record<string, string>> = {
  StorageFull: 'This device is out of storage, so the newest edits are only in this open page. Download your campaign now, free some space, and Emberkeep saves by itself.',
  StorageUnavailable: 'This browser is not letting Emberkeep save. The newest edits are only in this open page. Download your campaign, then reload.',
  NotHereYet: 'This has not reached this device yet. It will open here after the next sync.',
  WrittenByNewer: 'This was written by a newer Emberkeep, so it is read-only here. Update Emberkeep to edit it; nothing is lost.',
  UnknownContent: 'This note holds something that only a newer Emberkeep can edit, so it is read-only here. Update Emberkeep; nothing is lost.',
  Completed: 'This session is completed and read-only. Reopen it to write on.',
  NameMissing: 'Please type a name first.',
  NameTaken: 'There is already something with this name. You can open it, or create another one anyway.',
  EntityMissing: 'This entity is gone from the campaign.',
  SessionMissing: 'This session is gone from the campaign.',
  UnknownFile: 'Emberkeep can import .md, .txt and .html files. Nothing was changed.',
  EmptyFile: 'There is nothing to import in this file. Nothing was changed.',
  FileTooLarge: 'This file is larger than 5 MB. Split it and import the parts. Nothing was changed.',
  NotText: 'This file does not hold text. Nothing was changed.',
  NotABackup: 'This is not an Emberkeep backup. Nothing was changed.',
  NewerBackup: 'This backup was made by a newer Emberkeep. Update Emberkeep and try again; nothing was changed.',
  DamagedBackup: 'This backup is damaged and nothing in it could be read. Nothing was changed.',
  RelayUnreachable: 'The sync server cannot be reached right now. Everything stays saved on this device; try again when you are connected.',
  NotLetIn: 'This invitation or key is not known here. Check that it is complete, or ask the owner for a new one. What is on this device stays.',
  Revoked: 'The owner has taken back this access. What is on this device stays here and can be read and exported.',
  Expired: 'This code has run out or was used already. Ask the owner for a new one.',
  Deleted: 'The owner has deleted this campaign for everyone. The copy on this device stays until you delete it.',
  NotOwner: 'Only the owner of the campaign can do this.',
  TooMany: 'Too many tries. Wait a minute and try again.',
  BadInvite: 'This does not look like an Emberkeep invitation. Paste the whole link, or type the ten-character code.',
};

/** The sentence for a tagged error. */
export const sentenceFor = (error: { type: string }): string => SENTENCES[error.type] ?? 'Something went wrong. Nothing that was saved is lost; please try again.';
