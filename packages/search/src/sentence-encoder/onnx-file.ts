// Writes a model in the ONNX file format: the part of its protobuf schema (IR version 8) that our graphs need.
import protobuf from 'protobufjs/light.js';

/** Element types of tensors. */
export const [FLOAT, INT8, INT64] = [1, 3, 7];

/** Of the sets of operators, the first with LayerNormalization. */
const OPSET = 17;
const IR_VERSION = 8;

/** Field names and numbers as in onnx.proto. */
const SCHEMA = protobuf.Root.fromJSON({
  nested: {
    Attribute: {
      fields: {
        name: { type: 'string', id: 1 },
        f: { type: 'float', id: 2 },
        i: { type: 'int64', id: 3 },
        ints: { rule: 'repeated', type: 'int64', id: 8, options: { packed: false } },
        type: { type: 'int32', id: 20 },
      },
    },
    Node: {
      fields: {
        input: { rule: 'repeated', type: 'string', id: 1 },
        output: { rule: 'repeated', type: 'string', id: 2 },
        opType: { type: 'string', id: 4 },
        attribute: { rule: 'repeated', type: 'Attribute', id: 5 },
      },
    },
    Tensor: {
      fields: {
        dims: { rule: 'repeated', type: 'int64', id: 1, options: { packed: false } },
        dataType: { type: 'int32', id: 2 },
        name: { type: 'string', id: 8 },
        rawData: { type: 'bytes', id: 9 },
      },
    },
    Dimension: { fields: { dimValue: { type: 'int64', id: 1 }, dimParam: { type: 'string', id: 2 } } },
    Shape: { fields: { dim: { rule: 'repeated', type: 'Dimension', id: 1 } } },
    TensorType: { fields: { elemType: { type: 'int32', id: 1 }, shape: { type: 'Shape', id: 2 } } },
    Type: { fields: { tensorType: { type: 'TensorType', id: 1 } } },
    ValueInfo: { fields: { name: { type: 'string', id: 1 }, type: { type: 'Type', id: 2 } } },
    Graph: {
      fields: {
        node: { rule: 'repeated', type: 'Node', id: 1 },
        name: { type: 'string', id: 2 },
        initializer: { rule: 'repeated', type: 'Tensor', id: 5 },
        input: { rule: 'repeated', type: 'ValueInfo', id: 11 },
        output: { rule: 'repeated', type: 'ValueInfo', id: 12 },
      },
    },
    OperatorSet: { fields: { domain: { type: 'string', id: 1 }, version: { type: 'int64', id: 2 } } },
    Model: {
      fields: {
        irVersion: { type: 'int64', id: 1 },
        producerName: { type: 'string', id: 2 },
        graph: { type: 'Graph', id: 7 },
        opsetImport: { rule: 'repeated', type: 'OperatorSet', id: 8 },
      },
    },
  },
});

/** An attribute of an operator: a whole number, a list of them, or a fraction. */
export type Attribute = { int: number } | { ints: readonly number[] } | { float: number };

export interface GraphNode {
  opType: string;
  inputs: readonly string[];
  outputs: readonly string[];
  attributes: Readonly<Record<string, Attribute>>;
}

export interface Initializer {
  name: string;
  type: number;
  dims: readonly number[];
  /** Little-endian, as all our machines have it. */
  data: Int8Array | Float32Array | BigInt64Array;
}

/** An input or output. A dimension is a number, or a name where its size is free, such as the batch. */
export interface GraphValue {
  name: string;
  type: number;
  dims: readonly (number | string)[];
}

export interface Graph {
  name: string;
  nodes: readonly GraphNode[];
  initializers: readonly Initializer[];
  inputs: readonly GraphValue[];
  outputs: readonly GraphValue[];
}

const attributeMessage = ([name, value]: [string, Attribute]): object => {
  if ('int' in value) return { name, i: value.int, type: 2 };
  return 'ints' in value ? { name, ints: value.ints, type: 7 } : { name, f: value.float, type: 1 };
};

const valueMessage = ({ name, type, dims }: GraphValue): object => ({
  name,
  type: {
    tensorType: {
      elemType: type,
      shape: { dim: dims.map((dim) => (typeof dim === 'number' ? { dimValue: dim } : { dimParam: dim })) },
    },
  },
});

/** The bytes of a model file with one graph. */
export const onnxFile = ({ name, nodes, initializers, inputs, outputs }: Graph): Uint8Array => {
  const graph = {
    name,
    node: nodes.map((node) => ({
      input: node.inputs,
      output: node.outputs,
      opType: node.opType,
      attribute: Object.entries(node.attributes).map(attributeMessage),
    })),
    initializer: initializers.map(({ name: tensorName, type, dims, data }) => ({
      name: tensorName,
      dataType: type,
      dims,
      rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
    })),
    input: inputs.map(valueMessage),
    output: outputs.map(valueMessage),
  };
  const model = {
    irVersion: IR_VERSION,
    producerName: 'emberkeep',
    graph,
    opsetImport: [{ domain: '', version: OPSET }],
  };
  return SCHEMA.lookupType('Model').encode(model).finish();
};
