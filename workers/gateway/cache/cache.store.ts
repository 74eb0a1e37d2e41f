import type { Clock } from "#kernel/clock";
import { MEMBERS_HEADER } from "#kernel/routes/edge-headers";
import { listsTag } from "#kernel/routes/etag";

interface Entry {
  body: Uint8Array;
  headers: Headers;
  etag: string;
  tags: readonly string[];
  /** Whether members of a group may get another answer. */
  forMembers: boolean;
  freshUntil: number;
  /** The part of `BYTES_MAX` that one entry may use. */
  bytes: number;
}

const BYTES_MAX = 16 * 1024 * 1024;
const BODY_BYTES_MAX = 512 * 1024;
/** Responses to longer URLs are not stored. No link of a storefront is this long. */
const KEY_CHARS_MAX = 2048;
/** Bytes of an entry besides its texts: an upper estimate for objects, headers and map slots. */
const ENTRY_OVERHEAD_BYTES = 1024;
const BYTES_PER_CHAR = 2;

const bytesOf = (key: string, body: Uint8Array, headers: Headers) => {
  const headerChars = [...headers].reduce(
    (sum, [name, value]) => sum + name.length + value.length,
    0,
  );
  return body.length + (key.length + headerChars) * BYTES_PER_CHAR + ENTRY_OVERHEAD_BYTES;
};

const secondsIn = (cacheControl: string | null) =>
  Number(/\bs-maxage=(\d+)/.exec(cacheControl ?? "")?.[1] ?? 0);

/**
 * Caches anonymous answers of the catalogue in this isolate, for as many seconds as the catalogue
 * allows. Carts and orders never use it. A change through this isolate removes its entries at once;
 * other isolates keep theirs until they expire.
 */
export const answerCache = (clock: Clock) => {
  const entries = new Map<string, Entry>();
  let bytes = 0;
  /** The number of purges. An answer whose read began before a purge is not stored after it. */
  let generation = 0;

  const drop = (key: string) => {
    const entry = entries.get(key);
    if (!entry) return;
    bytes -= entry.bytes;
    entries.delete(key);
  };

  /** Removes stale entries, and then the oldest ones until all fit. */
  const evict = () => {
    for (const [key, { freshUntil }] of entries) {
      if (bytes <= BYTES_MAX && freshUntil > clock.now()) return;
      drop(key);
    }
  };

  const put = (key: string, entry: Omit<Entry, "bytes">) => {
    if (key.length > KEY_CHARS_MAX || entry.body.length > BODY_BYTES_MAX) return;
    const entryBytes = bytesOf(key, entry.body, entry.headers);
    drop(key);
    entries.set(key, { ...entry, bytes: entryBytes });
    bytes += entryBytes;
    evict();
  };

  return {
    generation: () => generation,

    /** Returns the bytes of all entries, as counted against the bound. */
    bytes: () => bytes,

    /** Returns whether members of a group may get another answer than the stored one. */
    isForMembers: (key: string) => entries.get(key)?.forMembers === true,

    /** Returns the stored answer, or 304 if the client has it; undefined if there is none. */
    answer(key: string, ifNoneMatch: string | null): Response | undefined {
      const entry = entries.get(key);
      if (!entry) return undefined;
      if (entry.freshUntil <= clock.now()) {
        drop(key);
        return undefined;
      }
      if (ifNoneMatch !== null && listsTag(ifNoneMatch, entry.etag)) {
        return new Response(null, { status: 304, headers: entry.headers });
      }
      return new Response(entry.body, { headers: entry.headers });
    },

    /**
     * Stores an answer that may be cached, with its headers as `prepare` leaves them, and returns a copy of it;
     * undefined if it may not.
     */
    async keep(
      key: string,
      answer: Response,
      readAt: number,
      prepare: (headers: Headers) => void = () => undefined,
    ): Promise<Response | undefined> {
      const seconds = secondsIn(answer.headers.get("cache-control"));
      const etag = answer.headers.get("etag");
      if (answer.status !== 200 || seconds === 0 || etag === null) return undefined;
      const body = new Uint8Array(await answer.arrayBuffer());
      const headers = new Headers(answer.headers);
      const tags = headers.get("bodega-tags")?.split(",") ?? [];
      const forMembers = headers.has(MEMBERS_HEADER);
      headers.delete("bodega-tags");
      prepare(headers);
      const freshUntil = clock.now() + seconds * 1000;
      if (readAt === generation) put(key, { body, headers, etag, tags, forMembers, freshUntil });
      return new Response(body, { headers });
    },

    /** Removes the answers with one of these tags; `*` removes all. */
    purge(tags: readonly string[]) {
      generation += 1;
      const all = tags.includes("*");
      for (const [key, entry] of entries) {
        if (all || entry.tags.some((tag) => tags.includes(tag))) drop(key);
      }
    },
  };
};
export type AnswerCache = ReturnType<typeof answerCache>;
