import { ACTOR_HEADER, type Actor, type Role } from "#kernel/actor";
import { type Trace, withinCall } from "#kernel/call";
import type { Clock } from "#kernel/clock";
import type { Envelope } from "#kernel/events/events";
import type { Queue } from "#kernel/events/queue.client";
import { newId } from "#kernel/ids";

/** Returns a clock that only moves when a test advances it. */
export const movableClock = (
  startMs = Date.UTC(2026, 10, 22),
): Clock & { advance(ms: number): void } => {
  let nowMs = startMs;
  return {
    now: () => nowMs,
    advance: (ms) => {
      nowMs += ms;
    },
  };
};

/** Returns a signed-in user, as the gateway passes it to Workers. */
export const userActor = (...roles: Role[]): Extract<Actor, { kind: "user" }> => ({
  kind: "user",
  userId: newId("user"),
  sessionId: newId("session"),
  roles: roles.length > 0 ? roles : ["customer"],
});

/** Returns the headers that identify the actor to a Worker's app. */
export const as = (actor: Actor) => ({ [ACTOR_HEADER]: JSON.stringify(actor) });

export const testTrace = (): Trace => ({
  requestId: `req_${crypto.randomUUID()}`,
  traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
});

/** Runs work as one call, and waits for the background work that it started. */
export const inCall = async <T>(work: () => Promise<T>, trace: Trace = testTrace()): Promise<T> => {
  const later: Promise<unknown>[] = [];
  const value = await withinCall(trace, (rest) => void later.push(rest), work);
  await Promise.all(later);
  return value;
};

/** Returns a queue that records published events. */
export const recordingQueue = (): Queue & { published: Envelope[] } => {
  const published: Envelope[] = [];
  return {
    published,
    publish: async (events) => {
      published.push(...events);
    },
  };
};

/**
 * Returns a Worker's RPC with only the given methods. Any other method throws its own name, so that an
 * unexpected call is easy to identify.
 */
export const stubRpc = <Rpc extends object>(worker: string, given: Partial<Rpc> = {}): Rpc => {
  const missing = new Proxy(
    {},
    {
      get(_, name) {
        // `await` looks for `then`, and the test runner reads symbols when it prints a value.
        if (name === "then" || typeof name === "symbol") return undefined;
        return () => {
          throw new Error(`${worker}.${name} is not stubbed in this test.`);
        };
      },
    },
  );
  return Object.setPrototypeOf({ ...given }, missing);
};
