// What the keyboard does on the pages of a campaign.
import { goto } from '$app/navigation';
import type { OpenCampaign } from '#lib/app/open-campaign.svelte.ts';
import { undoAndTell } from '#lib/records/command-feedback.ts';
import type { KeyActions } from '#lib/shell/keys.ts';
import { saveNow } from '#lib/session-stages/save-now.ts';
import { SESSION_PAGES } from '#lib/session-stages/stage-routes.ts';
import { toasts } from '#lib/ui/toasts.svelte.ts';
import { m } from '#messages';
import type { CampaignDialogs } from './campaign-dialogs.svelte.ts';
import { deskPath } from './session-paths.ts';

export interface KeyDeps {
  dialogs: CampaignDialogs;
  /** Null until one is open. */
  campaign(): OpenCampaign | null;
  /** `/campaigns/<id>`. */
  base(): string;
  path(): string;
}

export const campaignKeys = ({ dialogs, campaign, base, path }: KeyDeps): KeyActions => ({
  palette: () => (dialogs.isPaletteOpen = true),
  quickCreate: () => dialogs.createEntity(),
  shortcuts: () => (dialogs.isShowingShortcuts = true),
  roll: () => (dialogs.isRolling = true),
  save: () => {
    const open = campaign();
    if (open) void saveNow(open.docs);
  },
  undo: () => {
    const open = campaign();
    if (open) void undoAndTell(open.docs);
  },
  redo: () =>
    void campaign()
      ?.docs.redo()
      .then((label) =>
        toasts.show(
          label ? m.campaign_campaignKeys_redone_label({ label }) : m.campaign_campaignKeys_nothing_to_redo(),
        ),
      ),
  go: (target) => {
    const open = campaign();
    const desk = SESSION_PAGES.find((face) => face.desk === target)?.desk;
    const href = desk ? open && deskPath(open.live, path(), base(), desk) : pageOf(base(), target);
    if (href) void goto(href);
  },
});

const pageOf = (base: string, target: string): string => (target === 'campaign' ? base : `${base}/${target}`);
