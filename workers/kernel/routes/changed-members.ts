/** An internal response header: the names of the members that an act of staff changed, for the audit. */
export const CHANGED_HEADER = "bodega-changed";

/** Returns the names in a response header; none without it. */
export const changedMembersIn = (headers: Headers): string[] =>
  headers.get(CHANGED_HEADER)?.split(",") ?? [];
