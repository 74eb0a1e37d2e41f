import type { Database } from "bun:sqlite";
import type { Deduplication } from "./deduplication";
import type { Dispatcher } from "./dispatcher";
import type { FlowControl } from "./flow";
import type { LogStore } from "./log.store";
import type { MessageStore } from "./message.store";
import type { Publisher } from "./publisher";
import type { QueueStore } from "./queue.store";
import type { ScheduleStore } from "./schedule.store";
import type { Scheduler } from "./scheduler";
import type { SigningKeys } from "./signature";
import type { TopicStore } from "./topic.store";

/** Everything the routes speak to. */
export interface Cloud {
  db: Database;
  messages: MessageStore;
  logs: LogStore;
  topics: TopicStore;
  queues: QueueStore;
  schedules: ScheduleStore;
  flows: FlowControl;
  deduplication: Deduplication;
  keys: SigningKeys;
  publisher: Publisher;
  dispatcher: Dispatcher;
  scheduler: Scheduler;
  clock: () => number;
}
