// How a request is refused: a code of @emberkeep/sync/wire as JSON, with the status that goes with it.
import type { Context } from 'hono';
import { REFUSAL_STATUS, type RefusalCode, type RefusalResponse } from '@emberkeep/sync/wire';

export const refuse = (c: Context, error: RefusalCode, details: Omit<RefusalResponse, 'error'> = {}): Response =>
  c.json<RefusalResponse>({ error, ...details }, REFUSAL_STATUS[error]);
