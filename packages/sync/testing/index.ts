// Helpers for the tests of other packages.
export * from './test-network.ts';
