// Tests which of a device's writes count as durable when the relay confirms messages.
import { expect, it } from 'vitest';
import { Acknowledgements } from './acknowledgements.ts';
import { SYNC } from './wire/messages.ts';

it('[C1] only messages from SyncStep2 on have a mark', () => {
  const acknowledgements = new Acknowledgements();
  acknowledgements.sent(SYNC.step1, () => 3);
  acknowledgements.sent(SYNC.update, () => 4);
  acknowledgements.sent(SYNC.step2, () => 5);
  acknowledgements.sent(SYNC.update, () => 6);
  expect([2, 3, 4].map((count) => acknowledgements.confirm(count))).toEqual([undefined, 5, 6]);
});

it('[C1] acknowledgements are complete when everything sent is confirmed, SyncStep2 included', () => {
  const acknowledgements = new Acknowledgements();
  acknowledgements.sent(SYNC.step1, () => 0);
  acknowledgements.confirm(1);
  expect(acknowledgements.areComplete).toBe(false);
  acknowledgements.sent(SYNC.step2, () => 1);
  expect(acknowledgements.areComplete).toBe(false);
  acknowledgements.confirm(2);
  expect(acknowledgements.areComplete).toBe(true);
  acknowledgements.reset();
  expect(acknowledgements.areComplete).toBe(false);
});
