// Shows a picture of the campaign to players at one tap: a handout is made of it and shown, with Undo.
import {
  attachedPictures,
  HANDOUT,
  handoutPicture,
  isShownToPlayers,
  type AttachedPicture,
  type Entity,
} from '@emberkeep/domain';
import { showPicture, type CampaignDocs } from '@emberkeep/store';
import { toasts } from '#lib/ui/toasts.svelte.ts';
import type { OpenCampaign } from '#lib/app/open-campaign.svelte.ts';
import { m } from '#messages';
import { showDone } from './command-feedback.ts';
import { reachOfPlayers } from './reach-of-players.ts';

interface Shown {
  /** What players read; a name that they do not know is left out for them. */
  title: string;
  /** For the GM only. */
  about: string;
  picture: Omit<AttachedPicture, 'name'>;
  /** The entity whose portrait it is, of which `title` is the name. */
  portraitOf?: string;
}

/** What the toast says, by whether players get it now. */
const doneWords = (campaign: OpenCampaign): string => {
  const reach = reachOfPlayers(campaign);
  if (reach === 'now') return m.records_showToPlayers_shown();
  return reach === 'later' ? m.records_showToPlayers_later() : m.records_showToPlayers_not_shared();
};

const isShownNow = ({ live }: OpenCampaign, { title, about, picture }: Shown): boolean =>
  live
    .list(HANDOUT)
    .some(
      (each) =>
        isShownToPlayers(each) &&
        each.title === title &&
        each.about === about &&
        handoutPicture(each)?.full === picture.full,
    );

const show = (campaign: OpenCampaign, shown: Shown): void => {
  // Nothing is written then, and there is nothing to undo.
  if (isShownNow(campaign, shown)) return toasts.show(m.records_showToPlayers_already());
  const { docs, live }: { docs: CampaignDocs; live: OpenCampaign['live'] } = campaign;
  showDone(docs, showPicture(docs, { ...shown, sessionId: live.liveSession.sessionId ?? '' }), doneWords(campaign));
};

/** The portrait of an entity, as large as it is here. */
export const showPortrait = (
  campaign: OpenCampaign,
  { id, name, portrait, pictures }: Pick<Entity, 'id' | 'name' | 'portrait' | 'pictures'>,
): void => {
  const attached = attachedPictures(pictures).find(({ small }) => small === portrait);
  const picture = attached ?? { full: portrait, small: portrait, width: 0, height: 0, bytes: 0 };
  show(campaign, { title: name, about: '', picture, portraitOf: id });
};

/** A picture that is attached to an entity or stands in a note. Its caption and its file's name may be the GM's. */
export const showAttached = (campaign: OpenCampaign, picture: AttachedPicture, about: string): void =>
  show(campaign, { title: m.records_showToPlayers_picture(), about: about || picture.name, picture });
