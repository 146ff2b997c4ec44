// What the operator reads beside a campaign's id over HTTP: given, changed and removed by owners only.
import { Hono } from 'hono';
import { z } from 'zod';
import { campaignLabel, LABELLED_NAME_MAX, type CampaignLabelResponse } from '@emberkeep/sync/wire';
import type { Authorization } from '../http/authorization.ts';
import type { MemberEnv } from '../http/envs.ts';
import { jsonBody } from '../http/validation.ts';
import type { Access } from './access.ts';

/** Brought into a form that does no harm in a terminal; refused where nothing of it can be read. */
const labelSchema = z.object({
  label: z.string().max(LABELLED_NAME_MAX).transform(campaignLabel).pipe(z.string().min(1)),
});

/** Below `/campaigns/:id`. */
export const labelRoutes = (deps: {
  access: Pick<Access, 'labelOf' | 'setLabel' | 'renameLabel'>;
  authorization: Authorization;
}): Hono<MemberEnv> => {
  const { access, authorization } = deps;
  // The operator who is to approve a campaign wants to know which one it is.
  const owner = authorization.ownerOrWaiting;
  const routes = new Hono<MemberEnv>();

  routes.get('/label', owner, async (c) =>
    c.json<CampaignLabelResponse>({ label: await access.labelOf(c.get('campaignId')) }),
  );
  routes.put('/label', owner, authorization.stillHere, authorization.inTurn, jsonBody(labelSchema), async (c) =>
    c.json<CampaignLabelResponse>({ label: await access.setLabel(c.get('campaignId'), c.req.valid('json').label) }),
  );
  routes.patch('/label', owner, authorization.stillHere, authorization.inTurn, jsonBody(labelSchema), async (c) =>
    c.json<CampaignLabelResponse>({ label: await access.renameLabel(c.get('campaignId'), c.req.valid('json').label) }),
  );
  // Also where the campaign has moved away.
  routes.delete('/label', owner, authorization.inTurn, async (c) =>
    c.json<CampaignLabelResponse>({ label: await access.setLabel(c.get('campaignId'), null) }),
  );
  return routes;
};
