import { refuse } from "./instructions";
import type { Message } from "./message";

const PAGE_MAX = 100;

const integer = (query: URLSearchParams, name: string) => {
  const text = query.get(name);
  if (text === null || text === "") return undefined;
  return /^\d+$/.test(text) ? Number(text) : refuse(400, `invalid ${name}: ${text}`);
};

/** Throws 400 if the query has any other parameter. A misspelt filter would otherwise select everything. */
export const refuseOthers = (query: URLSearchParams, names: readonly string[]) => {
  const unknown = [...query.keys()].find(
    (name) => name !== "qstash_token" && !names.includes(name),
  );
  if (unknown !== undefined) refuse(400, `unknown filter: ${unknown}`);
};

/** Returns one page of the messages, newest first. */
export const pageOf = (messages: Message[], query: URLSearchParams) => {
  refuseOthers(query, ["count", "cursor"]);
  const before = integer(query, "cursor") ?? Number.MAX_SAFE_INTEGER;
  const found = messages.filter(({ seq }) => seq < before);
  const page = found.slice(0, Math.min(integer(query, "count") ?? PAGE_MAX, PAGE_MAX));
  const last = page.at(-1);
  return { page, ...(last && found.length > page.length ? { cursor: String(last.seq) } : {}) };
};
