/** Words that speak for a type of scene, by how much they say. */
export interface SceneWords {
  /** Terms of the rules: the strongest sign. */
  mechanics?: readonly string[];
  verbs?: readonly string[];
  nouns?: readonly string[];
}
