// Loaded once a day is typed.
export { readTypedDay } from '@emberkeep/domain';
