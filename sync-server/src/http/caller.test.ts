// Tests for whom the limits of an address hold.
import { describe, expect, it } from 'vitest';
import { createRandom } from '@emberkeep/domain/testing';
import { callerAt } from './caller.ts';

describe('a caller', () => {
  it('with a network of IPv6 addresses is one, whichever of them it calls from', () => {
    const seed = 5;
    const random = createRandom(seed);
    const group = (): string => random.int(0x10000).toString(16);
    for (let i = 0; i < 500; i++) {
      const network = ['2001', 'db8', group(), group()].join(':');
      const callers = Array.from({ length: 3 }, () =>
        callerAt([network, group(), group(), group(), group()].join(':')),
      );
      expect(new Set([...callers, callerAt(`${network}::1`)]), `seed ${seed}`).toEqual(new Set([`${network}::/64`]));
    }
  });

  it.each([
    ['2001:DB8::7', '2001:db8:0:0::/64'],
    ['2001:db8:0:1::', '2001:db8:0:1::/64'],
    ['::2:3:4:5:6:7:8', '0:2:3:4::/64'],
    ['64:ff9b::198.51.100.7', '64:ff9b:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::ffff:198.51.100.7', '198.51.100.7'],
    ['198.51.100.7', '198.51.100.7'],
    ['::1', '::1'],
    ['', ''],
    ['unknown', 'unknown'],
  ])('%j is %j', (address, caller) => expect(callerAt(address)).toBe(caller));
});
