// The Svelte context that gives a campaign's pages and components the open campaign and its dialogs.
import type { EntityType } from '@emberkeep/domain';
import { createContext, type Snippet } from 'svelte';
import type { OpenCampaign } from './open-campaign.svelte.ts';

/** A link whose name no entity has. */
export interface MissingName {
  name: string;
  /** The text that the link is in. */
  around: string;
  /** Gets the id of the entity that the GM creates. */
  oncreated(id: string): void;
}

export interface CampaignContext {
  readonly campaign: OpenCampaign;
  /** Opens the palette. */
  find(): void;
  /** Creates an entity and shows a message with Undo. Gives its id; null when it was not created. */
  create(name: string, entityType: EntityType): string | null;
  /** Asks which type of entity to create for a name that a link has and no entity. */
  createMissing(missing: MissingName): void;
  /** Opens the dialog for a new entity; `oncreated` gets its id. Without it the new entity is opened. */
  createInDialog(oncreated?: (id: string) => void): void;
  /** Shows an entity: beside what is on screen where the page has a place for it, else on its own page. */
  openEntity(id: string): void;
  /** Shows entities by this function instead of on their pages. Gives a function that stops it. */
  showBeside(show: (id: string) => void): () => void;
  /** Draws these controls in the bar above the page, instead of the campaign's name. Gives a function that stops it. */
  showBar(bar: Snippet): () => void;
  /** Banners, notices and toasts: what arrives by itself. It is below the page, so that nothing being typed moves. */
  readonly arrivals: Snippet;
  /** The page draws `arrivals` itself, above what stays at its bottom. Gives a function that stops it. */
  holdArrivals(): () => void;
  /** Opens the dice dialog. */
  roll(): void;
  /** Opens the dialog that ends a session; null opens it only to save the campaign as a file. */
  endSession(sessionId: string | null): void;
}

export const [getCampaignContext, setCampaignContext] = createContext<CampaignContext>();

/** Null on pages without an open campaign, as the players'. */
export const findCampaignContext = (): CampaignContext | null => {
  try {
    return getCampaignContext();
  } catch {
    return null; // reason: whether there is one is the question
  }
};
