// Which dialog is open over the pages of a campaign.

export class CampaignDialogs {
  isPaletteOpen = $state(false);
  isCreatingEntity = $state(false);
  isShowingShortcuts = $state(false);
  isRolling = $state(false);
  isConfirmingState = $state(false);
  /** The session to end; null for saving the campaign only; undefined while the dialog is closed. */
  ending: string | null | undefined = $state(undefined);
}
