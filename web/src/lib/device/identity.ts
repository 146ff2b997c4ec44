// Who this device is, for presence and as the author of what it writes.
import { newId } from './new-id.ts';

export interface Identity {
  deviceId: string;
  /** Empty until the GM types one. */
  name: string;
  /** Six-digit hex. */
  color: string;
}

// Readable on all three themes. Six digits, because the editor's caret extension warns about anything else.
const COLORS = ['#c2571a', '#1f7a4d', '#2a5db0', '#8a3a6b', '#6a3fb5', '#8a5200', '#a32d2d', '#1d6b6b'];

export const NO_IDENTITY: Identity = { deviceId: '', name: '', color: '#c2571a' };

export const newIdentity = (): Identity => ({
  deviceId: newId(),
  name: '',
  color: COLORS[Math.floor(Math.random() * COLORS.length)] as string,
});
