// What both ends of the wire share; no Yjs in here.
export * from './messages.ts';
export * from './close-codes.ts';
export * from './pull.ts';
