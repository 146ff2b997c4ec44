// What the participants of an event are called on screen.
import type { ParticipantRole } from '@emberkeep/domain';
import { m } from '#messages';

export const ROLE_LABELS: Readonly<Record<ParticipantRole, string>> = {
  actor: m.log_roleLabels_who(),
  target: m.log_roleLabels_whom(),
  location: m.log_roleLabels_where(),
  item: m.log_roleLabels_what(),
};
