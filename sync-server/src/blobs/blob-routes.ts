// Pictures over HTTP. For GMs: uploaded in pieces that can be resumed, downloaded whole, listed, and told which of them
// are still used, and which players may fetch. For players: those, and no other.
import { Hono } from 'hono';
import { z } from 'zod';
import {
  KEEP_MAX,
  SHOWN_BLOBS_MAX,
  type BlobPieceResponse,
  type BlobsResponse,
  type KeepBlobsResponse,
  type ShownBlobsResponse,
} from '@emberkeep/sync/wire';
import type { Authorization } from '../http/authorization.ts';
import type { MemberEnv } from '../http/envs.ts';
import { refuse } from '../http/refusals.ts';
import { hashSchema, jsonBody, listOf, pathParams, requestHeaders } from '../http/validation.ts';
import type { Blobs } from './blobs.ts';

const hashParams = z.object({ hash: hashSchema });
const shownSchema = z.object({ hashes: listOf(hashSchema, SHOWN_BLOBS_MAX) });
const keepSchema = z.object({ hashes: listOf(hashSchema, KEEP_MAX) });

/** `bytes 0-1048575/2400000`: first and last byte of the piece, size of the whole picture. */
const CONTENT_RANGE = /^bytes (\d{1,9})-(\d{1,9})\/(\d{1,9})$/;
const pieceHeaders = z.object({
  'content-range': z
    .string()
    .regex(CONTENT_RANGE)
    .transform((range) => {
      const [from, to, total] = CONTENT_RANGE.exec(range)!.slice(1).map(Number) as [number, number, number];
      return { from, to, total };
    }),
});

/** A stored picture is shown as a picture only: it must not run as a page, whatever its bytes are. */
const pictureHeaders = (type: string): Record<string, string> => ({
  'content-type': type,
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
  'content-disposition': 'inline',
  'cache-control': 'private, max-age=31536000, immutable',
});

/** What players fetch stays in no cache: once it is taken back, nobody has it from here. */
const NOT_CACHED = { 'cache-control': 'no-store' };

export interface BlobRouteDeps {
  blobs: Blobs;
  authorization: Authorization;
  /** The disk has room for more. */
  hasRoom(): boolean;
  /** Resolves when what was written is on the disk. */
  sync(): Promise<void>;
}

/** Below `/campaigns/:id/blobs`. */
export const blobRoutes = ({ blobs, authorization, hasRoom, sync }: BlobRouteDeps): Hono<MemberEnv> => {
  const routes = new Hono<MemberEnv>();

  routes.get('/', authorization.gm, authorization.shared, async (c) =>
    c.json<BlobsResponse>({ blobs: await blobs.list(c.get('campaignId')) }),
  );

  routes.get('/:hash', authorization.member, authorization.shared, pathParams(hashParams, 'NotFound'), async (c) => {
    const isPlayer = c.get('grant').role === 'player';
    const { hash } = c.req.valid('param');
    const found = await (isPlayer ? blobs.getShown : blobs.get)(c.get('campaignId'), hash);
    // A player does not learn whether a picture exists that is not shown.
    if (!found) return refuse(c, 'NotFound');
    const headers = { ...pictureHeaders(found.type), ...(isPlayer ? NOT_CACHED : {}) };
    return c.body(found.bytes as Uint8Array<ArrayBuffer>, 200, headers);
  });

  // Before the pictures themselves: `shown` is no hash.
  routes.put('/shown', authorization.gm, authorization.stillHere, jsonBody(shownSchema), async (c) => {
    const { hashes } = c.req.valid('json');
    await authorization.share(c, () => blobs.show(c.get('campaignId'), hashes));
    await sync();
    return c.json<ShownBlobsResponse>({ hashes });
  });

  routes.put('/:hash', authorization.gm, pathParams(hashParams), requestHeaders(pieceHeaders), async (c) => {
    if (!hasRoom()) return refuse(c, 'QuotaFull');
    const piece = new Uint8Array(await c.req.arrayBuffer());
    const { from, to, total } = c.req.valid('header')['content-range'];
    if (piece.byteLength !== to - from + 1) return refuse(c, 'BadRequest');
    const upload = { hash: c.req.valid('param').hash, piece, from, total };
    const outcome = await authorization.share(c, () => blobs.put(c.get('campaignId'), upload));
    if (!outcome.ok) {
      const { type, ...details } = outcome.refusal;
      return refuse(c, type, details);
    }
    await sync();
    return c.json<BlobPieceResponse>({ isWhole: outcome.isWhole, have: outcome.have });
  });

  // Owners only: a co-GM must not be able to have pictures deleted.
  routes.post('/keep', authorization.owner, authorization.inTurn, jsonBody(keepSchema), async (c) => {
    const { hashes } = c.req.valid('json');
    await blobs.keepOnly(c.get('campaignId'), hashes);
    return c.json<KeepBlobsResponse>({ kept: hashes.length });
  });
  return routes;
};
