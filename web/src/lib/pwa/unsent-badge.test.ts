// What the app's icon says of edits that nobody else has.
import { expect, it, vi } from 'vitest';
import { showUnsentBadge } from './unsent-badge.svelte.ts';

it('shows how many documents hold unsent edits, and nothing once all are sent', () => {
  const device = { setAppBadge: vi.fn(() => Promise.resolve()), clearAppBadge: vi.fn(() => Promise.resolve()) };
  showUnsentBadge(3, device);
  expect(device.setAppBadge).toHaveBeenCalledExactlyOnceWith(3);
  expect(device.clearAppBadge).not.toHaveBeenCalled();
  showUnsentBadge(0, device);
  expect(device.clearAppBadge).toHaveBeenCalledOnce();
});

it('does nothing in a browser without badges, and hears a refusal', async () => {
  showUnsentBadge(3, {});
  const refuse = vi.fn(() => Promise.reject(new DOMException('not allowed', 'NotAllowedError')));
  showUnsentBadge(3, { setAppBadge: refuse });
  await Promise.resolve();
  expect(refuse).toHaveBeenCalledOnce();
});
