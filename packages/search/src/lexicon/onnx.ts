// The part of the ONNX file format that the static model needs: writes a graph of Gather → Cast → Mul over an int8
// table, and reads that table back. ONNX is protobuf; the field numbers are those of onnx.proto (IR version 8, opset
// 13).
import { appendTo } from '@emberkeep/domain';

const varint = (value: number): number[] => {
  const bytes: number[] = [];
  for (let v = value; ; v = Math.floor(v / 128)) {
    if (v < 128) return [...bytes, v];
    bytes.push((v % 128) | 128);
  }
};
const join = (parts: readonly (Uint8Array | readonly number[])[]): Uint8Array => {
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
};
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const int = (field: number, value: number): Uint8Array => join([varint(field * 8), varint(value)]);
const bytes = (field: number, value: Uint8Array | string): Uint8Array => {
  const body = typeof value === 'string' ? utf8(value) : value;
  return join([varint(field * 8 + 2), varint(body.length), body]);
};

/** Element types of tensors. */
export const [FLOAT, INT8, INT64] = [1, 3, 7];

export const tensor = (name: string, type: number, dims: readonly number[], raw: Uint8Array): Uint8Array =>
  join([...dims.map((d) => int(1, d)), int(2, type), bytes(8, name), bytes(9, raw)]);
export const node = (op: string, inputs: readonly string[], output: string, attribute?: Uint8Array): Uint8Array =>
  join([
    ...inputs.map((i) => bytes(1, i)),
    bytes(2, output),
    bytes(4, op),
    ...(attribute ? [bytes(5, attribute)] : []),
  ]);

/** An input or output. A dimension is a number, or a name where its size is free, such as the batch. */
export const valueInfo = (name: string, type: number, dims: readonly (number | string)[]): Uint8Array => {
  const shape = join(dims.map((d) => bytes(1, typeof d === 'number' ? int(1, d) : bytes(2, d))));
  return join([bytes(1, name), bytes(2, bytes(1, join([int(1, type), bytes(2, shape)])))]);
};

/** A model file with one graph; its parts are written by `node`, `tensor` and `valueInfo`. */
export const modelFile = (
  name: string,
  parts: {
    nodes: readonly Uint8Array[];
    tensors: readonly Uint8Array[];
    inputs: readonly Uint8Array[];
    outputs: readonly Uint8Array[];
  },
): Uint8Array => {
  const graph = join([
    ...parts.nodes.map((n) => bytes(1, n)),
    bytes(2, name),
    ...parts.tensors.map((t) => bytes(5, t)),
    ...parts.inputs.map((i) => bytes(11, i)),
    ...parts.outputs.map((o) => bytes(12, o)),
  ]);
  return join([int(1, 8), bytes(2, 'emberkeep'), bytes(7, graph), bytes(8, join([bytes(1, ''), int(2, 13)]))]);
};

export interface Int8Table {
  rows: number;
  dims: number;
  values: Int8Array;
  /** The real value is the stored one times this. */
  scale: number;
}

/**
 * A model that is one look-up: `input_ids` and `attention_mask` in, `last_hidden_state` out (batch × length × dims).
 */
export const writeTableModel = ({ rows, dims, values, scale }: Int8Table): Uint8Array =>
  modelFile('lexicon', {
    nodes: [
      node('Gather', ['table', 'input_ids'], 'rows'),
      node('Cast', ['rows'], 'floats', join([bytes(1, 'to'), int(3, FLOAT), int(20, 2)])),
      node('Mul', ['floats', 'scale'], 'last_hidden_state'),
    ],
    tensors: [
      tensor('table', INT8, [rows, dims], new Uint8Array(values.buffer, values.byteOffset, values.byteLength)),
      tensor('scale', FLOAT, [], new Uint8Array(new Float32Array([scale]).buffer)),
    ],
    inputs: [
      valueInfo('input_ids', INT64, ['batch', 'length']),
      valueInfo('attention_mask', INT64, ['batch', 'length']),
    ],
    outputs: [valueInfo('last_hidden_state', FLOAT, ['batch', 'length', dims])],
  });

interface Message {
  ints: Map<number, number[]>;
  blobs: Map<number, Uint8Array[]>;
}
const readMessage = (data: Uint8Array): Message => {
  const message: Message = { ints: new Map(), blobs: new Map() };
  let at = 0;
  const number = (): number => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = data[at++];
      if (byte === undefined) throw new Error('the model file is truncated');
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  };
  while (at < data.length) {
    const tag = number();
    const field = Math.floor(tag / 8);
    if (tag % 8 === 0) appendTo(message.ints, field, number());
    else if (tag % 8 === 2) {
      const length = number();
      appendTo(message.blobs, field, data.subarray(at, (at += length)));
    } else throw new Error('the model file was not written by writeTableModel');
  }
  return message;
};

/** Reads the table out of a file that {@link writeTableModel} wrote. */
export const readTableModel = (file: Uint8Array): Int8Table => {
  const graph = readMessage(readMessage(file).blobs.get(7)![0]!);
  const tensors = new Map(
    graph.blobs.get(5)!.map((raw) => {
      const t = readMessage(raw);
      return [new TextDecoder().decode(t.blobs.get(8)![0]), { dims: t.ints.get(1) ?? [], raw: t.blobs.get(9)![0]! }];
    }),
  );
  const table = tensors.get('table')!;
  const scale = tensors.get('scale')!.raw;
  return {
    rows: table.dims[0]!,
    dims: table.dims[1]!,
    values: new Int8Array(table.raw.buffer, table.raw.byteOffset, table.raw.byteLength),
    scale: new DataView(scale.buffer, scale.byteOffset).getFloat32(0, true),
  };
};
