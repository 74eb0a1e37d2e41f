import { type Flood, flood } from "./crowd";

/** The flood, in a process of its own: told by message what to do, it answers with its tally. */
process.on("message", async (order: Flood) => {
  process.send?.(await flood(order));
});
process.on("disconnect", () => process.exit(0));
process.on("SIGINT", () => undefined);
