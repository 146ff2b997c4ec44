// Recognises a planned scene in an account of the session, so that accepting the account settles the plan instead of
// adding a second scene.
import { SCENE, type AnalysisItem } from '@emberkeep/domain';
import { listRecords, type OpenDocument } from '@emberkeep/store';

/** Words of four letters and more that say nothing about which scene a text is about. */
const COMMON_WORDS: ReadonlySet<string> = new Set([
  'with',
  'from',
  'that',
  'this',
  'they',
  'them',
  'their',
  'then',
  'into',
  'over',
  'under',
  'have',
  'were',
  'when',
  'what',
  'where',
  'will',
  'would',
  'about',
  'after',
  'before',
  'there',
  'here',
  'scene',
  'party',
  'players',
  'against',
  'which',
  'while',
]);
/** Words are compared by this many first letters, so that their endings do not matter. */
const STEM_LENGTH = 7;
/** From this likeness on, an account tells of a plan: half of the plan's words are in one stretch of the account. */
const ENOUGH = 0.5;

const stemsOf = (text: string): Set<string> =>
  new Set(
    (text.toLowerCase().match(/\p{L}{4,}/gu) ?? [])
      .filter((word) => !COMMON_WORDS.has(word))
      .map((word) => word.slice(0, STEM_LENGTH)),
  );

/** The share of `words` that the account uses, 0 to 1. */
const shareIn = (account: ReadonlySet<string>, words: ReadonlySet<string>): number =>
  words.size === 0 ? 0 : [...words].filter((word) => account.has(word)).length / words.size;

/** How much of the plan's own words the account uses, 0 to 1; the title counts twice. */
const likeness = (plan: { title: string; brief: string }, account: ReadonlySet<string>): number => {
  const [title, brief] = [stemsOf(plan.title), stemsOf(plan.brief)];
  if (title.size === 0) return shareIn(account, brief);
  if (brief.size === 0) return shareIn(account, title);
  return (2 * shareIn(account, title) + shareIn(account, brief)) / 3;
};

/** Adds the id of the planned scene to each suggested scene that tells of it. One plan is matched at most once. */
export const matchPlanned = (items: readonly AnalysisItem[], body: OpenDocument): AnalysisItem[] => {
  const open = listRecords(body, SCENE).filter((s) => s.status === 'planned' || s.status === 'active');
  const taken = new Set<string>();
  return items.map((item) => {
    if (item.type !== 'scene_suggestion') return item;
    const account = stemsOf(`${item.title} ${item.quote} ${item.proposal.brief}`);
    const [best] = open
      .filter((scene) => !taken.has(scene.id))
      .map((scene) => ({ scene, score: likeness(scene, account) }))
      .sort((a, b) => b.score - a.score);
    if (!best || best.score < ENOUGH) return item;
    taken.add(best.scene.id);
    return {
      ...item,
      reason: `This reads like the planned scene “${best.scene.title}”`,
      proposal: { ...item.proposal, sceneId: best.scene.id },
    };
  });
};
