/** A note that a move adds to its order. */
export interface NewNote {
  id: string;
  /** The shipment or return that the note is about; null for the whole order. */
  partId: string | null;
  /** The line of the return that the note is about. */
  lineId: string | null;
  /** `buyer`, or the id of the account or API key of the staff. */
  author: string;
  text: string;
}

/** The tags that a move gives to its order and takes from it. */
export interface TagChange {
  add: readonly string[];
  remove: readonly string[];
}
