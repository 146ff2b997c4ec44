// What tests of other packages use: devices in memory, and a way to call every command.
export { createMemoryPersistence, type MemoryPersistence } from '../src/persistence/memory-persistence.ts';
export {
  bodyOf,
  CAMPAIGN_ID,
  createOpenSession,
  createSessionOnDevice,
  createSingle,
  createTestDevices,
  exchange,
  meet,
  oneParagraph,
  refusal,
  value,
  type TestDevices,
} from './devices.ts';
export { addSampleRecords, COMMAND_CASES, type CommandCase, type CommandWorld } from './command-cases.ts';
