// Recognises a planned scene in an account of the session, so that accepting the account settles the plan instead of
// adding a second scene.
import { cutSentences, noteLines, SCENE, SUGGESTION, tellsOfPlay, type AnalysisItem } from '@emberkeep/domain';
import { acceptedId, getRecord, listRecords, noteName, readNote, type OpenDocument } from '@emberkeep/store';
import { m } from '#messages';

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

/** A title without its number and article, in letters and figures only: "Scene 3: The Inn" is "inn". */
const plainTitle = (title: string): string =>
  (title.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])
    .join(' ')
    .replace(/^(?:scene )?\d+ /, '')
    .replace(/^(?:the|an?) /, '');

/** The share of `words` that the account uses, 0 to 1. */
const shareIn = (account: ReadonlySet<string>, words: ReadonlySet<string>): number =>
  words.size === 0 ? 0 : [...words].filter((word) => account.has(word)).length / words.size;

/** A scene's own words. */
interface SceneWords {
  id: string;
  /** As {@link plainTitle}: a short one has no words to compare. */
  name: string;
  title: Set<string>;
  text: Set<string>;
  isOver: boolean;
}

/** How much of a scene's own words the account uses, 0 to 1; the title counts twice. */
const likeness = ({ title, text }: SceneWords, account: ReadonlySet<string>): number => {
  if (title.size === 0) return shareIn(account, text);
  const inTitle = shareIn(account, title);
  // Half of a title alone says nothing: every night has a "night" in it.
  if (text.size === 0) return inTitle > ENOUGH ? inTitle : 0;
  return (2 * inTitle + shareIn(account, text)) / 3;
};

/** The scenes that an account may tell of: all that were not skipped and not made of this very note. */
const scenesToldOf = (body: OpenDocument, note: string): SceneWords[] => {
  const fromNote = new Set(
    listRecords(body, SUGGESTION)
      .filter((suggestion) => suggestion.note === note)
      .map(acceptedId),
  );
  return listRecords(body, SCENE)
    .filter((scene) => scene.status !== 'skipped' && !fromNote.has(scene.id))
    .map((scene) => ({
      id: scene.id,
      name: plainTitle(scene.title),
      title: stemsOf(scene.title),
      text: stemsOf([scene.brief, ...noteLines(readNote(body, noteName(scene.id, 'description')))].join(' ')),
      isOver: scene.status === 'completed',
    }));
};

type SceneItem = Extract<AnalysisItem, { type: 'scene_suggestion' }>;

/** The sentences of an account that say what happened: not what was left out or is to come. */
const toldIn = ({ title, quote, proposal }: SceneItem): string[] =>
  [title, quote, ...noteLines(proposal.passage ?? [])]
    .flatMap((text) => cutSentences(text))
    .map((sentence) => sentence.text)
    .filter(tellsOfPlay);

/**
 * Adds the id of the planned scene to each suggested scene that tells of it, and leaves out those that tell of a scene
 * which was completed at the table, or that nothing happened. One scene is matched at most once. `note`: the account.
 */
export const matchPlanned = (items: readonly AnalysisItem[], body: OpenDocument, note: string): AnalysisItem[] => {
  const scenes = scenesToldOf(body, note);
  const taken = new Set<string>();
  return items.flatMap((item): AnalysisItem[] => {
    if (item.type !== 'scene_suggestion') return [item];
    const sentences = toldIn(item);
    if (sentences.length === 0) return [];
    const account = stemsOf(sentences.join(' '));
    const heading = plainTitle(item.title);
    const isCalled = ({ name }: SceneWords): boolean => name !== '' && name === heading;
    const [best] = scenes
      // A scene that is over may be told in several parts under its title: none of them is another scene.
      .filter((scene) => !taken.has(scene.id) || (scene.isOver && isCalled(scene)))
      .map((scene) => ({ scene, score: isCalled(scene) ? 1 : likeness(scene, account) }))
      .sort((a, b) => b.score - a.score);
    if (!best || best.score < ENOUGH) return [item];
    taken.add(best.scene.id);
    if (best.scene.isOver) return [];
    const title = getRecord(body, SCENE, best.scene.id)?.title ?? '';
    return [
      {
        ...item,
        reason: m.sessionStages_matchPlanned_similar_to_the_scene({ title }),
        proposal: { ...item.proposal, sceneId: best.scene.id },
      },
    ];
  });
};
