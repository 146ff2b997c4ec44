// How lists call a handout or a map and say when it was shown.
import { handoutShowings, isShownToPlayers, momentWords, type Handout, type HandoutShowing } from '@emberkeep/domain';
import type { ReachOfPlayers } from '#lib/records/reach-of-players.ts';
import { m } from '#messages';

/** What lists need of a handout or a map. */
type Showable = Pick<Handout, 'id' | 'title' | 'about' | 'shows' | 'ends'>;

/** A showing with what was shown. */
export interface ShownOnce extends HandoutShowing {
  shown: Showable;
  /** No other showing in the list has it; two handouts of a hostile app may have showings with the same id. */
  key: string;
}

/** Every showing of every handout and map, the latest first. */
export const allShowings = (all: readonly Showable[]): ShownOnce[] =>
  all
    .flatMap((shown) =>
      handoutShowings(shown).map((showing) => ({ ...showing, shown, key: `${shown.id}/${showing.id}` })),
    )
    .sort((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1));

const shownWords = (reach: ReachOfPlayers): string =>
  reach === 'now' ? m.handouts_handoutWords_shown_now() : m.handouts_handoutWords_marked_as_shown();

/** What the GM reads beside the title: whom it is about, and whether it is shown. `reach`: whether players get it now. */
export const handoutHint = (handout: Pick<Handout, 'about' | 'shows' | 'ends'>, reach: ReachOfPlayers): string =>
  [handout.about, isShownToPlayers(handout) ? shownWords(reach) : ''].filter(Boolean).join(' · ');

/** From when to when it was shown, for the GM. */
export const showingWords = ({ at, endedAt }: HandoutShowing): string =>
  endedAt === null
    ? m.handouts_handoutWords_since({ from: momentWords(at) })
    : m.handouts_handoutWords_from_to({ from: momentWords(at), to: momentWords(endedAt) });
