// The entry for the browser: everything that needs Yjs, and the parts of the wire that its users need beside it.
export * from './provider.ts';
export * from './tab-channel.ts';
export * from './catch-up.ts';
export * from './presence.ts';
export { type Head } from './wire/messages.ts';
export { CLOSE } from './wire/close-codes.ts';
