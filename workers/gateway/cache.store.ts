import type { Clock } from "#kernel/clock";
import { listsTag } from "#kernel/etag";

interface Entry {
  body: Uint8Array;
  headers: Headers;
  etag: string;
  tags: readonly string[];
  freshUntil: number;
  /** What it takes of `BYTES_MAX`. */
  bytes: number;
}

const BYTES_MAX = 16 * 1024 * 1024;
const BODY_BYTES_MAX = 512 * 1024;
/** An address that is longer is answered and not kept: no link of a storefront needs as much. */
const KEY_CHARS_MAX = 2048;
/** What an entry takes besides its texts, as an upper estimate: objects, headers and map slots. */
const ENTRY_OVERHEAD_BYTES = 1024;
const BYTES_PER_CHAR = 2;

const bytesOf = (key: string, body: Uint8Array, headers: Headers) => {
  const headerChars = [...headers].reduce(
    (sum, [name, value]) => sum + name.length + value.length,
    0,
  );
  return body.length + (key.length + headerChars) * BYTES_PER_CHAR + ENTRY_OVERHEAD_BYTES;
};

/**
 * One form for one question: parameters in order, as they are written. A repeated one is refused by the
 * catalogue, so that the order of its values never counts.
 */
export const cacheKey = ({ pathname, search }: URL) =>
  search === "" ? pathname : `${pathname}?${search.slice(1).split("&").sort().join("&")}`;

const secondsIn = (cacheControl: string | null) =>
  Number(/\bs-maxage=(\d+)/.exec(cacheControl ?? "")?.[1] ?? 0);

/**
 * Anonymous answers of the catalogue, kept in this isolate for as long as the catalogue says (seconds).
 * It spares round trips and decides nothing: carts and orders never read it. Whatever changes through
 * this isolate is gone from it at once, elsewhere when its seconds are over.
 */
export const edgeCache = (clock: Clock) => {
  const entries = new Map<string, Entry>();
  let bytes = 0;
  /** A read that began before a purge must not store what it saw. */
  let generation = 0;

  const drop = (key: string) => {
    const entry = entries.get(key);
    if (!entry) return;
    bytes -= entry.bytes;
    entries.delete(key);
  };

  /** Drops the oldest entries until none of them is stale and all fit. */
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

    /** How many bytes the entries take, as they are counted against the bound. */
    bytes: () => bytes,

    /** The kept answer, or 304 when the caller has it; undefined when there is none. */
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

    /** Keeps an answer that says it may be kept, and hands out a copy of it; undefined when it does not. */
    async keep(key: string, answer: Response, asOf: number): Promise<Response | undefined> {
      const seconds = secondsIn(answer.headers.get("cache-control"));
      const etag = answer.headers.get("etag");
      if (answer.status !== 200 || seconds === 0 || etag === null) return undefined;
      const body = new Uint8Array(await answer.arrayBuffer());
      const headers = new Headers(answer.headers);
      const tags = headers.get("bodega-tags")?.split(",") ?? [];
      headers.delete("bodega-tags");
      const freshUntil = clock.now() + seconds * 1000;
      if (asOf === generation) put(key, { body, headers, etag, tags, freshUntil });
      return new Response(body, { headers });
    },

    /** Forgets the answers that show one of these things; `*` forgets all. */
    purge(tags: readonly string[]) {
      generation += 1;
      const all = tags.includes("*");
      for (const [key, entry] of entries) {
        if (all || entry.tags.some((tag) => tags.includes(tag))) drop(key);
      }
    },
  };
};
export type EdgeCache = ReturnType<typeof edgeCache>;
