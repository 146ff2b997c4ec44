// Which dialog is open over the pages of a campaign.

import type { MissingName } from '#lib/app/campaign-context.ts';

export class CampaignDialogs {
  isPaletteOpen = $state(false);
  isCreatingEntity = $state(false);
  /** Gets the id of the entity that the dialog makes; null opens the entity. */
  onCreated: ((id: string) => void) | null = null;
  /** The link whose entity the GM is asked to create. */
  missing: MissingName | null = $state.raw(null);
  isShowingShortcuts = $state(false);
  isRolling = $state(false);
  /** The random table to roll in a dialog; empty while it is closed. */
  tableToRoll = $state('');
  isConfirmingState = $state(false);
  /** The session to end; null for saving the campaign only; undefined while the dialog is closed. */
  ending: string | null | undefined = $state(undefined);

  createEntity(onCreated: ((id: string) => void) | null = null): void {
    this.onCreated = onCreated;
    this.isCreatingEntity = true;
  }
}
