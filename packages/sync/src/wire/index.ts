// The entry that the relay and its clients share. It imports no Yjs.
export * from './campaign-label.ts';
export * from './messages.ts';
export * from './close-codes.ts';
export * from './http.ts';
export * from './pull.ts';
