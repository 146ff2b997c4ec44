// The sentences that tell a GM why a language model gave no usable answer, one per problem.
import type { ModelProblem } from '@emberkeep/assistant';
import { m } from '#messages';

const SENTENCES: Readonly<Record<ModelProblem | 'line' | 'invented', string>> = {
  unreachable: m.services_models_modelSentences_couldnt_reach_this_address_is(),
  'mixed-content': m.services_models_modelSentences_this_app_is_open_over(),
  'cross-origin': m.services_models_modelSentences_the_server_blocked_this_app(),
  'wrong-address': m.services_models_modelSentences_this_address_answers_but_it(),
  'no-model': m.services_models_modelSentences_the_server_doesnt_have_this(),
  'key-refused': m.services_models_modelSentences_the_server_rejected_this_key(),
  busy: m.services_models_modelSentences_the_model_is_busy_or(),
  'too-long': m.services_models_modelSentences_this_was_too_long_for(),
  slow: m.services_models_modelSentences_the_model_timed_out(),
  stopped: m.services_models_modelSentences_stopped(),
  garbage: m.services_models_modelSentences_the_models_answer_couldnt_be(),
  failed: m.services_models_modelSentences_the_model_server_reported_an(),
  'no-server': m.services_models_modelSentences_this_campaign_isnt_on_a(),
  'cannot-run': m.services_models_modelSentences_this_device_couldnt_run_the(),
  line: m.services_models_modelSentences_the_models_answer_crossed_one(),
  invented: m.services_models_modelSentences_the_model_mentioned_something_that(),
};

export const modelSentence = (problem: keyof typeof SENTENCES): string => SENTENCES[problem];
