// Validation of requests as middleware: what does not fit is refused before the handler runs.
import { zValidator } from '@hono/zod-validator';
import { z } from 'zod';
import { LABEL_MAX, ROLES, type RefusalCode } from '@emberkeep/sync/wire';
import { refuse } from './refusals.ts';

export const campaignIdSchema = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
/** SHA-256 as hex. */
export const hashSchema = z.string().regex(/^[0-9a-f]{64}$/);
export const labelSchema = z.string().max(LABEL_MAX).default('');
export const roleSchema = z.enum(ROLES);

/** A list of at most `max` entries. It is read up to the first that is not valid: mistakes without end cost nothing. */
export const listOf = <Schema extends z.ZodType>(schema: Schema, max: number) =>
  z
    .array(z.unknown())
    .max(max)
    .transform((entries, context) => {
      const valid: z.output<Schema>[] = [];
      for (const entry of entries) {
        const read = schema.safeParse(entry);
        if (!read.success) {
          context.addIssue({ code: 'custom', message: 'an entry is not valid' });
          return z.NEVER;
        }
        valid.push(read.data);
      }
      return valid;
    });

/** The JSON body. A body that is no JSON never gets here: Hono throws, and the app answers `BadRequest` as well. */
export const jsonBody = <Schema extends z.ZodType>(schema: Schema) =>
  zValidator('json', schema, (result, c) => (result.success ? undefined : refuse(c, 'BadRequest')));

/** Parameters of the path. */
export const pathParams = <Schema extends z.ZodType>(schema: Schema, refusal: RefusalCode = 'BadRequest') =>
  zValidator('param', schema, (result, c) => (result.success ? undefined : refuse(c, refusal)));

export const queryParams = <Schema extends z.ZodType>(schema: Schema) =>
  zValidator('query', schema, (result, c) => (result.success ? undefined : refuse(c, 'BadRequest')));

export const requestHeaders = <Schema extends z.ZodObject>(schema: Schema) =>
  zValidator('header', schema, (result, c) => (result.success ? undefined : refuse(c, 'BadRequest')));
