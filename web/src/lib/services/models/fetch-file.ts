// Fetches one file of a model in pieces. Each piece is cached as it arrives, so that a reload or a lost connection
// costs no more than the piece under way.

/** Bytes fetched at a time. */
const PIECE_BYTES = 2_000_000;

/** How fetching ended; `full`: the device has too little free storage. */
export type FetchEnd = 'done' | 'paused' | 'full' | 'failed';

export interface FileFetch {
  cache: Cache;
  /** The file's key in the cache. */
  key: string;
  url: string;
  expectedBytes: number;
  isPaused: () => boolean;
  /** Called with the bytes that are on this device so far. */
  onBytes: (bytes: number) => void;
}

type Step = { type: 'piece' | 'whole-file'; blob: Blob } | { type: 'past-end' | 'paused' | 'failed' };

const pieceKey = (key: string, index: number): string => `${key}?piece=${index}`;

/** The piece that starts at `offset`, from the cache or from the network. */
const readPiece = async ({ cache, key, url, isPaused }: FileFetch, index: number, offset: number): Promise<Step> => {
  const cached = await cache.match(pieceKey(key, index));
  if (cached) return { type: 'piece', blob: await cached.blob() };
  if (isPaused()) return { type: 'paused' };
  // `?fetch` makes the service worker leave the request alone.
  const response = await fetch(url.startsWith('/') ? `${url}?fetch` : url, {
    headers: { range: `bytes=${offset}-${offset + PIECE_BYTES - 1}` },
  });
  if (response.status === 416) return { type: 'past-end' };
  if (!response.ok) return { type: 'failed' };
  const blob = await response.blob();
  // A server that does not support ranges answers with the whole file.
  if (response.status !== 206) return { type: 'whole-file', blob };
  await cache.put(pieceKey(key, index), new Response(blob));
  return { type: 'piece', blob };
};

const readPieces = async (file: FileFetch): Promise<Blob[] | 'paused' | 'failed'> => {
  const pieces: Blob[] = [];
  let bytes = 0;
  for (;;) {
    const step = await readPiece(file, pieces.length, bytes);
    switch (step.type) {
      case 'paused':
      case 'failed':
        return step.type;
      case 'past-end':
        return pieces;
      case 'whole-file':
        file.onBytes(step.blob.size);
        return [step.blob];
      case 'piece':
        pieces.push(step.blob);
        file.onBytes((bytes += step.blob.size));
        if (step.blob.size < PIECE_BYTES) return pieces;
    }
  }
};

/**
 * Fetches a file into the cache, going on where an earlier fetch stopped. Rejects when the network or the cache does.
 */
export const fetchFile = async (file: FileFetch): Promise<FetchEnd> => {
  const { cache, key, expectedBytes, onBytes } = file;
  if (await cache.match(key)) {
    onBytes(expectedBytes);
    return 'done';
  }
  const pieces = await readPieces(file);
  if (!Array.isArray(pieces)) return pieces;
  await cache.put(key, new Response(new Blob(pieces)));
  for (const index of pieces.keys()) await cache.delete(pieceKey(key, index));
  return 'done';
};
