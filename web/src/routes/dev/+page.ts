// The debug page exists in development builds only; elsewhere its address is not found.
import { error } from '@sveltejs/kit';

export const load = (): void => {
  if (!import.meta.env.DEV) error(404, 'Not found');
};
