import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { conformity, type SeenAnswer } from "#api/conformity";
import { routeDefinitions } from "#api/definitions";
import type { JournalEntry } from "#cloud/journal";
import type { Vendor } from "#dev/clouds";
import { startShop } from "#dev/shop";
import { freePorts } from "#tests/free-ports";

export interface Answer<T = Record<string, never>> {
  status: number;
  headers: Headers;
  body: T;
  text: string;
}

// biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the shop answered.
export type Json = any;

interface Ask {
  body?: unknown;
  /** Sent unchanged, instead of `body`. */
  raw?: string;
  headers?: Record<string, string>;
  token?: string | undefined;
}

const parsed = (text: string): Json => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const findingsIn = conformity(await routeDefinitions());

/** Holds every answer of every system test to the definition of its route. */
const requireConforming = (answer: SeenAnswer) => {
  const findings = findingsIn(answer);
  if (findings.length === 0) return;
  const { method, path, status, text } = answer;
  throw new Error(`${method} ${path} answers ${status}: ${findings.join("; ")}\n${text}`);
};

/** Returns a function that sends one HTTP request to the shop, as a storefront does. */
export const clientOf =
  (url: string) =>
  async (
    method: string,
    path: string,
    { body, raw, headers, token }: Ask = {},
  ): Promise<Answer<Json>> => {
    const text = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await fetch(`${url}${path}`, {
      method,
      redirect: "manual",
      headers: {
        ...(text === undefined ? {} : { "content-type": "application/json" }),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...headers,
      },
      ...(text === undefined ? {} : { body: text }),
    });
    const answer = {
      status: response.status,
      headers: response.headers,
      text: await response.text(),
    };
    requireConforming({ method, path, ...answer });
    return { ...answer, body: parsed(answer.text) };
  };

const WAIT_MS = 20_000;

/** Reads until the condition holds, and returns what was read. Throws with the last value if it never holds. */
export const eventually = async <T>(
  what: string,
  read: () => Promise<T>,
  holds: (seen: T) => boolean,
): Promise<T> => {
  const until = Date.now() + WAIT_MS;
  for (;;) {
    const seen = await read();
    if (holds(seen)) return seen;
    if (Date.now() > until)
      throw new Error(`${what} was never true; last seen: ${JSON.stringify(seen)}`);
    await Bun.sleep(25);
  }
};

/** Reads what the clouds of a shop recorded, and sets their faults. */
export const cloudsAt = (urls: Record<Vendor, string>) => {
  const books = async (vendor: Vendor): Promise<Json> =>
    (await fetch(`${urls[vendor]}/_dev/books`)).json();
  return {
    books,
    /** The calls that a vendor received, oldest first. */
    journal: async (vendor: Vendor): Promise<JournalEntry[]> => {
      const answer = await fetch(`${urls[vendor]}/_dev/journal`);
      return ((await answer.json()) as { entries: JournalEntry[] }).entries;
    },
    /** The mails to an address, newest first. */
    mailsTo: async (email: string): Promise<Json[]> =>
      (await books("resend")).mails.filter((mail: Json) => JSON.stringify(mail.to).includes(email)),
    /** The payment intents of orders. */
    intentsOf: async (orderIds: readonly string[]): Promise<Json[]> =>
      (await books("stripe")).paymentIntents.filter((intent: Json) =>
        orderIds.some((id) => JSON.stringify(intent.metadata).includes(id)),
      ),
    /** Answers the challenge of a payment intent, as the buyer does on the bank's page. */
    authenticate: (intentId: string, outcome: "success" | "failure") =>
      fetch(`${urls.stripe}/_dev/intents/${intentId}/authenticate`, {
        method: "POST",
        body: JSON.stringify({ outcome }),
        headers: { "content-type": "application/json" },
      }),
    faults: (vendor: Vendor, rules: object[]) =>
      fetch(`${urls[vendor]}/_dev/faults`, {
        method: "PUT",
        body: JSON.stringify({ seed: 7, rules }),
        headers: { "content-type": "application/json" },
      }),
    heal: (vendor: Vendor) => fetch(`${urls[vendor]}/_dev/faults`, { method: "DELETE" }),
  };
};

/**
 * Starts the whole shop on free ports with an empty state: `wrangler dev`, all Workers, all
 * stand-ins. The given variables replace those of the development shop.
 */
export const startSystem = async (variables: Record<string, string> = {}) => {
  const folder = mkdtempSync(join(tmpdir(), "bodega-"));
  const lines: string[] = [];
  const shop = await startShop({
    folder,
    ports: freePorts(),
    variables,
    print: (line) => void lines.push(line),
  }).catch((err) => {
    throw new Error(`${err.message}\n${lines.join("\n")}`);
  });
  const ask = clientOf(shop.url);
  const { urls } = shop.clouds;

  const clouds = cloudsAt(urls);

  return {
    ...shop,
    ...clouds,
    ask,
    /** What the Workers have logged. */
    lines,
    sweep: () => fetch(`${shop.url}/cdn-cgi/handler/scheduled`),
    signIn: async (email: string, password = "corner-shop-2026") =>
      (await ask("POST", "/v1/auth/login", { body: { email, password } })).body
        .accessToken as string,
    /** Every upstream call made for a request, over all clouds, oldest first. */
    callsOf: async (requestId: string) => {
      const all = await Promise.all((Object.keys(urls) as Vendor[]).map(clouds.journal));
      return all
        .flat()
        .filter((entry) => entry.requestId === requestId)
        .sort((a, b) => a.startedAt - b.startedAt);
    },
    stop: async () => {
      await shop.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
export type System = Awaited<ReturnType<typeof startSystem>>;

/** Returns the longest chain of calls that do not overlap: the round trips of a request. */
export const sequentialDepth = (calls: readonly Pick<JournalEntry, "startedAt" | "endedAt">[]) => {
  let depth = 0;
  let freeAt = Number.NEGATIVE_INFINITY;
  for (const call of calls.toSorted((a, b) => a.endedAt - b.endedAt)) {
    if (call.startedAt < freeAt) continue;
    depth += 1;
    freeAt = call.endedAt;
  }
  return depth;
};
