// Which cover a campaign has: what its GMs chose, else a picture and a colour that come from its id, so that they are the
// same on every device.

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

/** A drawn cover as it is stored: "sea 250". */
export const storedCover = ({ scene, hue }: Cover): string => `${scene} ${hue}`;

/** The hash of the GM's own picture in what is stored; empty where a drawn cover or nothing was chosen. */
export const ownPicture = (chosen: string): string => (/^[0-9a-f]{64}$/.test(chosen) ? chosen : '');

/** The drawn cover of a campaign. `chosen`: what is stored; what this version does not know counts as nothing. */
export const coverOf = (campaignId: string, chosen = ''): Cover => {
  const [word, degrees] = chosen.split(' ');
  const scene = COVER_SCENES.find((each) => each === word);
  const chosenHue = HUES.find((each) => String(each) === degrees);
  if (scene && chosenHue !== undefined) return { scene, hue: chosenHue };
  const hash = fnv1a(campaignId);
  return { scene: COVER_SCENES[hash % COVER_SCENES.length]!, hue: HUES[(hash >>> 8) % HUES.length]! };
};
