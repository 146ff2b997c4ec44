// Reads an update of Yjs' first format, struct by struct and without making anything of it. Yjs makes an object of each
// struct, so that 10 MB of the smallest ones take seconds and 700 MB. What Yjs cannot read, or devices cannot use, throws.
import { isAscii } from 'node:buffer';
import * as decoding from 'lib0/decoding';

/** Deepest nesting of plain values that is kept. Devices encode and compare them by recursion. */
const MAX_VALUE_DEPTH = 100;
/** Longest plain value that is written as JSON, as embeds and the values of formats are, bytes: it is read in one go. */
const MAX_JSON_BYTES = 128 * 1024;
/** Plain values of a struct that are read at a time, and bytes after which no other one is begun. */
const VALUES_AT_A_TIME = 1024;
const BYTES_AT_A_TIME = 16 * 1024;
/**
 * The clock that no client's structs go beyond: ten thousand times what one writes in years of play. Structs may claim any
 * length, and beyond 2^53 no device could read what the document has any more.
 */
const MAX_CLOCK = 2 ** 40;
/** Below this length a loop is quicker than a call of Node, bytes. */
const SHORT_TEXT = 32;

/** The numbers by which Yjs names what an item holds, and structs that hold nothing. */
const CONTENT = { deleted: 1, json: 2, binary: 3, text: 4, embed: 5, format: 6, type: 7, any: 8 };
const SKIP = 10;
const CONTENT_BITS = 31;
const HAS_ORIGIN = 128;
const HAS_RIGHT_ORIGIN = 64;
const HAS_PARENT_KEY = 32;
/** Types that have a name of their own: elements and hooks. */
const NAMED_TYPES = [3, 5];
const LAST_TYPE = 6;

/** Yjs reads texts with the same decoder: bytes that are no UTF-8 throw. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Whether a plain value is nested no deeper than `MAX_VALUE_DEPTH`, without recursion. `depth`: of what holds it. */
export const isShallow = (value: unknown, depth = 0): boolean => {
  const open: { value: unknown; depth: number }[] = [{ value, depth }];
  for (let next = open.pop(); next; next = open.pop()) {
    if (typeof next.value !== 'object' || next.value === null || next.value instanceof Uint8Array) continue;
    if (next.depth >= MAX_VALUE_DEPTH) return false;
    for (const child of Object.values(next.value)) open.push({ value: child, depth: next.depth + 1 });
  }
  return true;
};

/** The struct that was read last; the same object each time. */
export interface ReadStruct {
  client: number;
  clock: number;
  length: number;
  isSkip: boolean;
  /** Ids that it refers to, one behind the other: client, clock, client, clock … */
  references: number[];
  /** Where it begins and ends in the update. */
  start: number;
  end: number;
}

export interface StructReader {
  readonly struct: ReadStruct;
  /** Reads on. `part`: a struct with many values is not read to its end yet; `end`: the deletions begin at `position`. */
  next(): 'struct' | 'part' | 'end';
  position(): number;
  /** The next number, for what comes after the structs. */
  readNumber(): number;
}

const unusable = (): never => {
  throw new Error('no device can use this');
};

/** The decoder reads `bytes`, too. What is read here is checked against their end. */
const createByteReader = (bytes: Uint8Array, decoder: decoding.Decoder) => {
  const readNumber = (): number => {
    const number = decoding.readVarUint(decoder);
    return Number.isSafeInteger(number) ? number : unusable();
  };
  const skip = (count: number): void => {
    if (count > bytes.length - decoder.pos) unusable();
    decoder.pos += count;
  };
  const take = (): Uint8Array => {
    const count = readNumber();
    const start = decoder.pos;
    skip(count);
    return bytes.subarray(start, start + count);
  };
  const isShortAscii = (start: number, count: number): boolean => {
    for (let at = start; at < start + count; at++) if (bytes[at]! > 127) return false;
    return true;
  };

  return {
    readNumber,
    readByte: (): number => (decoder.pos < bytes.length ? bytes[decoder.pos++]! : unusable()),
    skip,
    take,
    /** Returns the length of a text in UTF-16, which is how Yjs counts. */
    readText: (): number => {
      const count = readNumber();
      const start = decoder.pos;
      skip(count);
      if (count <= SHORT_TEXT && isShortAscii(start, count)) return count;
      const text = bytes.subarray(start, start + count);
      return isAscii(text) ? count : utf8.decode(text).length;
    },
    /** `depth`: of what holds the value. */
    readJson: (depth: number, mayBeUndefined: boolean): void => {
      const text = take();
      if (text.length > MAX_JSON_BYTES) unusable();
      const written = utf8.decode(text);
      if (mayBeUndefined && written === 'undefined') return;
      if (!isShallow(JSON.parse(written), depth)) unusable();
    },
  };
};

type ByteReader = ReturnType<typeof createByteReader>;

/** Reads lists of plain values, a part at a time. */
const createValueReader = (reader: ByteReader, decoder: decoding.Decoder) => {
  /** Lists and objects that are not read to their end: how many values are left of each, and whether these have keys. */
  const left: number[] = [];
  const hasKeys: boolean[] = [];
  let isJson = false;

  const enter = (count: number, withKeys: boolean): void => {
    if (left.length >= MAX_VALUE_DEPTH) unusable();
    left.push(count);
    hasKeys.push(withKeys);
  };
  const readValue = (): void => {
    switch (reader.readByte()) {
      case 127: // undefined
      case 126: // null
      case 121: // false
      case 120: // true
        return;
      case 125:
        return void decoding.readVarInt(decoder);
      case 124:
        return reader.skip(4);
      case 123: // a float
      case 122: // a bigint
        return reader.skip(8);
      case 119:
        return void reader.readText();
      case 118:
        return enter(reader.readNumber(), true);
      case 117:
        return enter(reader.readNumber(), false);
      case 116:
        return reader.skip(reader.readNumber());
      default:
        unusable();
    }
  };

  return {
    /** Begins a list, which `readOn` reads. `areJson`: its values are texts of JSON. */
    begin: (count: number, areJson: boolean): void => {
      isJson = areJson;
      enter(count, false);
    },
    /** True once all values are read. */
    readOn: (): boolean => {
      const enough = decoder.pos + BYTES_AT_A_TIME;
      for (let values = VALUES_AT_A_TIME; left.length > 0; values--) {
        const top = left.length - 1;
        if (left[top] === 0) {
          left.pop();
          hasKeys.pop();
          continue;
        }
        if (values <= 0 || decoder.pos > enough) return false;
        left[top]! -= 1;
        if (hasKeys[top]) reader.readText();
        if (isJson) reader.readJson(1, true);
        else readValue();
      }
      return true;
    },
  };
};

type ValueReader = ReturnType<typeof createValueReader>;

const readReference = (reader: ByteReader, references: number[]): void =>
  void references.push(reader.readNumber(), reader.readNumber());

/** Where an item is: its neighbours or, where it has none, its parent. */
const readPlace = (reader: ByteReader, info: number, references: number[]): void => {
  if ((info & HAS_ORIGIN) !== 0) readReference(reader, references);
  if ((info & HAS_RIGHT_ORIGIN) !== 0) readReference(reader, references);
  // An item with neighbours has their parent.
  if ((info & (HAS_ORIGIN | HAS_RIGHT_ORIGIN)) !== 0) return;
  if (reader.readNumber() === 1) reader.readText();
  else readReference(reader, references);
  if ((info & HAS_PARENT_KEY) !== 0) reader.readText();
};

const readType = (reader: ByteReader): void => {
  const type = reader.readNumber();
  if (type > LAST_TYPE) unusable();
  if (NAMED_TYPES.includes(type)) reader.readText();
};

const beginValues = (reader: ByteReader, values: ValueReader, areJson: boolean): number => {
  const count = reader.readNumber();
  values.begin(count, areJson);
  return count;
};

/** Returns the length of what an item holds. `values` reads plain values on. */
const readContent = (reader: ByteReader, values: ValueReader, kind: number): number => {
  switch (kind) {
    case CONTENT.deleted:
      return reader.readNumber();
    case CONTENT.json:
      return beginValues(reader, values, true);
    case CONTENT.any:
      return beginValues(reader, values, false);
    case CONTENT.text:
      return reader.readText();
    case CONTENT.binary:
      reader.take();
      return 1;
    case CONTENT.embed:
      reader.readJson(0, false);
      return 1;
    case CONTENT.format:
      reader.readText();
      reader.readJson(0, false);
      return 1;
    case CONTENT.type:
      readType(reader);
      return 1;
    default:
      // A document within the document among them: its options can make every device throw that encodes them.
      return unusable();
  }
};

/** Throws on bytes that do not begin as an update does; `next` throws on the rest. */
export const createStructReader = (bytes: Uint8Array): StructReader => {
  const decoder = decoding.createDecoder(bytes);
  const reader = createByteReader(bytes, decoder);
  const values = createValueReader(reader, decoder);
  const struct: ReadStruct = { client: 0, clock: 0, length: 0, isSkip: false, references: [], start: 0, end: 0 };
  let clientsLeft = reader.readNumber();
  /** Of the client that is read. */
  let structsLeft = 0;
  let clock = 0;
  let isInside = false;

  const beginClient = (): void => {
    clientsLeft -= 1;
    structsLeft = reader.readNumber();
    const client = reader.readNumber();
    // Clients come in descending order, each once: merging updates relies on it, and a document forgets the first.
    if (struct.end > 0 && client >= struct.client) unusable();
    struct.client = client;
    clock = reader.readNumber();
    struct.end = decoder.pos;
  };
  const beginStruct = (): void => {
    structsLeft -= 1;
    struct.start = decoder.pos;
    struct.clock = clock;
    if (struct.references.length > 0) struct.references = [];
    const info = reader.readByte();
    struct.isSkip = info === SKIP;
    const isItem = !struct.isSkip && (info & CONTENT_BITS) !== 0;
    if (isItem) readPlace(reader, info, struct.references);
    struct.length = isItem ? readContent(reader, values, info & CONTENT_BITS) : reader.readNumber();
    clock += struct.length;
    // A gap that is claimed is not kept, however long it is.
    if (struct.length === 0 || clock > (struct.isSkip ? Number.MAX_SAFE_INTEGER : MAX_CLOCK)) unusable();
  };

  return {
    struct,
    next: () => {
      if (!isInside) {
        while (structsLeft === 0) {
          if (clientsLeft === 0) return 'end';
          beginClient();
        }
        beginStruct();
      }
      isInside = !values.readOn();
      struct.end = decoder.pos;
      return isInside ? 'part' : 'struct';
    },
    position: () => decoder.pos,
    readNumber: reader.readNumber,
  };
};
