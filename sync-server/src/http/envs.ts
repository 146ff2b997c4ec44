// What the middleware tells a handler about its request.
import type { Grant } from '../access/access.ts';

/** What a handler knows about its caller. */
export interface MemberEnv {
  Variables: {
    campaignId: string;
    grant: Grant;
    movedTo: string | undefined;
    secret: string;
    /** Asks again whether the caller may do this; null if so. */
    ask?(): Promise<Response | null>;
  };
}
/** For requests that are not about a campaign the caller is in already. */
export interface SecretEnv {
  Variables: { secret: string };
}
