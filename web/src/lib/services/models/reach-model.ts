// Reaches the model server that the settings name: directly, or through the campaign's relay. The code that speaks the
// protocol is loaded with the first question.
import { err } from '@emberkeep/domain';
import type { LanguageModel } from '@emberkeep/assistant';
import { m } from '#messages';
import { listModels, readModelServerAddress, type ModelServer } from './model-server.ts';
import { modelSentence } from './model-sentences.ts';
import type { ModelSettings } from './model-settings.ts';

/** A campaign whose relay may be asked to pass requests on. */
export interface SyncedCampaign {
  id: string;
  /** Origin of its relay; empty: where this app came from. */
  relay: string;
  token: string | null;
}

/** The path below a relay's origin at which it passes requests on. */
const PROXY_PATH = '/ai/v1';

const proxyOf = ({ id, relay, token }: SyncedCampaign): ModelServer => ({
  url: `${relay || location.origin}${PROXY_PATH}`,
  key: `${id}.${token ?? ''}`,
});

/** The model on the server that the settings name. */
export const modelOnServer = async ({ url, key, model }: ModelSettings): Promise<LanguageModel> => {
  const { openAiCompatible } = await import('./openai-compatible.ts');
  return openAiCompatible({ url, key }, model);
};

/** The model behind the campaign's relay. A campaign that is on no relay gets a model that answers `no-server`. */
export const modelBehindRelay = async (name: string, campaign: SyncedCampaign): Promise<LanguageModel> => {
  const { openAiCompatible } = await import('./openai-compatible.ts');
  const proxy = proxyOf(campaign);
  const model = openAiCompatible(proxy, name);
  if (!campaign.token)
    return {
      ...model,
      name,
      generate: async () => err({ type: 'ModelFailed', problem: 'no-server', text: '' }),
    };
  // Stored with what the model wrote, for readers of any language.
  // eslint-disable-next-line emberkeep/words-in-catalogue -- a record, not a label
  return { ...model, name: `${name} by ${new URL(proxy.url).host}` };
};

/** What a server has. `sentence` says what is wrong and is empty when the chosen model is there. */
export interface ServerTest {
  models: string[];
  url: string;
  sentence: string;
}

const failedTest = (url: string, sentence: string): ServerTest => ({ models: [], url, sentence });

/** Asks a server for its models before any setting is stored. `campaign`: whose relay to ask, for the place `relay`. */
export const testServer = async (
  { place, url, key, model }: Pick<ModelSettings, 'place' | 'url' | 'key' | 'model'>,
  campaign: SyncedCampaign | null,
): Promise<ServerTest> => {
  const isRelay = place === 'relay';
  if (isRelay && !campaign) return failedTest('', m.services_models_reachModel_no_campaign_on_this_device());
  const server = isRelay && campaign ? proxyOf(campaign) : { url: readModelServerAddress(url) ?? '', key };
  if (server.url === '') return failedTest('', m.services_models_reachModel_this_is_not_an_address());
  const listed = await listModels(server);
  if (!listed.ok)
    return failedTest(
      server.url,
      isRelay && listed.error.problem === 'wrong-address'
        ? m.services_models_reachModel_this_server_offers_no_model()
        : modelSentence(listed.error.problem),
    );
  const isThere = model === '' || listed.value.includes(model);
  return { models: listed.value, url: server.url, sentence: isThere ? '' : modelSentence('no-model') };
};
