// What tests of other rooms use of this one: the disk in memory.
export { createMemoryPersistence, type MemoryPersistence } from '../src/persistence/memory-persistence.ts';
