// Builds a text model in the real file format that answers everything with one sentence, so that tests can run a model
// without downloading one.
import { specialToken } from '../src/lexicon/build-model.ts';
import { FLOAT, INT64, modelFile, node, tensor, valueInfo } from '../src/lexicon/onnx.ts';

/** Ends the answer. Prompts end in it too, so that the sentence follows. */
const END = '</s>';
const UNKNOWN = '[UNK]';

/** The files by path. `sentence`: words separated by spaces, each used once. */
export const tinyTextModel = (sentence: string): Map<string, Uint8Array> => {
  const words = sentence.split(' ');
  const vocabulary = [UNKNOWN, END, ':', ...words];
  const size = vocabulary.length;
  // The most likely next token: the next word of the sentence, the end after its last word, its first word after
  // anything else.
  const logits = new Float32Array(size * size);
  vocabulary.forEach((_, token) => {
    const next = token < 3 ? 3 : token + 1 < size ? token + 1 : 1;
    logits[token * size + next] = 10;
  });
  const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
  return new Map([
    [
      'onnx/model.onnx',
      modelFile('tiny', {
        nodes: [node('Gather', ['next', 'input_ids'], 'logits')],
        tensors: [tensor('next', FLOAT, [size, size], new Uint8Array(logits.buffer))],
        inputs: [valueInfo('input_ids', INT64, ['batch', 'length'])],
        outputs: [valueInfo('logits', FLOAT, ['batch', 'length', size])],
      }),
    ],
    [
      'config.json',
      json({
        model_type: 'llama',
        architectures: ['LlamaForCausalLM'],
        hidden_size: 8,
        num_hidden_layers: 1,
        num_attention_heads: 1,
        num_key_value_heads: 1,
        vocab_size: size,
        eos_token_id: 1,
        bos_token_id: 1,
      }),
    ],
    ['generation_config.json', json({ eos_token_id: 1, bos_token_id: 1 })],
    [
      'tokenizer_config.json',
      json({
        tokenizer_class: 'PreTrainedTokenizerFast',
        unk_token: UNKNOWN,
        eos_token: END,
        bos_token: END,
        model_max_length: 2048,
        chat_template: '{% for m in messages %}{{ m.content }} {% endfor %}{% if add_generation_prompt %}:{% endif %}',
      }),
    ],
    [
      'tokenizer.json',
      json({
        version: '1.0',
        truncation: null,
        padding: null,
        added_tokens: [specialToken(0, UNKNOWN), specialToken(1, END)],
        normalizer: null,
        pre_tokenizer: { type: 'WhitespaceSplit' },
        post_processor: null,
        decoder: { type: 'WordPiece', prefix: '##', cleanup: false },
        model: {
          type: 'WordLevel',
          unk_token: UNKNOWN,
          vocab: Object.fromEntries(vocabulary.map((word, id) => [word, id])),
        },
      }),
    ],
  ]);
};
