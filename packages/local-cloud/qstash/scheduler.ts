import { HTTPException } from "hono/http-exception";
import { nextRun } from "./cron";
import type { Dispatcher } from "./dispatcher";
import type { Publisher } from "./publisher";
import type { Schedule, ScheduleStore } from "./schedule.store";

const NAP_MAX_MS = 60_000;
const NEVER = Number.MAX_SAFE_INTEGER;

interface Parts {
  schedules: ScheduleStore;
  publisher: Publisher;
  dispatcher: Dispatcher;
  clock: () => number;
}

/** Publishes what the cron lines say. Runs that fell into a time when nothing ran are not made up for. */
export class Scheduler {
  readonly #parts: Parts;
  #timer: Timer | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    const now = parts.clock();
    for (const schedule of parts.schedules.due(now)) this.#plan(schedule, now);
    this.#sleep(now);
  }

  /** Keeps a schedule whose next run is still to be found. */
  save(schedule: Omit<Schedule, "nextAt">) {
    const now = this.#parts.clock();
    this.#plan(schedule, now);
    this.#sleep(now);
  }

  /** Publishes every schedule whose time has come. */
  run() {
    const { schedules, publisher, dispatcher, clock } = this.#parts;
    const now = clock();
    for (const schedule of schedules.due(now)) {
      const { scheduleId, destination, headers, body } = schedule;
      const queueName = headers["upstash-queue-name"];
      try {
        publisher.publish({ destination, headers, body, queueName, scheduleId });
      } catch (error) {
        // The URL group it publishes to is gone; the vendor goes on too.
        if (!(error instanceof HTTPException)) throw error;
      }
      this.#plan({ ...schedule, lastAt: now }, now);
    }
    this.#sleep(now);
    dispatcher.wake();
  }

  close() {
    clearTimeout(this.#timer);
  }

  #plan(schedule: Omit<Schedule, "nextAt">, now: number) {
    this.#parts.schedules.save({ ...schedule, nextAt: nextRun(schedule.cron, now) ?? NEVER });
  }

  #sleep(now: number) {
    clearTimeout(this.#timer);
    const next = this.#parts.schedules.nextDue();
    if (next === undefined) return;
    this.#timer = setTimeout(() => this.run(), Math.min(Math.max(0, next - now), NAP_MAX_MS));
  }
}
