// Helpers for the tests of every package: seeded randomness, fake time and the sample campaign.
import { createIdMaker, type NewId } from '../src/ids.ts';
import { createRandom, type Random } from './random.ts';
export { createRandom };
export type { Random };
export {
  SAMPLE_CLOCKS,
  SAMPLE_EVENINGS,
  SAMPLE_FACTIONS,
  SAMPLE_GOALS,
  SAMPLE_NOTEBOOK,
  SAMPLE_PLAYERS,
} from './sample-records.ts';
export { sampleCampaign, type SampleCampaign, type SampleEntity, type SampleSession } from './sample-campaign.ts';

/** A clock that moves only when told to. Times are Unix milliseconds. */
export const createFakeTime = (startMs = Date.UTC(2026, 0, 1)): { nowMs(): number; advance(ms: number): void } => {
  let now = startMs;
  return { nowMs: () => now, advance: (ms) => void (now += ms) };
};

/** Deterministic ids for one device of a test. */
export const createTestIds = (random: Random, nowMs: () => number): NewId =>
  createIdMaker({ nowMs, randomBytes: (n) => random.bytes(n) });
