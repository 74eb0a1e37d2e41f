import { spyOn } from "bun:test";
import type { PaymentsRpc } from "#contract/payments";
import { DependencyError } from "#kernel/errors";
import { testOrders } from "./testing";

/** How a call upstream can go wrong. */
export const CUTS = {
  "was never sent": { applied: false, dies: false },
  "has lost its answer": { applied: true, dies: false },
  "is the last thing before the process dies": { applied: false, dies: true },
  "is the last thing that the dying process has done": { applied: true, dies: true },
} as const;
export type Cut = (typeof CUTS)[keyof typeof CUTS];

/** The wire to everything upstream, counting calls, and cut at one of them. */
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

    /** Runs work of one process with the wire cut at its n-th call; answers how many it has made. */
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

/** An answer that breaks off: the headers are there, the body never comes. */
const brokenOff = () =>
  new Response(new ReadableStream({ start: (body) => body.error(new Error("reset")) }));

/** The orders' services behind a wire that can be cut between them and their database and payments. */
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
