import { asStaff } from "#catalog/staff.testing";
import { dispatch } from "#kernel/events/events";
import { inCall } from "#kernel/testing";
import { categoryId } from "#workers/catalog/seed/seed.store";
import { TREE, treeProducts } from "./goods";
import type { SizedShop } from "./shop";

/** How the products of a shop followed one change, in steps that are requests of their own. */
export interface Followed {
  change: string;
  steps: number;
  stepMs: number;
  /** The time of a step on a core, which a busy machine does not change. */
  stepCpuMs: number;
  longestMs: number;
  totalMs: number;
}

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/**
 * Delivers the steps of a change until none is left, and measures each request. Other events wait, as the queue
 * delivers them beside the steps.
 */
const follow = async ({ catalog }: SizedShop, change: string, type: string): Promise<Followed> => {
  const startedAt = performance.now();
  const tookMs: number[] = [];
  const cpuMs: number[] = [];
  for (;;) {
    const events = catalog.queue.published.splice(0).filter((event) => event.type === type);
    if (events.length === 0) break;
    for (const event of events) {
      const since = performance.now();
      const used = process.cpuUsage();
      await inCall(() => dispatch(catalog.handlers, event));
      tookMs.push(performance.now() - since);
      const { user, system } = process.cpuUsage(used);
      cpuMs.push((user + system) / 1000);
    }
  }
  return {
    ...{ change, steps: tookMs.length, stepMs: median(tookMs), stepCpuMs: median(cpuMs) },
    longestMs: Math.max(0, ...tookMs),
    totalMs: performance.now() - startedAt,
  };
};

/** Asks for a change as staff. @throws the problem of a refusal */
const changing = (shop: SizedShop) => {
  const staff = asStaff(shop.catalog);
  return async (method: string, path: string, body: object) => {
    const answer = await staff<unknown>(method, path, body);
    if (answer.status > 202) throw new Error(JSON.stringify(answer.body));
  };
};

const ruleCollection = async ({ catalog }: SizedShop) => {
  const path = "/collections?limit=100";
  const { body } = await asStaff(catalog)<{ data: { id: string; kind: string }[] }>("GET", path);
  return body.data.find(({ kind }) => kind === "rule")?.id;
};

/** The most products of one bulk change. */
const BULK_PRODUCTS = 10_000;
const NEW_RULES = [{ field: "brand", op: "isNot", value: "No brand" }];

/**
 * Makes all products be compared with new rules, a third of them follow their category to another parent, and the
 * rule collections follow a bulk change of tags and prices.
 */
export const followChanges = async (shop: SizedShop): Promise<Followed[]> => {
  const change = changing(shop);
  await change("PATCH", `/collections/${await ruleCollection(shop)}`, { rules: NEW_RULES });
  const compared = await follow(shop, "new rules of a collection", "collection.products_due");

  const [moved, target] = TREE.filter(({ path }) => path.length === 1);
  const parentId = categoryId(target?.slug ?? "");
  await change("POST", `/categories/${categoryId(moved?.slug ?? "")}/move`, { parentId });
  const relisted = await follow(shop, "a moved category", "category.products_due");

  const count = Math.min(BULK_PRODUCTS, shop.products);
  const ids = [...treeProducts(0, count)].map(({ id }) => id);
  await change("POST", "/products/bulk", { ids, set: { tagsAdd: ["autumn"], priceFactor: 0.9 } });
  return [compared, relisted, await follow(shop, `${count} products at once`, "job.step_due")];
};
