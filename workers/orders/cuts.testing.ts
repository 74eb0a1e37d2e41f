import { spyOn } from "bun:test";
import type { PaymentsRpc } from "#contract/payments";
import { DependencyError } from "#kernel/errors";
import { testOrders } from "./testing";

/** The ways in which a call to the database or to the payments Worker can fail. */
export const CUTS = {
  "was never sent": { applied: false, dies: false },
  "was applied and lost its answer": { applied: true, dies: false },
  "was never sent and the process died": { applied: false, dies: true },
  "was applied and the process died": { applied: true, dies: true },
} as const;
export type Cut = (typeof CUTS)[keyof typeof CUTS];

/** Counts the calls to the database and to the payments Worker, and makes one of them fail. */
const cuttableWire = () => {
  let calls = 0;
  let cutAt = Number.POSITIVE_INFINITY;
  let cut: Cut = CUTS["was never sent"];

  return {
    async carry<T>(drop: (applied: boolean) => Promise<T>, send: () => Promise<T>): Promise<T> {
      calls += 1;
      if (calls === cutAt) return drop(cut.applied);
      if (calls > cutAt && cut.dies) return drop(false);
      return send();
    },

    /** Runs the work of one process and makes its n-th call fail. Returns the number of calls. */
    async during(at: number, how: Cut, work: () => Promise<unknown>) {
      calls = 0;
      cutAt = at;
      cut = how;
      try {
        await work();
      } finally {
        cutAt = Number.POSITIVE_INFINITY;
      }
      return calls;
    },
  };
};

/** Returns an HTTP answer with headers, whose body fails to arrive. */
const brokenOff = () =>
  new Response(new ReadableStream({ start: (body) => body.error(new Error("reset")) }));

/** Starts the orders Worker so that a test can cut its calls to the database and to the payments Worker. */
export const cuttableOrders = async () => {
  const wire = cuttableWire();
  const carried =
    <Args extends unknown[], T>(method: (...args: Args) => Promise<T>) =>
    (...args: Args) =>
      wire.carry(
        async (applied) => {
          if (applied) await method(...args);
          throw new DependencyError("payments");
        },
        () => method(...args),
      );
  const wired = (rpc: PaymentsRpc): PaymentsRpc => ({
    ...rpc,
    authorise: carried(rpc.authorise),
    authoriseAll: carried(rpc.authoriseAll),
    refreshAll: carried(rpc.refreshAll),
    captureAll: carried(rpc.captureAll),
    endAll: carried(rpc.endAll),
    recordMoney: carried(rpc.recordMoney),
    methodsOf: carried(rpc.methodsOf),
    refund: carried(rpc.refund),
  });
  const shop = await testOrders({ wired });

  const unwired = globalThis.fetch;
  const fetching = spyOn(globalThis, "fetch").mockImplementation(((
    input: Request,
    init?: RequestInit,
  ) => {
    const send = () => unwired(input, init);
    return wire.carry(async (applied) => {
      if (!applied) throw new TypeError("fetch failed");
      await send();
      return brokenOff();
    }, send);
  }) as typeof fetch);

  const stop = async () => {
    fetching.mockRestore();
    await shop.stop();
  };
  return { ...shop, during: wire.during, stop };
};
export type CuttableOrders = Awaited<ReturnType<typeof cuttableOrders>>;
