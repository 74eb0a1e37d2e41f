import { fileURLToPath } from "node:url";
import type { Flood, Tally } from "./crowd";

const PROGRAM = fileURLToPath(import.meta.resolve("./strangers.ts"));

/**
 * Starts the flood in a process of its own, so that it does not disturb measurements. Returns its
 * tally.
 */
export const startFlood = (order: Flood) => {
  const reply = Promise.withResolvers<Tally>();
  const child = Bun.spawn([process.execPath, PROGRAM], {
    stdio: ["ignore", "inherit", "inherit"],
    ipc: (message: Tally) => reply.resolve(message),
    onExit: () => reply.reject(new Error("The flood's process ended; see above.")),
  });
  child.send(order);
  reply.promise.catch(() => undefined);
  return {
    pid: child.pid,
    tally: reply.promise,
    async stop() {
      child.kill("SIGTERM");
      await child.exited;
    },
  };
};
