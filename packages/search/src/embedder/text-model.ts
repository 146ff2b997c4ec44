// Runs a small text model on this device through transformers.js, on the same runtime as the sentence model. Models
// of this size rephrase what they are given; they know little, and their tool calls cannot be trusted.
import {
  InterruptableStoppingCriteria,
  pipeline,
  TextStreamer,
  type TextGenerationPipeline,
} from '@huggingface/transformers';
import { openRuntime, type ModelFile, type RuntimeFiles } from './runtime.ts';
import type { SentenceModel } from './sentence-model.ts';

export type TextModel = Pick<SentenceModel, 'id' | 'dtype'>;

export interface SpokenMessage {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

export interface LoadedTextModel {
  /**
   * Generates at most `maxTokens` tokens and passes each piece of text to `onText`. Resolves with the whole text,
   * also where it was stopped.
   */
  generate(messages: readonly SpokenMessage[], maxTokens: number, onText: (piece: string) => void): Promise<string>;
  stop(): void;
}

export const loadTextModel = async (
  model: TextModel,
  file: ModelFile,
  runtime: RuntimeFiles,
): Promise<LoadedTextModel> => {
  openRuntime(model.id, file, runtime);
  const generate = (await pipeline('text-generation', model.id, {
    dtype: model.dtype,
    device: 'wasm',
  })) as TextGenerationPipeline;
  const stopping = new InterruptableStoppingCriteria();
  return {
    generate: async (messages, maxTokens, onText) => {
      stopping.reset();
      let text = '';
      const streamer = new TextStreamer(generate.tokenizer, {
        skip_prompt: true,
        skip_special_tokens: true,
        callback_function: (piece: string) => {
          text += piece;
          onText(piece);
        },
      });
      // A model without a chat template gets the messages as plain lines.
      const input = generate.tokenizer.chat_template
        ? [...messages]
        : `${messages.map((m) => m.content).join('\n\n')}\n`;
      await generate(input as string, {
        max_new_tokens: maxTokens,
        do_sample: false,
        repetition_penalty: 1.1,
        return_full_text: false,
        streamer,
        stopping_criteria: stopping,
      });
      return text;
    },
    stop: () => stopping.interrupt(),
  };
};
