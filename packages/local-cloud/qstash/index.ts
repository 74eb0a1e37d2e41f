import { HTTPException } from "hono/http-exception";
import { frame, type StandIn, type StandInOptions } from "#cloud/frame/stand-in";
import { books } from "./books";
import type { Cloud } from "./cloud";
import { openDatabase } from "./database";
import { Deduplication } from "./deduplication";
import { Dispatcher } from "./dispatcher";
import { dlqRoutes } from "./dlq.routes";
import { FlowControl } from "./flow";
import { flowRoutes } from "./flow.routes";
import { refuse } from "./instructions";
import { logRoutes } from "./log.routes";
import { LogStore } from "./log.store";
import { messageRoutes } from "./message.routes";
import { MessageStore } from "./message.store";
import { publishRoutes } from "./publish.routes";
import { Publisher } from "./publisher";
import { queueRoutes } from "./queue.routes";
import { QueueStore } from "./queue.store";
import { prune } from "./retention";
import { scheduleRoutes } from "./schedule.routes";
import { ScheduleStore } from "./schedule.store";
import { Scheduler } from "./scheduler";
import { Settlement } from "./settlement";
import { SigningKeys } from "./signature";
import { topicRoutes } from "./topic.routes";
import { TopicStore } from "./topic.store";

const RETRY_BASE_MS = 1_000;
const PARALLELISM = 8;
const PRUNE_EVERY_MS = 30_000;

export interface QstashOptions extends StandInOptions {
  currentSigningKey: string;
  nextSigningKey: string;
  clock?: () => number;
  /** The wait before the first retry; it doubles from there. The vendor's is 12 s. */
  retryBaseMs?: number;
  /** Deliveries in flight at once. */
  parallelism?: number;
}

const openCloud = (options: QstashOptions, framed: ReturnType<typeof frame>): Cloud => {
  const { clock = Date.now, retryBaseMs = RETRY_BASE_MS, parallelism = PARALLELISM } = options;
  const db = openDatabase(options.dataDir);
  const stores = {
    db,
    clock,
    messages: new MessageStore(db),
    logs: new LogStore(db),
    topics: new TopicStore(db),
    queues: new QueueStore(db),
    schedules: new ScheduleStore(db),
    flows: new FlowControl(db),
    deduplication: new Deduplication(db),
    keys: new SigningKeys(options.currentSigningKey, options.nextSigningKey),
  };
  const publisher = new Publisher({ ...stores, faults: framed.faults });
  const settlement = new Settlement({ ...stores, publisher, retryBaseMs });
  const dispatcher = new Dispatcher({ ...stores, settlement, parallelism });
  const scheduler = new Scheduler({ ...stores, publisher, dispatcher });
  return { ...stores, publisher, dispatcher, scheduler };
};

const mount = (app: StandIn["app"], token: string, cloud: Cloud) => {
  app.onError((error, c) => {
    if (error instanceof HTTPException) return c.json({ error: error.message }, error.status);
    console.error(error);
    return c.json({ error: "internal server error" }, 500);
  });
  app.notFound((c) => c.json({ error: "not found" }, 404));
  app.use("/v2/*", async (c, next) => {
    const given = c.req.header("authorization") ?? `Bearer ${c.req.query("qstash_token") ?? ""}`;
    if (given !== `Bearer ${token}`) refuse(401, "unauthorized: invalid token");
    await next();
  });
  app.route("/v2", publishRoutes(cloud));
  app.route("/v2", logRoutes(cloud));
  app.route("/v2/messages", messageRoutes(cloud));
  app.route("/v2/dlq", dlqRoutes(cloud));
  app.route("/v2/topics", topicRoutes(cloud));
  app.route("/v2/queues", queueRoutes(cloud));
  app.route("/v2/schedules", scheduleRoutes(cloud));
  app.route("/v2/flowControl", flowRoutes(cloud));
  app.get("/v2/globalParallelism", (c) => c.json(cloud.dispatcher.load));
  app.get("/v2/keys", (c) => c.json(cloud.keys.report()));
  app.post("/v2/keys/rotate", (c) => {
    cloud.keys.rotate();
    return c.json(cloud.keys.report());
  });
};

/**
 * QStash on this machine. Beside the vendor's protocol: `POST /_dev/deliver` tries everything that
 * waits now — held, delayed or between retries — and answers when nothing is in flight any more; with
 * `?only=due` it looks at the clock again and tries what that makes due, schedules included.
 */
export const qstashStandIn = (options: QstashOptions): StandIn => {
  const framed = frame({ name: "qstash", books: () => books(cloud) });
  const cloud = openCloud(options, framed);
  framed.app.post("/_dev/deliver", async (c) => {
    const { messages, dispatcher, scheduler, clock } = cloud;
    scheduler.run();
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
      cloud.scheduler.close();
      cloud.dispatcher.close();
      cloud.db.close();
    },
  };
};
