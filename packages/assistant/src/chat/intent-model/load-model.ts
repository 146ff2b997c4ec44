// Loads the intent model's weights when the first message is read: they are no part of what a page loads at once.
import { intentModelOf, type IntentModel } from './intent-model.ts';

let loading: Promise<IntentModel | undefined> | null = null;

/** The trained model; undefined where its file cannot be loaded, and the next call tries again. */
const shippedModel = (): Promise<IntentModel | undefined> =>
  (loading ??= import('./intent-weights.ts')
    .then(({ INTENT_WEIGHTS }) => intentModelOf(INTENT_WEIGHTS))
    .catch(() => {
      loading = null;
      return undefined;
    }));

/** The model that a message is read with; undefined where patterns alone read it. */
export const modelFor = async ({ intents }: { intents?: IntentModel | null }): Promise<IntentModel | undefined> =>
  intents === undefined ? shippedModel() : (intents ?? undefined);
