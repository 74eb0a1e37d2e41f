/** What a rebuilding or a repair of the search index works on. */
export interface IndexWork {
  /** The new collection; null for a repair of the current one. */
  collection: string | null;
  /** Products that changed since are written again after the switch. */
  sinceMs: number;
}

/** Where the next step begins: the cursor of its job. */
export interface IndexPosition {
  phase: "fill" | "compare" | "remove" | "switch" | "follow";
  /** The product, or the number of the part, behind which the phase continues. */
  after: string;
  /** For `follow`: when that product changed. */
  updatedAt: number;
  /** How often the collection was compared as a whole before. */
  round: number;
  /** The collection behind the alias at the beginning. */
  previous: string | null;
  documents: number;
  mended: number;
  removed: number;
  /** Documents that differed in this round although they were written. */
  differing: number;
}

/** Rounds of comparing, because products may change meanwhile. */
const ROUNDS_MAX = 3;
/** Documents of a part of a collection, on average. */
const PART_DOCUMENTS = 150;

/** Returns where a work begins. */
export const firstPosition = (
  phase: IndexPosition["phase"],
  previous: string | null,
): IndexPosition => ({
  ...{ phase, after: "", updatedAt: 0, round: 0, previous },
  ...{ documents: 0, mended: 0, removed: 0, differing: 0 },
});

export const partsOf = (documents: number) => Math.ceil(documents / PART_DOCUMENTS) || 1;

/** How many documents a collection has, and how many it should have. */
interface Counts {
  documents: number;
  published: number;
}

/**
 * Decides after a collection was compared as a whole: it agrees, it is compared once more without the documents that
 * are too many, or it never agrees.
 */
export const verdictOf = (
  { differing, round }: Pick<IndexPosition, "differing" | "round">,
  { documents, published }: Counts,
): "agrees" | "again" | "differs" => {
  if (differing === 0 && documents === published) return "agrees";
  return round + 1 < ROUNDS_MAX ? "again" : "differs";
};

/** Says why a collection is not used. */
export const differenceMessage = (differing: number, { documents, published }: Counts) =>
  `The collection has ${documents} documents for ${published} products, of which ${differing} differ.`;
