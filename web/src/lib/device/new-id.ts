// Owns the ids that this device makes: the browser's clock and randomness behind domain's maker.
import { createIdMaker } from '@emberkeep/domain';

export const newId = createIdMaker({
  nowMs: () => Date.now(),
  randomBytes: (n) => crypto.getRandomValues(new Uint8Array(n)),
});
