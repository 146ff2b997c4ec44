// A part of its own, loaded with the first field for a game time.
export { readTypedDay } from '@emberkeep/domain';
