// Collects the nodes and weights of an ONNX graph. Weights are stored as int8. A matrix has a scale for each column and
// is multiplied out when the runtime loads it; a table has one for each row, and only rows that are looked up are
// multiplied.
import { FLOAT, INT64, INT8, type Attribute, type GraphNode, type Initializer } from './onnx-file.ts';
import type { Weight } from './weights.ts';

/** The largest int8 that has a negative counterpart. */
const LARGEST = 127;

/** What int8 values are multiplied with to stand for these; a float32, because the runtime multiplies with that. */
const scaleOf = (values: Float32Array): number =>
  Math.fround(values.reduce((most, x) => Math.max(most, Math.abs(x)), 0) / LARGEST);

const quantised = (x: number, scale: number): number => (scale === 0 ? 0 : Math.round(x / scale));

const columnOf = (values: Float32Array, width: number, c: number): Float32Array =>
  Float32Array.from({ length: values.length / width }, (_, r) => values[r * width + c]!);

export class GraphBuilder {
  readonly nodes: GraphNode[] = [];
  readonly initializers: Initializer[] = [];

  /** Adds an operator with one output and gives the output's name. */
  add(opType: string, inputs: readonly string[], attributes: Record<string, Attribute> = {}, name?: string): string {
    const output = name ?? `${opType}_${this.nodes.length}`;
    this.nodes.push({ opType, inputs, outputs: [output], attributes });
    return output;
  }

  /** Adds an operator that divides its input into equal parts along an axis. */
  split(input: string, parts: number, axis: number): string[] {
    const outputs = Array.from({ length: parts }, (_, i) => `Split_${this.nodes.length}_${i}`);
    // Without sizes the parts are equal: as many as there are outputs.
    this.nodes.push({ opType: 'Split', inputs: [input], outputs, attributes: { axis: { int: axis } } });
    return outputs;
  }

  #weight(type: number, dims: readonly number[], data: Initializer['data']): string {
    const name = `weight_${this.initializers.length}`;
    this.initializers.push({ name, type, dims, data });
    return name;
  }

  integers(...values: number[]): string {
    return this.#weight(INT64, [values.length], BigInt64Array.from(values, BigInt));
  }

  integer(value: number): string {
    return this.#weight(INT64, [], BigInt64Array.of(BigInt(value)));
  }

  number(value: number): string {
    return this.#weight(FLOAT, [], Float32Array.of(value));
  }

  /** Weights in full: the short ones, such as biases. */
  floats({ dims, values }: Weight): string {
    return this.#weight(FLOAT, dims, values);
  }

  /** A matrix with a scale for each column. */
  matrix({ dims: [height = 0, width = 0], values }: Weight): string {
    const scales = Float32Array.from({ length: width }, (_, c) => scaleOf(columnOf(values, width, c)));
    const data = Int8Array.from(values, (x, i) => quantised(x, scales[i % width]!));
    const floats = this.add('Cast', [this.#weight(INT8, [height, width], data)], { to: { int: FLOAT } });
    return this.add('Mul', [floats, this.#weight(FLOAT, [width], scales)]);
  }

  /** The rows of a table at `indexes`. */
  rows({ dims: [height = 0, width = 0], values }: Weight, indexes: string): string {
    const scales = Float32Array.from({ length: height }, (_, r) =>
      scaleOf(values.subarray(r * width, (r + 1) * width)),
    );
    const data = Int8Array.from(values, (x, i) => quantised(x, scales[Math.floor(i / width)]!));
    const found = this.add('Gather', [this.#weight(INT8, [height, width], data), indexes]);
    const scale = this.add('Gather', [this.#weight(FLOAT, [height, 1], scales), indexes]);
    return this.add('Mul', [this.add('Cast', [found], { to: { int: FLOAT } }), scale]);
  }

  dense(input: string, weights: Weight, bias: Weight): string {
    return this.add('Add', [this.add('MatMul', [input, this.matrix(weights)]), this.floats(bias)]);
  }
}
