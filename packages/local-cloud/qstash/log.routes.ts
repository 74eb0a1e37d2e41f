import { Hono } from "hono";
import type { StandInEnv } from "#cloud/frame/stand-in";
import type { Cloud } from "./cloud";
import { readSelection } from "./filter";
import type { LogEntry } from "./log.store";
import type { Message } from "./message";
import { logView } from "./view";

const LOGS_MAX = 1_000;
const IN_PROGRESS = new Set(["ACTIVE", "RETRY", "ERROR"]);

const hasState = (entry: LogEntry, state: string | null) =>
  !state || entry.state === state || (state === "IN_PROGRESS" && IN_PROGRESS.has(entry.state));

const findLogs = ({ logs, messages }: Cloud, query: URLSearchParams) => {
  const selection = readSelection(query, "logs");
  const known = new Map<string, Message | undefined>();
  const messageOf = (id: string) => {
    if (!known.has(id)) known.set(id, messages.any(id));
    return known.get(id);
  };
  const found: ReturnType<typeof logView>[] = [];
  const count = Math.min(selection.count ?? 100, LOGS_MAX);
  for (const entry of logs.newest(selection.before)) {
    if (!hasState(entry, query.get("state")) || !selection.isWithin(entry.time)) continue;
    const message = messageOf(entry.messageId);
    if (!message || !selection.matches(message)) continue;
    if (found.push(logView(entry, message)) === count) return { found, cursor: String(entry.seq) };
  }
  return { found };
};

/** `/v2/logs`, and under its older name `/v2/events`. */
export const logRoutes = (cloud: Cloud) => {
  const app = new Hono<StandInEnv>();
  for (const name of ["logs", "events"])
    app.get(`/${name}`, (c) => {
      const { found, cursor } = findLogs(cloud, new URL(c.req.url).searchParams);
      return c.json({ ...(cursor ? { cursor } : {}), [name]: found });
    });
  return app;
};
