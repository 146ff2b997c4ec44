// What the participants of an event are called on screen.
import type { ParticipantRole } from '@emberkeep/domain';

export const ROLE_LABELS: Readonly<Record<ParticipantRole, string>> = {
  actor: 'Who',
  target: 'Whom',
  location: 'Where',
  item: 'What',
};
