// Tests that every refusal code of the HTTP interface has a status, and that no code is listed twice.
import { expect, it } from 'vitest';
import { ACCESS_REFUSALS, BLOB_REFUSALS, REFUSAL_STATUS, REQUEST_REFUSALS, SERVER_FAILURES } from './http.ts';

it('every refusal code is listed once and has an error status', () => {
  const codes = [...ACCESS_REFUSALS, ...REQUEST_REFUSALS, ...BLOB_REFUSALS, ...SERVER_FAILURES];
  expect(new Set(codes).size).toBe(codes.length);
  expect(Object.keys(REFUSAL_STATUS).sort()).toEqual([...codes].sort());
  expect(Object.values(REFUSAL_STATUS).every((status) => status >= 400)).toBe(true);
});
