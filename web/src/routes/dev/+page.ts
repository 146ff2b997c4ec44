// The debug page exists in development builds only; elsewhere it is a 404.
import { error } from '@sveltejs/kit';

export const load = (): void => {
  if (!import.meta.env.DEV) error(404, 'Not found');
};
