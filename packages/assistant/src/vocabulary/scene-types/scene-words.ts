/** Words that are evidence for a type of scene. */
export interface SceneWords {
  /** Terms of the rules, the strongest evidence. */
  mechanics?: readonly string[];
  verbs?: readonly string[];
  nouns?: readonly string[];
}
