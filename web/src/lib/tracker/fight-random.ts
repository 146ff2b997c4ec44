// The randomness of fights.
import { randomIntFrom } from '@emberkeep/domain';

export const fightRandom = randomIntFrom((count) => crypto.getRandomValues(new Uint8Array(count)));
