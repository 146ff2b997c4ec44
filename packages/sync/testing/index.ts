// What tests of other rooms use of this one.
export * from './test-network.ts';
