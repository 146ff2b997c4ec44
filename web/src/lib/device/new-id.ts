// New ids, from the browser's clock and randomness.
import { createIdMaker } from '@emberkeep/domain';

export const newId = createIdMaker({
  nowMs: () => Date.now(),
  randomBytes: (n) => crypto.getRandomValues(new Uint8Array(n)),
});
