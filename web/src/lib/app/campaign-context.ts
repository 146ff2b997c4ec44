// The Svelte context that gives a campaign's pages and components the open campaign and its dialogs.
import { createContext } from 'svelte';
import type { OpenCampaign } from './open-campaign.svelte.ts';

export interface CampaignContext {
  readonly campaign: OpenCampaign;
  /** Opens the palette. */
  find(): void;
  /** Creates an entity with this name and shows a message with Undo. Gives its id; null when it was not created. */
  create(name: string): string | null;
  /** Opens the dice dialog. */
  roll(): void;
  /** Opens the dialog that ends a session; null opens it only to save the campaign as a file. */
  endSession(sessionId: string | null): void;
}

export const [getCampaignContext, setCampaignContext] = createContext<CampaignContext>();
