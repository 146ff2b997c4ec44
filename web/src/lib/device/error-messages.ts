// The sentences that tell a GM what went wrong: what happened, what is safe, what to do. Keyed by the error's `type`.

import { m } from '#messages';

const SENTENCES: Readonly<Record<string, string>> = {
  // Storage and documents.
  StorageFull: m.device_errorMessages_this_device_is_out_of(),
  StorageUnavailable: m.device_errorMessages_this_browser_is_not_letting(),
  NotHereYet: m.device_errorMessages_this_hasnt_reached_this_device(),
  WrittenByNewer: m.device_errorMessages_this_was_written_by_a(),
  UnknownContent: m.device_errorMessages_this_note_has_content_that(),
  Completed: m.device_errorMessages_this_session_is_completed_and(),
  OpenElsewhere: m.device_errorMessages_this_campaign_is_open_in(),

  // Edits.
  NameMissing: m.device_errorMessages_please_type_a_name_first(),
  NotADraft: m.device_errorMessages_this_cant_be_edited_here(),
  NameTaken: m.device_errorMessages_this_name_is_already_in(),
  RecordMissing: m.device_errorMessages_this_was_deleted_check_trash(),
  EntityMissing: m.device_errorMessages_this_entity_was_deleted(),
  AliasMissing: m.device_errorMessages_this_entity_no_longer_has(),
  SessionMissing: m.device_errorMessages_this_session_was_deleted(),
  NotPlayable: m.device_errorMessages_an_ended_or_cancelled_session(),
  NotAChoice: m.device_errorMessages_choose_one_of_the_listed(),
  NumberTaken: m.device_errorMessages_another_session_maybe_a_deleted(),
  OutOfRange: m.device_errorMessages_this_number_is_out_of(),
  BadMember: m.device_errorMessages_this_cant_be_added_it(),
  Capped: m.device_errorMessages_already_at_the_end_of(),
  CannotAccept: m.device_errorMessages_this_suggestion_mentions_an_entity(),
  BadDice: m.device_errorMessages_couldnt_read_that_roll_try(),
  BadCalendar: m.device_errorMessages_this_calendar_isnt_valid(),

  // Files to import.
  NotACalendar: m.device_errorMessages_there_is_no_calendar_in(),
  NotJson: m.device_errorMessages_this_file_is_not_json(),
  NotACampaign: m.device_errorMessages_there_are_no_sessions_or(),
  NotAnImage: m.device_errorMessages_emberkeep_cant_show_this_picture(),
  UnreadableFile: m.device_errorMessages_unreadable_file(),
  PictureTookTooLong: m.device_errorMessages_picture_took_too_long(),
  UnknownFile: m.device_errorMessages_emberkeep_can_import_md_txt(),
  NotOnDevice: m.ui_loadPart_needs_a_connection(),
  CannotRead: m.device_errorMessages_this_could_not_be_read(),
  TookTooLong: m.device_errorMessages_this_takes_too_long_to(),
  EmptyFile: m.device_errorMessages_there_is_nothing_to_import(),
  FileTooLarge: m.device_errorMessages_this_file_is_too_large(),
  NotAZip: m.device_errorMessages_this_is_not_a_zip(),
  ZipLocked: m.device_errorMessages_this_zip_is_protected_by(),
  PathOutside: m.device_errorMessages_this_zip_or_folder_contains(),
  TooManyFiles: m.device_errorMessages_there_are_more_than_50(),
  UnpacksTooLarge: m.device_errorMessages_this_zip_unpacks_to_more(),
  NothingThere: m.device_errorMessages_there_is_nothing_here_that(),
  NothingRead: m.device_errorMessages_there_is_nothing_here_that(),

  // Backups and campaign files.
  IsBackup: m.device_errorMessages_this_is_an_emberkeep_backup(),
  IsSave: m.device_errorMessages_this_is_a_campaign_file(),
  NotText: m.device_errorMessages_this_is_not_a_text(),
  NotABackup: m.device_errorMessages_this_is_not_an_emberkeep(),
  NewerBackup: m.device_errorMessages_this_backup_was_made_by(),
  DamagedBackup: m.device_errorMessages_this_backup_is_damaged_and(),

  // Transfer between devices.
  NotAChangeSet: m.device_errorMessages_this_file_does_not_hold_changes(),
  NewerChangeSet: m.device_errorMessages_these_changes_were_made_by(),
  DamagedChangeSet: m.device_errorMessages_these_changes_were_damaged_on(),
  PartlyMerged: m.device_errorMessages_part_of_these_changes(),
  NeedsEarlier: m.device_errorMessages_these_changes_build_on_others(),

  // The relay.
  RelayUnreachable: m.device_errorMessages_the_sync_server_cant_be(),
  NotLetIn: m.device_errorMessages_this_server_doesnt_know_this(),
  Revoked: m.device_errorMessages_the_owner_revoked_your_access(),
  Expired: m.device_errorMessages_this_code_has_expired_or(),
  Pending: m.device_errorMessages_the_servers_operator_has_to(),
  Closed: m.device_errorMessages_this_server_isnt_accepting_new(),
  Deleted: m.device_errorMessages_the_owner_has_deleted_this(),
  NotOwner: m.device_errorMessages_only_the_owner_of_the(),
  NoSuchGrant: m.device_errorMessages_this_device_or_invitation_no(),
  NotFound: m.device_errorMessages_this_server_is_too_old(),
  OldRelay: m.device_errorMessages_this_server_is_too_old_for_codes(),
  LastOwner: m.device_errorMessages_this_is_the_only_owner(),
  OwnedByOther: m.device_errorMessages_someone_else_has_put_this(),
  NotInvitedThere: m.device_errorMessages_the_new_server_doesnt_know(),
  Moved: m.device_errorMessages_the_owner_has_moved_this(),
  TooLarge: m.device_errorMessages_this_is_larger_than_the(),
  Internal: m.device_errorMessages_the_sync_server_failed_everything(),
  Away: m.device_errorMessages_the_sync_server_cant_reach(),
  TooMany: m.device_errorMessages_too_many_attempts_wait_a(),
  BadAddress: m.device_errorMessages_this_is_not_a_server(),
  NotARelay: m.device_errorMessages_no_emberkeep_server_answers_at(),
  OnlyHttps: m.device_errorMessages_this_app_is_open_over(),
  NotCaughtUp: m.device_errorMessages_the_server_has_changes_that(),
  NotAllowedThere: m.device_errorMessages_this_server_doesnt_accept_this(),
  SyncsElsewhere: m.device_errorMessages_this_campaign_is_already_on(),
  BadInvite: m.device_errorMessages_this_isnt_an_emberkeep_invitation(),
};

/** The sentence for a tagged error. An unknown type, or none, gets a general one, so that no error is silent. */
export const sentenceFor = (error?: { type: string }): string =>
  SENTENCES[error?.type ?? ''] ?? m.device_errorMessages_something_went_wrong_nothing_that();
