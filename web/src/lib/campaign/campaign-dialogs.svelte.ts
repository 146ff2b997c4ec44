// Which dialog is open over the pages of a campaign.

export class CampaignDialogs {
  isPaletteOpen = $state(false);
  isCreatingEntity = $state(false);
  isShowingShortcuts = $state(false);
  isRolling = $state(false);
  isConfirmingState = $state(false);
  /** The session that is ended, null for saving the campaign only; undefined while neither is asked for. */
  ending: string | null | undefined = $state(undefined);
}
