// The graph of the Universal Sentence Encoder lite (Cer et al. 2018): two layers of a transformer with normalisation in
// front, the mean over the tokens, and a dense layer. `input_ids` and `attention_mask` in; out one vector a text, as
// the first "token" of `last_hidden_state`, where the `cls` pooling of transformers.js reads it.
import { GraphBuilder } from './graph-builder.ts';
import { FLOAT, INT64, onnxFile } from './onnx-file.ts';
import type { FindWeight, Weight } from './weights.ts';

/** Numbers of a vector. */
export const ENCODER_DIMS = 512;

const HEADS = 4;
const EPSILON = 1e-6;
/** Added to the attention to padding. */
const MASKED = -1e9;

const ENCODE = 'Encode';
const STACK = 'Encode/TransformerStack';

const scopesOf = (layer: number): { own: string; shared: string } => ({
  own: `${ENCODE}/Layer_${layer}/TransformerLayer`,
  shared: `${STACK}/Layer_${layer}/TransformerLayer`,
});

/** Kernels of convolutions over one token are matrices with two dimensions more. */
const asMatrix = ({ dims, values }: Weight): Weight => ({ dims: dims.slice(-2), values });

const normalise = (graph: GraphBuilder, weight: FindWeight, input: string, scope: string): string =>
  graph.add(
    'LayerNormalization',
    [
      input,
      graph.floats(weight(`${scope}/layer_norm_scale/ConcatPartitions/concat`)),
      graph.floats(weight(`${scope}/layer_norm_bias/ConcatPartitions/concat`)),
    ],
    { axis: { int: -1 }, epsilon: { float: EPSILON } },
  );

/** The texts' words and their places: sines and cosines of the place at 128 frequencies. */
const embed = (graph: GraphBuilder, weight: FindWeight): string => {
  const words = graph.rows(weight('module/Embeddings_en'), 'input_ids');
  const length = graph.add('Gather', [graph.add('Shape', ['input_ids']), graph.integer(1)]);
  const places = graph.add('Range', [graph.integer(0), length, graph.integer(1)]);
  const column = graph.add('Unsqueeze', [graph.add('Cast', [places], { to: { int: FLOAT } }), graph.integers(1)]);
  const frequencies = graph.floats(weight('AddTimingSignal/TimingSignal/ExpandDims_1'));
  const angles = graph.add('Mul', [column, frequencies]);
  const signal = graph.add('Concat', [graph.add('Sin', [angles]), graph.add('Cos', [angles])], { axis: { int: -1 } });
  // The signal is added to a copy of the words, and that to the words again: so the model was trained.
  return graph.add('Add', [graph.add('Add', [words, signal]), words]);
};

/** Multi-head attention of a normalised input. `width` is that of all heads together. */
const attend = (
  graph: GraphBuilder,
  weight: FindWeight,
  input: string,
  { layer, width, mask }: { layer: number; width: number; mask: string },
): string => {
  const scope = `${scopesOf(layer).own}/MultiheadAttention`;
  const transform = (name: string): [Weight, Weight] => [
    asMatrix(weight(`${scope}/${name}/kernel/part_0`)),
    weight(`${scope}/${name}/bias/ConcatPartitions/concat`),
  ];
  const heads = graph.integers(0, 0, HEADS, width / HEADS);
  const [queries, keys, values] = graph
    .split(graph.dense(input, ...transform('qkv_transform_single')), 3, -1)
    .map((part) => graph.add('Reshape', [part, heads]));
  const inHeads = (part: string, perm: readonly number[]): string =>
    graph.add('Transpose', [part], { perm: { ints: perm } });
  const scores = graph.add('MatMul', [inHeads(queries!, [0, 2, 1, 3]), inHeads(keys!, [0, 2, 3, 1])]);
  const scaledScores = graph.add('Mul', [scores, graph.number((width / HEADS) ** -0.5)]);
  const shares = graph.add('Softmax', [graph.add('Add', [scaledScores, mask])], { axis: { int: -1 } });
  const seen = inHeads(graph.add('MatMul', [shares, inHeads(values!, [0, 2, 1, 3])]), [0, 2, 1, 3]);
  const joined = graph.add('Reshape', [seen, graph.integers(0, 0, width)]);
  return graph.dense(joined, ...transform('output_transform_single'));
};

const feedForward = (graph: GraphBuilder, weight: FindWeight, input: string, layer: number): string => {
  const { own, shared } = scopesOf(layer);
  const dense = (value: string, name: string): string =>
    graph.dense(
      value,
      weight(`${shared}/FFN/${name}/Tensordot/Reshape_1`),
      weight(`${own}/FFN/${name}/bias/ConcatPartitions/concat`),
    );
  const normal = normalise(graph, weight, input, `${own}/FFN/layer_prepostprocess/layer_norm`);
  return dense(graph.add('Relu', [dense(normal, 'conv1')]), 'conv2');
};

const transformerLayer = (
  graph: GraphBuilder,
  weight: FindWeight,
  input: string,
  { layer, width, mask }: { layer: number; width: number; mask: string },
): string => {
  const { own } = scopesOf(layer);
  const normal = normalise(graph, weight, input, `${own}/layer_prepostprocess/layer_norm`);
  // The first layer is half as wide as its output, so its input is widened before it is added.
  const kept =
    width === ENCODER_DIMS
      ? input
      : graph.dense(
          input,
          weight(`${own}/dense/kernel/ConcatPartitions/concat`),
          weight(`${own}/dense/bias/ConcatPartitions/concat`),
        );
  const attended = graph.add('Add', [attend(graph, weight, normal, { layer, width, mask }), kept]);
  return graph.add('Add', [feedForward(graph, weight, attended, layer), attended]);
};

/** The mean over the tokens that are no padding, batch × 1 × dims. */
const meanOf = (graph: GraphBuilder, tokens: string, isToken: string): string => {
  const column = graph.add('Unsqueeze', [isToken, graph.integers(-1)]);
  const sum = graph.add('ReduceSum', [graph.add('Mul', [tokens, column]), graph.integers(1)], { keepdims: { int: 1 } });
  const count = graph.add('ReduceSum', [column, graph.integers(1)], { keepdims: { int: 1 } });
  return graph.add('Div', [sum, graph.add('Max', [count, graph.number(1)])]);
};

/** The model file. The vectors are of length 1 once they are normalised, as transformers.js does on demand. */
export const encoderFile = (weight: FindWeight): Uint8Array => {
  const graph = new GraphBuilder();
  const isToken = graph.add('Cast', ['attention_mask'], { to: { int: FLOAT } });
  const isPadding = graph.add('Sub', [graph.number(1), isToken]);
  const mask = graph.add('Mul', [graph.add('Unsqueeze', [isPadding, graph.integers(1, 2)]), graph.number(MASKED)]);
  const first = transformerLayer(graph, weight, embed(graph, weight), { layer: 0, width: ENCODER_DIMS / 2, mask });
  const second = transformerLayer(graph, weight, first, { layer: 1, width: ENCODER_DIMS, mask });
  const hidden = 'Encoder_en/hidden_layers/tanh_layer_0';
  const vector = graph.dense(meanOf(graph, second, isToken), weight(`${hidden}/weights`), weight(`${hidden}/bias`));
  graph.add('Tanh', [vector], {}, 'last_hidden_state');
  return onnxFile({
    name: 'sentence-encoder',
    nodes: graph.nodes,
    initializers: graph.initializers,
    inputs: ['input_ids', 'attention_mask'].map((name) => ({ name, type: INT64, dims: ['batch', 'length'] })),
    outputs: [{ name: 'last_hidden_state', type: FLOAT, dims: ['batch', 1, ENCODER_DIMS] }],
  });
};
