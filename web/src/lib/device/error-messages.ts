// The sentences that tell a GM what went wrong: what happened, what is safe, what to do. Keyed by the error's `type`.

import { m } from '#messages';

const SENTENCES: Readonly<Record<string, string>> = {
  // Storage and documents.
  StorageFull: m.device_errorMessages_this_device_is_out_of(),
  StorageUnavailable: m.device_errorMessages_this_browser_is_not_letting(),
  NotHereYet: m.device_errorMessages_this_has_not_reached_this(),
  WrittenByNewer: m.device_errorMessages_this_was_written_by_a(),
  UnknownContent: m.device_errorMessages_this_note_holds_something_that(),
  Completed: m.device_errorMessages_this_session_is_completed_and(),
  OpenElsewhere: m.device_errorMessages_this_campaign_is_open_in(),

  // Edits.
  NameMissing: m.device_errorMessages_please_type_a_name_first(),
  NotADraft: m.device_errorMessages_that_cannot_be_written_from(),
  NameTaken: m.device_errorMessages_there_is_already_something_with(),
  RecordMissing: m.device_errorMessages_this_is_gone_from_the(),
  EntityMissing: m.device_errorMessages_this_entity_is_gone_from(),
  AliasMissing: m.device_errorMessages_this_entity_no_longer_has(),
  SessionMissing: m.device_errorMessages_this_session_is_gone_from(),
  NotPlayable: m.device_errorMessages_a_session_that_has_ended(),
  NotAChoice: m.device_errorMessages_that_is_not_one_of(),
  NumberTaken: m.device_errorMessages_another_session_has_this_number(),
  OutOfRange: m.device_errorMessages_that_number_is_out_of(),
  BadMember: m.device_errorMessages_that_cannot_be_added_it(),
  Capped: m.device_errorMessages_it_cannot_go_further_that(),
  CannotAccept: m.device_errorMessages_this_suggestion_names_somebody_who(),
  BadDice: m.device_errorMessages_these_dice_cannot_be_read(),
  BadCalendar: m.device_errorMessages_this_calendar_cannot_be_counted(),

  // Files to import.
  NotACalendar: m.device_errorMessages_there_is_no_calendar_in(),
  NotJson: m.device_errorMessages_this_file_is_not_json(),
  NotACampaign: m.device_errorMessages_there_is_no_session_and(),
  NotAnImage: m.device_errorMessages_emberkeep_cannot_show_this_picture(),
  UnknownFile: m.device_errorMessages_emberkeep_can_import_md_txt(),
  CannotRead: m.device_errorMessages_this_could_not_be_read(),
  TookTooLong: m.device_errorMessages_this_takes_too_long_to(),
  EmptyFile: m.device_errorMessages_there_is_nothing_to_import(),
  FileTooLarge: m.device_errorMessages_this_file_is_larger_than(),
  NotAZip: m.device_errorMessages_this_is_not_a_zip(),
  ZipLocked: m.device_errorMessages_this_zip_is_locked_with(),
  PathOutside: m.device_errorMessages_this_zip_or_folder_holds(),
  TooManyFiles: m.device_errorMessages_there_are_more_than_50(),
  UnpacksTooLarge: m.device_errorMessages_this_unpacks_to_more_than(),
  NothingThere: m.device_errorMessages_there_is_no_note_picture(),
  NothingRead: m.device_errorMessages_there_is_no_note_no(),

  // Backups and campaign files.
  IsBackup: m.device_errorMessages_this_is_a_backup_of(),
  IsSave: m.device_errorMessages_this_is_a_campaign_save(),
  NotText: m.device_errorMessages_this_file_does_not_hold(),
  NotABackup: m.device_errorMessages_this_is_not_an_emberkeep(),
  NewerBackup: m.device_errorMessages_this_backup_was_made_by(),
  DamagedBackup: m.device_errorMessages_this_backup_is_damaged_and(),

  // Transfer between devices.
  NotAChangeSet: m.device_errorMessages_this_is_not_a_file(),
  NewerChangeSet: m.device_errorMessages_these_changes_were_made_by(),
  DamagedChangeSet: m.device_errorMessages_these_changes_were_damaged_on(),
  NeedsEarlier: m.device_errorMessages_these_changes_build_on_others(),

  // The relay.
  RelayUnreachable: m.device_errorMessages_the_sync_server_cannot_be(),
  NotLetIn: m.device_errorMessages_this_invitation_or_key_is(),
  Revoked: m.device_errorMessages_the_owner_has_taken_back(),
  Expired: m.device_errorMessages_this_code_has_run_out(),
  Pending: m.device_errorMessages_the_operator_of_this_server(),
  Closed: m.device_errorMessages_this_server_takes_no_new(),
  Deleted: m.device_errorMessages_the_owner_has_deleted_this(),
  NotOwner: m.device_errorMessages_only_the_owner_of_the(),
  NoSuchGrant: m.device_errorMessages_this_device_or_invitation_has(),
  NotFound: m.device_errorMessages_this_server_is_too_old(),
  OldRelay: m.device_errorMessages_this_server_is_too_old_2(),
  LastOwner: m.device_errorMessages_this_is_the_only_owner(),
  OwnedByOther: m.device_errorMessages_somebody_else_has_put_this(),
  NotInvitedThere: m.device_errorMessages_the_new_server_does_not(),
  Moved: m.device_errorMessages_the_owner_has_moved_this(),
  TooLarge: m.device_errorMessages_this_is_larger_than_the(),
  Internal: m.device_errorMessages_the_sync_server_failed_everything(),
  Away: m.device_errorMessages_the_sync_server_cannot_reach(),
  TooMany: m.device_errorMessages_too_many_tries_wait_a(),
  BadAddress: m.device_errorMessages_this_is_not_the_address(),
  NotARelay: m.device_errorMessages_there_is_no_emberkeep_server(),
  OnlyHttps: m.device_errorMessages_this_app_came_over_https(),
  NotCaughtUp: m.device_errorMessages_the_server_has_something_that(),
  NotAllowedThere: m.device_errorMessages_this_server_is_there_and(),
  SyncsElsewhere: m.device_errorMessages_this_campaign_is_on_this(),
  BadInvite: m.device_errorMessages_this_does_not_look_like(),
};

/** The sentence for a tagged error. An unknown type gets a general one, so that no error is silent. */
export const sentenceFor = (error: { type: string }): string =>
  SENTENCES[error.type] ?? m.device_errorMessages_something_went_wrong_nothing_that();
