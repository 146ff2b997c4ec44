// The sentence model that ships with the app, as transformers.js runs it.
import type { SentenceModel } from './sentence-model.ts';

export const SHIPPED_MODEL: SentenceModel = {
  /** Its number is raised when vectors of the older model are no longer comparable. */
  id: 'emberkeep-sentence-1',
  dtype: 'int8',
  // The graph puts out one vector a text, in the place of the first token.
  pooling: 'cls',
  queryPrefix: '',
};
