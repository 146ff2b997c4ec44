// An evening's address without a stage leads to its desk.
import { redirect } from '@sveltejs/kit';

export const load = ({ params }: { params: { campaignId: string; sessionId: string } }): never => redirect(307, `/campaigns/${params.campaignId}/sessions/${params.sessionId}/prep`);
