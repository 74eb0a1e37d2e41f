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

/** Reads the query of a list or bulk endpoint. */
export const readSelection = (query: URLSearchParams): Selection => {
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
