// A checksum of a chunk, which tells a changed chunk from an unchanged one and a damaged one from a whole one.

/** 53 bits of the bytes; 0 for bytes that are all zero. */
export const checksum = (bytes: Uint8Array): number => {
  const whole = bytes.byteLength & ~3;
  const isAligned = bytes.byteOffset % 4 === 0;
  const words = new Uint32Array(
    isAligned ? bytes.buffer : bytes.slice(0, whole).buffer,
    isAligned ? bytes.byteOffset : 0,
    whole >>> 2,
  );
  let [a, b, any] = [0x9e3779b9 ^ bytes.byteLength, 0x85ebca6b, 0];
  const add = (word: number): void => {
    any |= word;
    a = Math.imul(a ^ word, 0x85ebca77);
    b = Math.imul(b ^ word, 0xc2b2ae3d);
    a ^= b >>> 15;
    b ^= a >>> 13;
  };
  for (let i = 0; i < words.length; i++) add(words[i]!);
  for (let i = whole; i < bytes.byteLength; i++) add(bytes[i]!);
  if (any === 0) return 0;
  // Never 0, which stands for zeros.
  return (a >>> 0) * 0x200000 + (b >>> 11) || 1;
};
