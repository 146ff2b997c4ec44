// Owns handing the open campaign down to pages and components of it.
import { createContext } from 'svelte';
import type { OpenCampaign } from './open-campaign.svelte.ts';

export interface CampaignContext {
  readonly campaign: OpenCampaign;
  /** Opens the palette. */
  find(): void;
  /** Makes an entity of this name and says so, with Undo; null when the name is missing. */
  create(name: string): string | null;
  /** Opens the dice. */
  roll(): void;
  /** Opens the end of an evening; null only saves the campaign as a file. */
  endSession(sessionId: string | null): void;
  /** Logs a roll in the evening on screen, else in the live one. */
  logRoll(roll: { name: string; details: Record<string, unknown> }): void;
}

export const [getCampaignContext, setCampaignContext] = createContext<CampaignContext>();
