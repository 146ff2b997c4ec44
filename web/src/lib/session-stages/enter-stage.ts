// Moving a session to a stage by a button: the only way that its stage changes.
import { STAGE_LABELS } from '@emberkeep/domain';
import { enterStage, type ListedSession } from '@emberkeep/store';
import { goto } from '$app/navigation';
import type { OpenCampaign } from '#lib/app/open-campaign.svelte.ts';
import { showDone } from '#lib/records/command-feedback.ts';
import { m } from '#messages';
import type { OpenStage } from './next-step.ts';
import { DESK_OF_STAGE } from './stage-routes.ts';

/** Moves the session and opens the stage's desk; says why where it cannot be moved. */
export const moveToStage = ({ docs, id }: OpenCampaign, session: ListedSession, stage: OpenStage): void => {
  const done = m.sessionStages_stageHeader_session_is_in({
    shownNumber: session.shownNumber,
    stage: STAGE_LABELS[stage],
  });
  if (showDone(docs, enterStage(docs, session.id, stage), done))
    void goto(`/campaigns/${id}/sessions/${session.id}/${DESK_OF_STAGE[stage]}`);
};
