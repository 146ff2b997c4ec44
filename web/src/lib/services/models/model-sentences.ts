// The sentences that tell a GM why a language model gave no usable answer, one per problem.
import type { ModelProblem } from '@emberkeep/assistant';

const SENTENCES: Readonly<Record<ModelProblem | 'line' | 'invented', string>> = {
  unreachable: 'Nobody answers at this address. Is the model server running, and is this device in the same network?',
  'mixed-content':
    'This page came over https, and browsers do not let it ask a plain http server. ' +
    'Use the model server over https, or let Emberkeep’s own server pass requests on (AI_PROXY_URL).',
  'cross-origin':
    'A server is there, but it does not let this page ask it. ' +
    'Allow this origin there (for Ollama: OLLAMA_ORIGINS), or let Emberkeep’s own server pass requests on.',
  'wrong-address':
    'Something answers there, but it is no model server of the OpenAI protocol. The address usually ends in /v1.',
  'no-model': 'The server is there and does not have this model. Choose one that it has, or load one there.',
  'key-refused': 'The server refuses this key.',
  busy: 'The model is busy or its limit is reached. Try again in a moment.',
  'too-long': 'This was too long for the model.',
  slow: 'The model said nothing for too long.',
  stopped: 'Stopped.',
  garbage: 'The model’s answer could not be used.',
  failed: 'The model server reported an error of its own.',
  'no-server':
    'This campaign is on no server yet, so nothing can pass the question on. ' +
    'Turn on sync for it, or choose another model.',
  'cannot-run': 'This device could not run the model.',
  line: 'The model’s answer touched a line of this table and was left out.',
  invented: 'The model told of something that is not in your records, so its text was left out.',
};

export const modelSentence = (problem: keyof typeof SENTENCES): string => SENTENCES[problem];
