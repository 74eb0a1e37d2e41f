import { HTTPException } from "hono/http-exception";
import { frame, type StandIn, type StandInOptions } from "#cloud/frame/stand-in";
import { AttemptStore } from "./attempt.store";
import { AttemptRecorder } from "./attempt-recorder";
import { books } from "./books";
import type { Cloud } from "./cloud";
import { openDatabase } from "./database";
import { Deduplication } from "./deduplication";
import { Dispatcher } from "./dispatcher";
import { dlqRoutes } from "./dlq.routes";
import { refuse } from "./instructions";
import { messageRoutes } from "./message.routes";
import { MessageStore } from "./message.store";
import { publishRoutes } from "./publish.routes";
import { Publisher } from "./publisher";
import { prune } from "./retention";
import { SigningKeys } from "./signature";

const RETRY_BASE_MS = 1_000;
const PARALLELISM = 8;
const PRUNE_EVERY_MS = 30_000;

export interface QstashOptions extends StandInOptions {
  currentSigningKey: string;
  nextSigningKey: string;
  clock?: () => number;
  /** The wait before the first retry, which doubles for each further one. The vendor's is 12 s. */
  retryBaseMs?: number;
  /** The maximum number of concurrent deliveries. */
  parallelism?: number;
}

const openCloud = (options: QstashOptions, framed: ReturnType<typeof frame>): Cloud => {
  const { clock = Date.now, retryBaseMs = RETRY_BASE_MS, parallelism = PARALLELISM } = options;
  const db = openDatabase(options.dataDir);
  const stores = {
    db,
    clock,
    messages: new MessageStore(db),
    attempts: new AttemptStore(db),
    deduplication: new Deduplication(db),
    keys: new SigningKeys(options.currentSigningKey, options.nextSigningKey),
  };
  const publisher = new Publisher({ ...stores, faults: framed.faults });
  const recorder = new AttemptRecorder({ ...stores, retryBaseMs });
  const dispatcher = new Dispatcher({ ...stores, recorder, parallelism });
  return { ...stores, publisher, dispatcher };
};

const mount = (app: StandIn["app"], token: string, cloud: Cloud) => {
  app.onError((error, c) => {
    if (error instanceof HTTPException) return c.json({ error: error.message }, error.status);
    console.error(error);
    return c.json({ error: "internal server error" }, 500);
  });
  app.notFound((c) => c.json({ error: "not found" }, 404));
  app.use("/v2/*", async (c, next) => {
    const authorization =
      c.req.header("authorization") ?? `Bearer ${c.req.query("qstash_token") ?? ""}`;
    if (authorization !== `Bearer ${token}`) refuse(401, "unauthorized: invalid token");
    await next();
  });
  app.route("/v2", publishRoutes(cloud));
  app.route("/v2/messages", messageRoutes(cloud));
  app.route("/v2/dlq", dlqRoutes(cloud));
  app.get("/v2/keys", (c) => c.json(cloud.keys.report()));
  app.post("/v2/keys/rotate", (c) => {
    cloud.keys.rotate();
    return c.json(cloud.keys.report());
  });
};

/**
 * Creates a stand-in for QStash. In addition to the vendor's protocol, `POST /_dev/deliver` tries all waiting
 * messages at once and answers when no delivery is running. With `?only=due` it tries only the messages that are
 * due by the clock.
 */
export const qstashStandIn = (options: QstashOptions): StandIn => {
  const framed = frame({ name: "qstash", books: () => books(cloud) });
  const cloud = openCloud(options, framed);
  framed.app.post("/_dev/deliver", async (c) => {
    const { messages, dispatcher, clock } = cloud;
    const released = c.req.query("only") === "due" ? 0 : messages.releaseAll(clock());
    await dispatcher.idle();
    return c.json({ released });
  });
  mount(framed.app, options.token, cloud);
  const pruning = setInterval(() => prune(cloud), PRUNE_EVERY_MS);
  return {
    ...framed,
    close() {
      clearInterval(pruning);
      cloud.dispatcher.close();
      cloud.db.close();
    },
  };
};
