// The words for each type of scene that has any.
import type { SceneType } from '@emberkeep/domain';
import { CHASE } from './chase.ts';
import { COMBAT } from './combat.ts';
import { DOWNTIME } from './downtime.ts';
import { EXPLORATION } from './exploration.ts';
import { FREE_PLAY } from './free-play.ts';
import { INVESTIGATION } from './investigation.ts';
import { MONTAGE } from './montage.ts';
import { PUZZLE } from './puzzle.ts';
import { RITUAL } from './ritual.ts';
import { SCORE } from './score.ts';
import { SOCIAL } from './social.ts';
import { STEALTH } from './stealth.ts';
import { TRAVEL } from './travel.ts';
import type { SceneWords } from './scene-words.ts';

export const SCENE_TYPE_WORDS: Partial<Record<SceneType, SceneWords>> = {
  combat: COMBAT,
  social: SOCIAL,
  investigation: INVESTIGATION,
  exploration: EXPLORATION,
  downtime: DOWNTIME,
  chase: CHASE,
  puzzle: PUZZLE,
  ritual: RITUAL,
  stealth: STEALTH,
  travel: TRAVEL,
  score: SCORE,
  free_play: FREE_PLAY,
  montage: MONTAGE,
};
