import { type Flood, flood } from "./crowd";

/** The flood in a process of its own: receives its options by message, and sends its tally. */
process.on("message", async (order: Flood) => {
  process.send?.(await flood(order));
});
process.on("disconnect", () => process.exit(0));
process.on("SIGINT", () => undefined);
