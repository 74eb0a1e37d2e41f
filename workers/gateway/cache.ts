import type { Clock } from "#kernel/clock";
import { listsTag } from "#kernel/etag";

interface Entry {
  body: Uint8Array;
  headers: Headers;
  etag: string;
  tags: readonly string[];
  freshUntil: number;
}

const BYTES_MAX = 16 * 1024 * 1024;
const ENTRY_BYTES_MAX = 512 * 1024;

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
    bytes -= entry.body.length;
    entries.delete(key);
  };

  const trim = () => {
    for (const key of entries.keys()) {
      if (bytes <= BYTES_MAX) return;
      drop(key);
    }
  };

  return {
    generation: () => generation,

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
      if (asOf === generation && body.length <= ENTRY_BYTES_MAX) {
        drop(key);
        entries.set(key, { body, headers, etag, tags, freshUntil: clock.now() + seconds * 1000 });
        bytes += body.length;
        trim();
      }
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
