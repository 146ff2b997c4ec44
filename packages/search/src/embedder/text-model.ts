// Owns running a small text model on this device through transformers.js: the same runtime as the sentence model's. In: the files of a
// model, then a talk. Out: words as they come. Such models rephrase; they do not know, and call no tools worth trusting.
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
  /** Says at most `most` tokens; `onText` is told each piece. Resolves with all of it, also where it was stopped. */
  generate(messages: readonly SpokenMessage[], most: number, onText: (piece: string) => void): Promise<string>;
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
    generate: async (messages, most, onText) => {
      stopping.reset();
      let said = '';
      const streamer = new TextStreamer(generate.tokenizer, {
        skip_prompt: true,
        skip_special_tokens: true,
        callback_function: (piece: string) => {
          said += piece;
          onText(piece);
        },
      });
      // A model without a template for talks is given the talk as plain lines.
      const input = generate.tokenizer.chat_template
        ? [...messages]
        : `${messages.map((m) => m.content).join('\n\n')}\n`;
      await generate(input as string, {
        max_new_tokens: most,
        do_sample: false,
        repetition_penalty: 1.1,
        return_full_text: false,
        streamer,
        stopping_criteria: stopping,
      });
      return said;
    },
    stop: () => stopping.interrupt(),
  };
};
