// The sentences that tell a GM what went wrong: what happened, what is safe, what to do. Keyed by the error's `type`.

const SENTENCES: Readonly<Record<string, string>> = {
  // Storage and documents.
  StorageFull:
    'This device is out of storage, so the newest edits are only in this open page. ' +
    'Download your campaign now, free some space, and Emberkeep saves by itself.',
  StorageUnavailable:
    'This browser is not letting Emberkeep save. The newest edits are only in this open page. ' +
    'Download your campaign, then reload.',
  NotHereYet: 'This has not reached this device yet. It will open here after the next sync.',
  WrittenByNewer:
    'This was written by a newer Emberkeep, so it is read-only here. Update Emberkeep to edit it; ' +
    'nothing is lost.',
  UnknownContent:
    'This note holds something that only a newer Emberkeep can edit, so it is read-only here. Update Emberkeep; ' +
    'nothing is lost.',
  Completed: 'This session is completed and read-only. Reopen it to write on.',
  OpenElsewhere: 'This campaign is open in another tab. Close it there, then delete it here.',

  // Edits.
  NameMissing: 'Please type a name first.',
  NotADraft: 'That cannot be written from here. Nothing was changed.',
  NameTaken: 'There is already something with this name. You can open it, or create another one anyway.',
  RecordMissing: 'This is gone from the campaign. It may be under “Deleted”.',
  EntityMissing: 'This entity is gone from the campaign.',
  AliasMissing: 'This entity no longer has that alias. Nothing was changed.',
  SessionMissing: 'This session is gone from the campaign.',
  NotPlayable: 'A session that has ended or was cancelled cannot be live. Nothing was changed.',
  NotAChoice: 'That is not one of the choices here. Nothing was changed.',
  NumberTaken: 'Another session has this number, or a deleted one does. Nothing was changed.',
  OutOfRange: 'That number is out of range here. Nothing was changed.',
  BadMember: 'That cannot be added: it is empty or holds a slash. Nothing was changed.',
  Capped: 'It cannot go further that way.',
  CannotAccept: 'This suggestion names somebody who is not in the campaign yet. Make them first, then accept it.',
  BadDice: 'These dice cannot be read. Try 2d6+1, d20adv, 3d6 vs 12 or pool 3 risky great.',
  BadCalendar: 'This calendar cannot be counted. Nothing was changed.',

  // Files to import.
  NotACalendar: 'There is no calendar in this file. Nothing was changed.',
  NotJson: 'This file is not JSON. Nothing was changed.',
  NotACampaign: 'There is no session and no faction in this file. Nothing was changed.',
  NotAnImage: 'Emberkeep cannot show this picture. Use a PNG, JPEG, WebP or GIF file.',
  UnknownFile: 'Emberkeep can import .md, .txt and .html files. Nothing was changed.',
  CannotRead: 'This could not be read here. Reload the page and try again. Nothing was changed.',
  TookTooLong: 'This takes too long to read. Import it in parts, or save it as .txt. Nothing was changed.',
  EmptyFile: 'There is nothing to import in this file. Nothing was changed.',
  FileTooLarge:
    'This file is larger than Emberkeep reads at once (notes: 5 MB, data: 50 MB, a ZIP: 400 MB). ' +
    'Split it and import the parts. Nothing was changed.',
  NotAZip: 'This is not a ZIP that can be opened, or it is damaged from its first byte. Nothing was changed.',
  ZipLocked: 'This ZIP is locked with a password. Unlock it, then bring in what was in it. Nothing was changed.',
  PathOutside:
    'This ZIP or folder holds a file whose path leads out of it, which no honest export does. Nothing was read.',
  TooManyFiles: 'There are more than 50,000 files in this. Bring in a part of it. Nothing was changed.',
  UnpacksTooLarge:
    'This unpacks to more than an export of a campaign can be (50 MB a file, 400 MB in all), so it was stopped. ' +
    'Nothing was changed.',
  NothingThere: 'There is no note, picture or data file in this that Emberkeep can read. Nothing was changed.',
  NothingRead:
    'There is no note, no session and no faction in this, and nothing else that Emberkeep knows. ' +
    'Nothing was changed.',

  // Backups and campaign files.
  IsBackup: 'This is a backup of Emberkeep. Restore it from the start page. Nothing was changed.',
  IsSave: 'This is a campaign save file. Open it from the start page with “Open a save file”. Nothing was changed.',
  NotText: 'This file does not hold text. Nothing was changed.',
  NotABackup: 'This is not an Emberkeep backup. Nothing was changed.',
  NewerBackup: 'This backup was made by a newer Emberkeep. Update Emberkeep and try again; nothing was changed.',
  DamagedBackup: 'This backup is damaged and nothing in it could be read. Nothing was changed.',

  // Transfer between devices.
  NotAChangeSet: 'This is not a file of changes from another GM’s Emberkeep. Nothing was changed.',
  NewerChangeSet: 'These changes were made by a newer Emberkeep. Update Emberkeep and try again; nothing was changed.',
  DamagedChangeSet:
    'These changes were damaged on the way. Ask for them again; what could be read is merged, nothing is lost.',
  NeedsEarlier:
    'These changes build on others that are not on this device yet. Ask the other GM to hand over “Everything”; ' +
    'nothing was changed.',

  // The relay.
  RelayUnreachable:
    'The sync server cannot be reached right now. Everything stays saved on this device; ' +
    'try again when you are connected.',
  NotLetIn:
    'This invitation or key is not known here. Check that it is complete, or ask the owner for a new one. ' +
    'What is on this device stays.',
  Revoked: 'The owner has taken back this access. What is on this device stays here and can be read and exported.',
  Expired: 'This code has run out or was used already. Ask the owner for a new one.',
  Pending:
    'The operator of this server has to approve the campaign first. Ask them, then turn on sync again. ' +
    'Nothing is lost.',
  Closed: 'This server takes no new campaigns. Your campaign stays on this device; the operator can make you a code.',
  Deleted: 'The owner has deleted this campaign for everyone. The copy on this device stays until you delete it.',
  NotOwner: 'Only the owner of the campaign can do this.',
  NoSuchGrant: 'This device or invitation has no access any more. The list below is current.',
  NotFound: 'This server is too old for that. Ask its operator to update it. Nothing was changed.',
  OldRelay:
    'This server is too old for that. Make the new code on the device that turned on sync, or ask the operator to ' +
    'update the server.',
  LastOwner: 'This is the only owner with a recovery code. Make a new recovery code on another owner’s device first.',
  OwnedByOther:
    'Somebody else has put this campaign on the server since, so it was not touched. Ask the operator to make you a ' +
    'new recovery code, or move to another server.',
  NotInvitedThere: 'The new server does not know this device. Ask the owner for a new invitation; nothing was changed.',
  Moved:
    'The owner has moved this campaign to another server, so nothing was changed here. Move there first, or ask the ' +
    'owner for a new invitation.',
  TooLarge: 'This is larger than the server takes. It stays saved on this device.',
  Internal: 'The sync server failed. Everything stays saved on this device; try again later.',
  Away: 'The sync server cannot reach its storage. Everything stays saved on this device; try again later.',
  TooMany: 'Too many tries. Wait a minute and try again.',
  BadAddress: 'This is not the address of a server. It looks like https://table.example.org.',
  NotARelay:
    'There is no Emberkeep server at this address, or it does not answer. Check the address and your network; ' +
    'nothing was changed.',
  OnlyHttps: 'This app came over https, and so it can reach servers over https only. Use the server’s https address.',
  NotCaughtUp:
    'The server has something that is not on this device yet. Wait until the status says “Synced”, then move. ' +
    'Nothing was changed.',
  NotAllowedThere:
    'This server is there and does not let this app in. Its operator adds this app’s address to ALLOWED_ORIGINS.',
  SyncsElsewhere: 'This campaign is on this device already and synced with another server.',
  BadInvite: 'This does not look like an Emberkeep invitation. Paste the whole link, or type the ten-character code.',
};

/** The sentence for a tagged error. An unknown type gets a general one, so that no error is silent. */
export const sentenceFor = (error: { type: string }): string =>
  SENTENCES[error.type] ?? 'Something went wrong. Nothing that was saved is lost; please try again.';
