// Owns seeing that a scene found in the account is one that was planned: then accepting it settles the plan and makes no
// second scene.
import { SCENE, type AnalysisItem } from '@emberkeep/domain';
import { listRecords, type OpenDocument } from '@emberkeep/store';

const COMMON = new Set(
  'with from that this they them their then into over under have were when what where will would about after before there here scene party players against which while'.split(
    ' ',
  ),
);
const wordsOf = (text: string): Set<string> =>
  new Set((text.toLowerCase().match(/\p{L}{4,}/gu) ?? []).filter((w) => !COMMON.has(w)).map((w) => w.slice(0, 7)));

/** How much of the plan's own words the account uses, 0 to 1; the title counts twice. */
const likeness = (plan: { title: string; brief: string }, account: ReadonlySet<string>): number => {
  const [title, brief] = [wordsOf(plan.title), wordsOf(plan.brief)];
  const share = (words: ReadonlySet<string>): number =>
    words.size === 0 ? 0 : [...words].filter((w) => account.has(w)).length / words.size;
  return title.size === 0 ? share(brief) : brief.size === 0 ? share(title) : (2 * share(title) + share(brief)) / 3;
};
/** Half of a plan's words in one stretch of the account is no accident. */
const ENOUGH = 0.5;

/** Names the planned scene in each scene item that tells of it; a plan is told of once. */
export const matchPlanned = (items: readonly AnalysisItem[], body: OpenDocument): AnalysisItem[] => {
  const open = listRecords(body, SCENE).filter((s) => s.status === 'planned' || s.status === 'active');
  const taken = new Set<string>();
  return items.map((item) => {
    if (item.type !== 'scene_suggestion') return item;
    const account = wordsOf(`${item.title} ${item.quote} ${item.proposal.brief}`);
    const best = open
      .filter((s) => !taken.has(s.id))
      .map((s) => ({ s, score: likeness(s, account) }))
      .sort((a, b) => b.score - a.score)[0];
    if (!best || best.score < ENOUGH) return item;
    taken.add(best.s.id);
    return {
      ...item,
      reason: `This reads like the planned scene “${best.s.title}”`,
      proposal: { ...item.proposal, sceneId: best.s.id },
    };
  });
};
