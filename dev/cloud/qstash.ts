import { HTTPException } from "hono/http-exception";
import { books } from "./qstash/books";
import type { Cloud } from "./qstash/cloud";
import { openDatabase } from "./qstash/database";
import { Deduplication } from "./qstash/deduplication";
import { Dispatcher } from "./qstash/dispatcher";
import { dlqRoutes } from "./qstash/dlq.routes";
import { FlowControl } from "./qstash/flow";
import { flowRoutes } from "./qstash/flow.routes";
import { refuse } from "./qstash/instructions";
import { logRoutes } from "./qstash/log.routes";
import { LogStore } from "./qstash/log.store";
import { messageRoutes } from "./qstash/message.routes";
import { MessageStore } from "./qstash/message.store";
import { publishRoutes } from "./qstash/publish.routes";
import { Publisher } from "./qstash/publisher";
import { queueRoutes } from "./qstash/queue.routes";
import { QueueStore } from "./qstash/queue.store";
import { prune } from "./qstash/retention";
import { scheduleRoutes } from "./qstash/schedule.routes";
import { ScheduleStore } from "./qstash/schedule.store";
import { Scheduler } from "./qstash/scheduler";
import { Settlement } from "./qstash/settlement";
import { SigningKeys } from "./qstash/signature";
import { topicRoutes } from "./qstash/topic.routes";
import { TopicStore } from "./qstash/topic.store";
import { frame, type StandIn, type StandInOptions } from "./stand-in";

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
