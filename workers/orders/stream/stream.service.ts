import { logFailure } from "#kernel/failure";
import type { EntriesStore, News } from "./entries.store";
import {
  eventsOf,
  heartbeatOf,
  isEnded,
  OPENING,
  READ_EVERY_MS,
  sequenceIn,
  visibleTo,
} from "./stream.rules";

interface Dependencies {
  entries: EntriesStore;
  pause(ms: number): Promise<unknown>;
}

export interface Following {
  orderId: string;
  isStaff: boolean;
  lastEventId: string | undefined;
  /** How long to wait for entries after those that exist. */
  waitMs: number;
}

/** Streams the timelines of orders. The caller has checked the access, which holds until the stream ends. */
export const streamService = ({ entries, pause }: Dependencies) => {
  /** Reads the entries after the last one of the client; all if the order never had such an entry. */
  const firstNews = async ({ orderId, lastEventId }: Following) => {
    const known = sequenceIn(lastEventId);
    const news = await entries.current(orderId, known);
    return news && news.sequence < known ? entries.current(orderId, 0) : news;
  };

  /** Yields what is new at each read. Ends with the order or its time, or quietly if a read fails. */
  async function* events({ orderId, isStaff, waitMs }: Following, first: News) {
    const shown = (news: News) => eventsOf(visibleTo(isStaff, news.entries));
    yield OPENING + shown(first);
    let { sequence } = first;
    let silentReads = 0;
    let hasEnded = isEnded(first);
    for (let waited = READ_EVERY_MS; !hasEnded && waited <= waitMs; waited += READ_EVERY_MS) {
      await pause(READ_EVERY_MS);
      const news = await entries.since(orderId, sequence);
      if (!news) return;
      const text = shown(news);
      silentReads = text === "" ? silentReads + 1 : 0;
      const sent = text || heartbeatOf(silentReads);
      if (sent !== "") yield sent;
      sequence = news.entries.at(-1)?.sequence ?? sequence;
      hasEnded = isEnded(news);
    }
  }

  /** Ends the stream instead of breaking it off: the client connects again either way. */
  async function* quietly(all: AsyncGenerator<string>) {
    try {
      yield* all;
    } catch (err) {
      logFailure("stream.ended_early", err);
    }
  }

  return {
    /**
     * Returns the texts of a stream; undefined if the order has ended and the client has its last entry, so
     * that it need not connect again.
     */
    async follow(following: Following): Promise<AsyncGenerator<string> | undefined> {
      const first = await firstNews(following);
      if (!first) return undefined;
      const isComplete = visibleTo(following.isStaff, first.entries).length === 0;
      return isEnded(first) && isComplete ? undefined : quietly(events(following, first));
    },
  };
};
export type StreamService = ReturnType<typeof streamService>;
