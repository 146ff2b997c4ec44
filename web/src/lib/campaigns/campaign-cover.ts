// Which picture and colour a campaign's cover has: the same on every device, because both come from its id.

/** The scenes that `CampaignCover.svelte` draws. */
export const COVER_SCENES = ['harbour', 'mountains', 'forest', 'city', 'ruins', 'sea', 'desert', 'road'] as const;
export type CoverScene = (typeof COVER_SCENES)[number];

export interface Cover {
  scene: CoverScene;
  /** In degrees, of OKLCH. */
  hue: number;
}

/** Hues, in degrees, that keep white words on the cover readable at the lightness it is drawn with. */
const HUES = [25, 60, 145, 175, 215, 250, 290, 340] as const;

/** FNV-1a, 32 bits: spreads ids that differ in one character. */
const fnv1a = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
};

export const coverOf = (campaignId: string): Cover => {
  const hash = fnv1a(campaignId);
  return { scene: COVER_SCENES[hash % COVER_SCENES.length]!, hue: HUES[(hash >>> 8) % HUES.length]! };
};
