import { asStaff } from "#catalog/staff.testing";
import { dispatch } from "#kernel/events/events";
import { inCall } from "#kernel/testing";
import { categoryId } from "#workers/catalog/seed/seed.store";
import { TREE } from "./goods";
import type { SizedShop } from "./shop";

/** How the products of a shop followed one change, in steps that are requests of their own. */
export interface Followed {
  change: string;
  steps: number;
  stepMs: number;
  longestMs: number;
  totalMs: number;
}

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Delivers the events of a change until none is left, and measures the requests of one kind of event. */
const follow = async ({ catalog }: SizedShop, change: string, type: string): Promise<Followed> => {
  const startedAt = performance.now();
  const tookMs: number[] = [];
  for (;;) {
    const event = catalog.queue.published.shift();
    if (!event) break;
    const since = performance.now();
    await inCall(() => dispatch(catalog.handlers, event));
    if (event.type === type) tookMs.push(performance.now() - since);
  }
  return {
    ...{ change, steps: tookMs.length, stepMs: median(tookMs) },
    longestMs: Math.max(0, ...tookMs),
    totalMs: performance.now() - startedAt,
  };
};

/** Makes all products be compared with new rules, and a third of them follow their category to another parent. */
export const followChanges = async (shop: SizedShop): Promise<Followed[]> => {
  const staff = asStaff(shop.catalog);
  const change = async (method: string, path: string, body: object) => {
    const answer = await staff<unknown>(method, path, body);
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  };
  const listed = await staff<{ data: { id: string; kind: string }[] }>(
    "GET",
    "/collections?limit=100",
  );
  const collection = listed.body.data.find(({ kind }) => kind === "rule");
  const rules = [{ field: "brand", op: "isNot", value: "No brand" }];
  await change("PATCH", `/collections/${collection?.id}`, { rules });
  const compared = await follow(shop, "new rules of a collection", "collection.products_due");
  const [moved, target] = TREE.filter(({ path }) => path.length === 1);
  const parentId = categoryId(target?.slug ?? "");
  await change("POST", `/categories/${categoryId(moved?.slug ?? "")}/move`, { parentId });
  return [compared, await follow(shop, "a moved category", "category.products_due")];
};
