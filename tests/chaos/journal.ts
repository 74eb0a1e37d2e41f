import { appendFileSync } from "node:fs";

/** The outcome of one try of a request; null if no answer arrived. */
export interface Try {
  at: number;
  status: number | null;
  text: string;
  retryAfter: string | null;
}

/** A client's request with all its tries. All tries have the same key and body. */
export interface Exchange {
  n: number;
  /** The name of the actor, such as `buyer-17`. */
  actor: string;
  method: string;
  path: string;
  headers: Record<string, string>;
  key: string | null;
  body: string | null;
  startedAt: number;
  tries: Try[];
  /** The definite answer, and how long after the first try it arrived; null if none did. */
  answer: { status: number; text: string; afterMs: number } | null;
}
export type NewExchange = Pick<Exchange, "actor" | "method" | "path" | "headers" | "key" | "body">;

/**
 * The requests of all clients. A request is in the file before it is sent, so that the record survives
 * the clients.
 */
export const clientJournal = (file: string) => {
  const exchanges: Exchange[] = [];
  const write = (line: object) => appendFileSync(file, `${JSON.stringify(line)}\n`);
  return {
    exchanges,
    begin(request: NewExchange): Exchange {
      const exchange = {
        n: exchanges.length + 1,
        ...request,
        startedAt: Date.now(),
        tries: [],
        answer: null,
      };
      exchanges.push(exchange);
      write(exchange);
      return exchange;
    },
    tried(exchange: Exchange, outcome: Try) {
      exchange.tries.push(outcome);
      write({ n: exchange.n, ...outcome });
    },
  };
};
export type ClientJournal = ReturnType<typeof clientJournal>;
