import { refuse } from "./instructions";
import type { Message } from "./message";

/** What each filter of the list and bulk endpoints compares with; any of its values will do. */
const FIELDS: Record<string, (message: Message) => (string | null | undefined)[]> = {
  messageId: ({ messageId }) => [messageId],
  messageIds: ({ messageId }) => [messageId],
  dlqIds: ({ dlqId }) => [dlqId],
  url: ({ url }) => [url],
  host: ({ url }) => [new URL(url).host],
  path: ({ url }) => [new URL(url).pathname],
  topicName: ({ topicName }) => [topicName],
  queueName: ({ queueName }) => [queueName],
  scheduleId: ({ scheduleId }) => [scheduleId],
  flowControlKey: ({ instructions }) => [instructions.flow?.key],
  label: ({ instructions }) => instructions.labels,
  callerIp: () => ["127.0.0.1"],
  callerIP: () => ["127.0.0.1"],
  responseStatus: ({ reply }) => [reply && String(reply.status)],
};

const EVERYWHERE = [
  ...["count", "cursor", "fromDate", "toDate", "callerIp", "callerIP", "flowControlKey", "label"],
  ...["queueName", "scheduleId", "topicName", "url"],
];

/** What each endpoint may be asked, as the filter types of `@upstash/qstash` 2.12.0 list it. */
const ALLOWED = {
  dlq: new Set([...EVERYWHERE, "dlqIds", "messageId", "responseStatus"]),
  logs: new Set([...EVERYWHERE, "host", "messageId", "messageIds", "path", "state"]),
  messages: new Set([...EVERYWHERE, "host", "messageIds", "path"]),
};
type Endpoint = keyof typeof ALLOWED;

const PAGE_MAX = 100;

const integer = (query: URLSearchParams, name: string) => {
  const text = query.get(name);
  if (text === null || text === "") return undefined;
  return /^\d+$/.test(text) ? Number(text) : refuse(400, `invalid ${name}: ${text}`);
};

/** A parameter may be repeated, or hold several values between commas. A URL may hold commas itself. */
const valuesOf = (query: URLSearchParams, name: string) => {
  const values = query.getAll(name);
  return name === "url" || name === "path" ? values : values.flatMap((value) => value.split(","));
};

export interface Selection {
  matches(message: Message): boolean;
  isWithin(time: number): boolean;
  count: number | undefined;
  /** Only what is older than this sequence number. */
  before: number;
}

/** Refuses a misspelt filter: without it the request would mean everything. */
const refuseUnknown = (query: URLSearchParams, endpoint: Endpoint) => {
  const unknown = [...query.keys()].find(
    (name) => name !== "qstash_token" && !ALLOWED[endpoint].has(name),
  );
  if (unknown !== undefined) refuse(400, `unknown filter: ${unknown}`);
};

/** Reads the query of a list or bulk endpoint. Throws a 400 at a name that the endpoint does not know. */
export const readSelection = (query: URLSearchParams, endpoint: Endpoint): Selection => {
  refuseUnknown(query, endpoint);
  const wanted = Object.keys(FIELDS)
    .filter((name) => query.has(name))
    .map((name) => ({ read: FIELDS[name], values: new Set(valuesOf(query, name)) }));
  const from = integer(query, "fromDate") ?? 0;
  const to = integer(query, "toDate") ?? Number.POSITIVE_INFINITY;
  return {
    matches: (message) =>
      wanted.every(({ read, values }) => read?.(message).some((own) => own && values.has(own))),
    isWithin: (time) => time >= from && time <= to,
    count: integer(query, "count"),
    before: integer(query, "cursor") ?? Number.MAX_SAFE_INTEGER,
  };
};

/**
 * Reads what a bulk call is about. Throws a 400 at a body as well: this stand-in reads filters from the
 * query alone, and to ignore those of a body would mean everything.
 */
export const readBulkSelection = async (request: Request, endpoint: Endpoint) => {
  if ((await request.text()).trim() !== "") refuse(400, "filters belong in the query");
  return readSelection(new URL(request.url).searchParams, endpoint);
};

/** The selected messages, newest first, and where the next page begins. */
export const select = (messages: Message[], selection: Selection, pageMax = PAGE_MAX) => {
  const found = messages.filter(
    (message) =>
      message.seq < selection.before &&
      selection.isWithin(message.createdAt) &&
      selection.matches(message),
  );
  const page = found.slice(0, Math.min(selection.count ?? pageMax, pageMax));
  const last = page.at(-1);
  return { page, ...(last && found.length > page.length ? { cursor: String(last.seq) } : {}) };
};
