import { fileURLToPath } from "node:url";
import type { Order } from "./generator";
import type { Measured } from "./load";

const PROGRAM = fileURLToPath(import.meta.resolve("./generator.ts"));

/** Starts the load's process. Returns a function that runs a scenario in it. */
export const startGenerator = async (products: number) => {
  let reply = Promise.withResolvers<Measured | "ready">();
  const child = Bun.spawn([process.execPath, PROGRAM, String(products)], {
    stdio: ["ignore", "inherit", "inherit"],
    ipc: (message: Measured | "ready") => reply.resolve(message),
    onExit: () => reply.reject(new Error("The load's process ended; see above.")),
  });
  await reply.promise;
  return {
    pid: child.pid,
    async run(order: Order): Promise<Measured> {
      reply = Promise.withResolvers();
      child.send(order);
      return (await reply.promise) as Measured;
    },
    async stop() {
      reply.promise.catch(() => undefined);
      child.kill("SIGTERM");
      await child.exited;
    },
  };
};
export type Generator = Awaited<ReturnType<typeof startGenerator>>;
