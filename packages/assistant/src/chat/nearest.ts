// Owns the nearest of many phrasings, by trigrams of letters and, where the words' meanings are at hand, by their direction: what no
// pattern knows may still sound like something that was said before. Likeness decides an answer, never a write.
import type { Intent } from './intents.ts';
import { likeness, trigrams } from './likeness.ts';

/** Said by many, for each intent; not taken from the labelled prompts. */
const PHRASINGS: Readonly<Partial<Record<Intent, readonly string[]>>> = {
  create_scene: [
    'they are on their way to the docks',
    'now we are in the throne room',
    'cut to the warehouse',
    'next scene at the temple',
    'meanwhile at the castle',
    'the party arrives at the gates',
    'off to see the wizard',
    'we jump to the next morning at the camp',
    'they end up in the sewers',
    'back at the inn',
  ],
  quick_npc: [
    'who is the barkeep here',
    'somebody to sell them horses',
    'a name for the old woman',
    'a quick villager',
    'random passer-by',
    'someone shady for the alley',
    'a guide who knows the hills',
  ],
  rules_lookup: [
    'how much damage from fire',
    'what do i roll for climbing',
    'does cover help against spells',
    'can you move and attack',
    'how long does it last',
    'what is the penalty',
    'is that an action',
    'does it stack',
    'how far can they jump',
    'what save is it',
  ],
  stat_block: [
    'monster stats for an ogre',
    'what can a goblin do',
    'how tough is a bear',
    'hit points of a guard',
    'numbers for an ogre',
  ],
  situation_help: [
    'he swings from the chandelier',
    'she lies to the guard',
    'they hide behind the barrels',
    'the thief grabs the purse',
    'she pushes the statue over',
    'they barricade the door',
    'he begs for mercy',
    'they set fire to the barn',
    'what would happen if they burn it',
    'any ideas for this',
    'how do i run this',
    'they got caught what now',
    'players are stuck',
  ],
  campaign_question: [
    'who was that again',
    'the name of the old captain',
    'what do we know about the cult',
    'the woman with the scar',
    'that place by the river',
    'which evening was the fire',
    'the one who betrayed us',
    'remind me about the amulet',
    'tell me about the duke',
    'anything on the smugglers',
  ],
  log_event: ['put down that the bridge is gone', 'for the record the mayor is dead', 'keep in mind that she lied'],
  recap: [
    'what did they do last week',
    'bring me up to speed',
    'the short version of last time',
    'remind me what happened',
  ],
  refuse: [
    'throw that one out',
    'i want him gone from the list',
    'take her out of the story',
    'that scene should not be there',
    'we can lose the second clue',
    'make it never have happened',
    'put everything back as it was',
  ],
  smalltalk: [
    'that was fun',
    'good job',
    'you are funny',
    'i need a coffee',
    'one moment please',
    'my players are late',
    'let me think',
    'how are you',
    'great session tonight',
    'never thought of that',
  ],
};

const KNOWN = Object.entries(PHRASINGS).flatMap(([intent, texts]) =>
  texts.map((text) => ({ intent: intent as Intent, text, grams: trigrams(text) })),
);

type Embed = (text: string) => Float32Array | null;
/** Directions of the phrasings, computed once for each model. */
const directions = new WeakMap<Embed, (Float32Array | null)[]>();
const directionsBy = (embed: Embed): (Float32Array | null)[] => {
  const known = directions.get(embed) ?? KNOWN.map(({ text }) => embed(text));
  directions.set(embed, known);
  return known;
};
const cosine = (a: Float32Array | null | undefined, b: Float32Array | null | undefined): number =>
  a && b ? a.reduce((sum, x, i) => sum + x * b[i]!, 0) : 0;

/** Below this nothing is like it. */
const LIKE_ENOUGH = 0.34;
/** How much meaning adds to the likeness of letters. */
const MEANING = 0.25;

/** The intent of the phrasing most like these words, or null. */
export const nearest = (text: string, embed?: Embed): Intent | null => {
  const grams = trigrams(text);
  const direction = embed?.(text);
  const known = embed ? directionsBy(embed) : [];
  let best: { intent: Intent; score: number } | null = null;
  KNOWN.forEach(({ intent, grams: others }, n) => {
    const score = likeness(grams, others) + MEANING * Math.max(0, cosine(direction, known[n]));
    if (score > (best?.score ?? LIKE_ENOUGH)) best = { intent, score };
  });
  return (best as { intent: Intent } | null)?.intent ?? null;
};
