/**
 * One call that a stand-in received. Times are epoch milliseconds with fractions, so that overlapping calls
 * show.
 */
export interface JournalEntry {
  seq: number;
  startedAt: number;
  endedAt: number;
  method: string;
  path: string;
  /** A short description of the call in the vendor's terms, without secrets. */
  summary: string;
  status: number;
  /** The caller's X-Request-Id. Tests count round trips per request by it. */
  requestId?: string;
  fault?: string;
}

const ENTRIES_MAX = 50_000;

export const preciseNow = () => performance.timeOrigin + performance.now();

/** Creates the list of the latest calls of one stand-in, oldest first. */
export const journal = () => {
  let entries: JournalEntry[] = [];
  let seq = 0;
  return {
    add(entry: Omit<JournalEntry, "seq">) {
      seq += 1;
      entries.push({ seq, ...entry });
      if (entries.length > ENTRIES_MAX * 1.2) entries = entries.slice(-ENTRIES_MAX);
    },
    since: (after: number) => entries.filter((entry) => entry.seq > after),
  };
};
