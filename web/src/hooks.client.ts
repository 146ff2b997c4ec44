// What the error page is told. A page whose code could not be fetched is one thing, a page that failed another.
import type { HandleClientError } from '@sveltejs/kit/hooks';
import { isUnfetched, NOT_ON_DEVICE } from '#lib/ui/load-part.ts';

export const handleError: HandleClientError = ({ kind, error }) =>
  kind === 'unknown' && isUnfetched(error) ? { status: NOT_ON_DEVICE } : undefined;
