// Draws a picture in the editor's place for it.
import { mount, unmount } from 'svelte';
import type { OpenCampaign } from '#lib/app/open-campaign.svelte.ts';
import { m } from '#messages';
import NotePicture from './NotePicture.svelte';
import type { PictureView } from './picture-node.ts';

export const drawPicture = (campaign: OpenCampaign, view: PictureView): void => {
  if (view.isGone) return;
  const { host, file, caption } = view;
  const props = $state({ campaign, file, caption, onremove: () => view.remove() });
  // Style sheets have no words of their own.
  host.parentElement?.style.setProperty('--caption-hint', JSON.stringify(m.editor_drawPicture_describe()));
  const drawn = mount(NotePicture, { target: host, props });
  view.onCaption = (words) => (props.caption = words);
  view.onGone = () => void unmount(drawn);
};
