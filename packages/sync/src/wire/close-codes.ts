// Why the relay closes a connection. After 44xx a client must not retry by itself; after 45xx and standard codes it
// does.

export const CLOSE = {
  badFrame: 4400,
  notLetIn: 4401,
  notAllowed: 4403,
  deleted: 4404,
  tooLarge: 4409,
  moved: 4410,
  storageFailed: 4500,
  tooSlow: 1013,
  restarting: 1012,
} as const;
