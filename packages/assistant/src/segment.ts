// Scenes under the path that src/recap and src/model import; new code imports from `scenes/`.
export { findScenes } from './scenes/find-scenes.ts';
export { partsOf } from './scenes/sections.ts';
