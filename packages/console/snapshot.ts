import type { JournalEntry } from "@bodega/local-cloud/journal";
import { createClient } from "@libsql/client/web";
import { paymentLines, type RazorpayBooks, type StripeBooks } from "./payment-lines";
import { type RequestLine, requestsIn, type SpanLine } from "./spans";

/** The addresses of the shop and of its clouds, by vendor. */
export interface Addresses {
  url: string;
  cloudUrls: Record<string, string>;
}

/** A route of the API, from its definition. */
export interface RouteLine {
  worker: string;
  method: string;
  path: string;
  access: string;
  summary: string;
}

/** What the console shows besides the state of the shop and its clouds. */
export interface Shown {
  /** The databases with an outbox. */
  databases: readonly string[];
  /** The key of every stand-in, and the secret of the shop's monitor. */
  token: string;
  routes: readonly RouteLine[];
}

/** A Worker as the shop lists it. */
interface ServiceLine {
  name: string;
  version: string;
  routes: string[];
  health: { name: string; status: string; latencyMs: number }[];
}

/** An event of an outbox, with its messages in the queue. */
export interface EventLine {
  id: string;
  type: string;
  subject: string;
  at: number;
  state: "pending" | "acknowledged" | "dead";
  generation: number;
}
export interface MailLine {
  id: string;
  to: string;
  subject: string;
  at: string | number;
}
/** One request of a client, with every upstream call made for it, and its spans where they were received. */
export interface TraceLine {
  requestId: string;
  startedAt: number;
  durationMs: number;
  calls: (Pick<JournalEntry, "method" | "path" | "summary" | "status" | "fault"> & {
    vendor: string;
    ms: number;
  })[];
  request?: RequestLine;
}

const TRACES_SHOWN = 100;
const EVENTS_SHOWN = 40;
/** The number of mails, and of payments. */
const LATEST_SHOWN = 20;

const json = async <T>(url: string, headers: Record<string, string> = {}): Promise<T> => {
  const answer = await fetch(url, { headers, signal: AbortSignal.timeout(3000) });
  return (await answer.json()) as T;
};

interface Outbox {
  url: string;
  token: string;
}

const eventsOf = async ({ url, token }: Outbox): Promise<EventLine[]> => {
  const client = createClient({ url, authToken: token });
  const { rows } = await client.execute(
    `select id, type, subject, created_at, acknowledged_at, dead_at, generation from outbox order by created_at desc limit ${EVENTS_SHOWN}`,
  );
  return rows.map((row) => ({
    id: String(row.id),
    type: String(row.type),
    subject: String(row.subject),
    at: Number(row.created_at),
    state:
      row.acknowledged_at !== null ? "acknowledged" : row.dead_at !== null ? "dead" : "pending",
    generation: Number(row.generation),
  }));
};

/** Returns the upstream calls of each request, as the clouds recorded them. */
const callsIn = async (urls: Addresses["cloudUrls"]): Promise<TraceLine[]> => {
  const journals = await Promise.all(
    Object.entries(urls).map(async ([vendor, url]) => {
      const { entries } = await json<{ entries: JournalEntry[] }>(`${url}/_dev/journal`);
      return entries.slice(-2000).map((entry) => ({ ...entry, vendor }));
    }),
  );
  const byRequest = Map.groupBy(
    journals.flat().filter(({ requestId }) => requestId && requestId !== "none"),
    ({ requestId }) => requestId ?? "",
  );
  return [...byRequest].map(([requestId, entries]) => {
    const calls = entries.sort((a, b) => a.startedAt - b.startedAt);
    const startedAt = calls[0]?.startedAt ?? 0;
    const endedAt = Math.max(...calls.map((call) => call.endedAt));
    return {
      requestId,
      startedAt,
      durationMs: endedAt - startedAt,
      calls: calls.map(({ vendor, method, path, summary, status, fault, ...times }) => ({
        vendor,
        method,
        path,
        summary,
        status,
        ms: times.endedAt - times.startedAt,
        ...(fault ? { fault } : {}),
      })),
    };
  });
};

/** The requests of the console itself. */
const OWN_REQUEST = "req_console";

/** Returns every request, newest first: those with spans, and those that only the clouds know. */
export const tracesOf = (calls: readonly TraceLine[], requests: readonly RequestLine[]) => {
  const known = new Map(calls.map((trace) => [trace.requestId, trace]));
  const seen = new Set(requests.map(({ requestId }) => requestId));
  const traced = requests.map((request): TraceLine => {
    const { requestId, startedAt, durationMs } = request;
    return { requestId, startedAt, durationMs, request, calls: known.get(requestId)?.calls ?? [] };
  });
  return [...traced, ...calls.filter(({ requestId }) => !seen.has(requestId))]
    .filter(({ requestId }) => requestId !== OWN_REQUEST)
    .sort((a, b) => b.startedAt - a.startedAt)
    .slice(0, TRACES_SHOWN);
};

interface Sources extends Addresses {
  shown: Shown;
  /** The spans of each trace that the console received. */
  spans: readonly SpanLine[][];
}

/** Reads everything that the console shows from the shop and its clouds. */
export const snapshotOf = async ({ url, cloudUrls: urls, shown, spans }: Sources) => {
  const { token, databases } = shown;
  const asMonitor = { authorization: `Bearer ${token}`, "x-request-id": OWN_REQUEST };
  const outboxes = databases.map((name) => ({ url: `${urls.libsql}/${name}/`, token }));
  const [services, events, resend, stripe, razorpay, qstash, calls] = await Promise.all([
    json<{ data: ServiceLine[] }>(`${url}/v1/services`, asMonitor).catch(() => ({ data: [] })),
    Promise.all(outboxes.map((outbox) => eventsOf(outbox).catch(() => []))),
    json<{ mails: MailLine[] }>(`${urls.resend}/_dev/books`),
    json<StripeBooks>(`${urls.stripe}/_dev/books`),
    json<RazorpayBooks>(`${urls.razorpay}/_dev/books`),
    json<{ deadLetters: unknown[] }>(`${urls.qstash}/_dev/books`),
    callsIn(urls),
  ]);
  return {
    services: services.data,
    routes: [...shown.routes],
    events: events
      .flat()
      .sort((a, b) => b.at - a.at)
      .slice(0, EVENTS_SHOWN),
    mails: resend.mails.slice(0, LATEST_SHOWN),
    payments: paymentLines(stripe, razorpay).slice(0, LATEST_SHOWN),
    deadLetters: qstash.deadLetters.length,
    traces: tracesOf(calls, requestsIn(spans)),
    inboxUrl: `${urls.resend}/inbox`,
  };
};
export type Snapshot = Awaited<ReturnType<typeof snapshotOf>>;
