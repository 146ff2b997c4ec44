// Reads files that a person chose, in whatever encoding the program wrote that made them.

/** The text of a file, without a byte-order mark and with `\n` as line ending; empty where its bytes are no text. */
export const readText = async (file: Blob): Promise<string> => {
  const [{ decodeText }, bytes] = await Promise.all([import('@emberkeep/files/text'), file.arrayBuffer()]);
  return decodeText(new Uint8Array(bytes)) ?? '';
};
