// Starts a prepared encounter with combatants that are rolled now.
import { rollCombatants, turnRules } from '@emberkeep/domain';
import { startPrepared, type CampaignDocs, type ListedEncounter, type OpenDocument } from '@emberkeep/store';
import type { LiveCampaign } from '#lib/live/live-campaign.svelte.ts';
import { fightRandom } from './fight-random.ts';
import { FightSources } from './fight-sources.ts';
import { hitPoints } from './hit-point-choice.svelte.ts';

export const startFight = (
  { docs, live, body }: { docs: CampaignDocs; live: LiveCampaign; body: OpenDocument },
  { id, creatures }: Pick<ListedEncounter, 'id' | 'creatures'>,
): ReturnType<typeof startPrepared> => {
  const system = live.campaign?.system ?? '';
  const sources = new FightSources(live.entities, system);
  const rolled = rollCombatants(
    creatures.flatMap((item) => sources.read(item.text)),
    [],
    { rules: turnRules(system), choice: hitPoints.choice, random: fightRandom },
  );
  return startPrepared(docs, body, id, rolled);
};
