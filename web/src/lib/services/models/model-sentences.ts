// The sentences that tell a GM why a language model gave no usable answer, one per problem.
import type { ModelProblem } from '@emberkeep/assistant';
import { m } from '#messages';

const SENTENCES: Readonly<Record<ModelProblem | 'line' | 'invented', string>> = {
  unreachable: m.services_models_modelSentences_nobody_answers_at_this_address(),
  'mixed-content': m.services_models_modelSentences_this_page_came_over_https(),
  'cross-origin': m.services_models_modelSentences_a_server_is_there_but(),
  'wrong-address': m.services_models_modelSentences_something_answers_there_but_it(),
  'no-model': m.services_models_modelSentences_the_server_is_there_and(),
  'key-refused': m.services_models_modelSentences_the_server_refuses_this_key(),
  busy: m.services_models_modelSentences_the_model_is_busy_or(),
  'too-long': m.services_models_modelSentences_this_was_too_long_for(),
  slow: m.services_models_modelSentences_the_model_said_nothing_for(),
  stopped: m.services_models_modelSentences_stopped(),
  garbage: m.services_models_modelSentences_the_models_answer_could_not(),
  failed: m.services_models_modelSentences_the_model_server_reported_an(),
  'no-server': m.services_models_modelSentences_this_campaign_is_on_no(),
  'cannot-run': m.services_models_modelSentences_this_device_could_not_run(),
  line: m.services_models_modelSentences_the_models_answer_touched_a(),
  invented: m.services_models_modelSentences_the_model_told_of_something(),
};

export const modelSentence = (problem: keyof typeof SENTENCES): string => SENTENCES[problem];
