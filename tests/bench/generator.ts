import { generatedProducts } from "#workers/catalog/seed/seed.store";
import { KDF_SCENARIOS } from "./kdfs";
import { closedLoop, type Run } from "./load";
import { BARE, SCENARIOS } from "./scenarios";

/** The load in a process of its own: receives a scenario by message, and sends its measurement. */
const products = [...generatedProducts(0, Number(process.argv[2]))];

export interface Order extends Run {
  scenario: string;
}

process.on("message", async ({ scenario: name, ...run }: Order) => {
  const scenario = [BARE, ...SCENARIOS, ...KDF_SCENARIOS].find((each) => each.name === name);
  if (!scenario) throw new Error(`There is no scenario ${name}`);
  process.send?.(await closedLoop(scenario, products, run));
});
process.on("disconnect", () => process.exit(0));
process.on("SIGINT", () => undefined);
process.send?.("ready");
