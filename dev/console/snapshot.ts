import { createClient } from "@libsql/client/web";
import type { JournalEntry } from "#cloud/journal";
import type { ServiceEntry } from "#contract/gateway";
import { DATABASES } from "#db/databases";
import { type Clouds, DEV_TOKEN, VENDORS, type Vendor } from "#dev/clouds";

/** The addresses of the shop and its clouds. */
export interface Addresses {
  url: string;
  cloudUrls: Clouds["urls"];
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
export interface PaymentLine {
  id: string;
  amount: number;
  currency: string;
  status: string;
  amountCaptured: number;
}
/** One request of a client, with every upstream call made for it. */
export interface TraceLine {
  requestId: string;
  startedAt: number;
  durationMs: number;
  calls: (Pick<JournalEntry, "method" | "path" | "summary" | "status" | "fault"> & {
    vendor: Vendor;
    ms: number;
  })[];
}

const TRACES_SHOWN = 25;
const EVENTS_SHOWN = 40;
/** The number of mails, and of payments. */
const LATEST_SHOWN = 20;

const json = async <T>(url: string, headers: Record<string, string> = {}): Promise<T> => {
  const answer = await fetch(url, { headers, signal: AbortSignal.timeout(3000) });
  return (await answer.json()) as T;
};

const eventsOf = async (libsqlUrl: string, database: string): Promise<EventLine[]> => {
  const client = createClient({ url: `${libsqlUrl}/${database}/`, authToken: DEV_TOKEN });
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

const tracesOf = async (urls: Clouds["urls"]): Promise<TraceLine[]> => {
  const journals = await Promise.all(
    VENDORS.map(async (vendor) => {
      const { entries } = await json<{ entries: JournalEntry[] }>(`${urls[vendor]}/_dev/journal`);
      return entries.slice(-2000).map((entry) => ({ ...entry, vendor }));
    }),
  );
  const byRequest = Map.groupBy(
    journals.flat().filter(({ requestId }) => requestId && requestId !== "none"),
    ({ requestId }) => requestId ?? "",
  );
  return [...byRequest]
    .map(([requestId, entries]) => {
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
    })
    .sort((a, b) => b.startedAt - a.startedAt)
    .slice(0, TRACES_SHOWN);
};

const asMonitor = { authorization: `Bearer ${DEV_TOKEN}` };

/** Reads everything that the console shows from the shop and its clouds. */
export const snapshotOf = async ({ url, cloudUrls: urls }: Addresses) => {
  const [services, events, resend, stripe, qstash, traces] = await Promise.all([
    json<{ data: ServiceEntry[] }>(`${url}/v1/services`, asMonitor).catch(() => ({ data: [] })),
    Promise.all(DATABASES.map((name) => eventsOf(urls.libsql, name).catch(() => []))),
    json<{ mails: MailLine[] }>(`${urls.resend}/_dev/books`),
    json<{ paymentIntents: PaymentLine[] }>(`${urls.stripe}/_dev/books`),
    json<{ deadLetters: unknown[] }>(`${urls.qstash}/_dev/books`),
    tracesOf(urls),
  ]);
  return {
    services: services.data,
    events: events
      .flat()
      .sort((a, b) => b.at - a.at)
      .slice(0, EVENTS_SHOWN),
    mails: resend.mails.slice(0, LATEST_SHOWN),
    // Other lists are newest first, this one is oldest first.
    payments: stripe.paymentIntents.slice(-LATEST_SHOWN).reverse(),
    deadLetters: qstash.deadLetters.length,
    traces,
    inboxUrl: `${urls.resend}/inbox`,
  };
};
export type Snapshot = Awaited<ReturnType<typeof snapshotOf>>;
