import type { AdminProductsStore, StoredProduct } from "#catalog/changes/admin-products.store";
import { categoryErrors } from "#catalog/changes/references.rules";
import { NO_REFERENCES, refuseErrors } from "#catalog/changes/writing.service";
import type { DecideStep } from "#catalog/jobs/job-steps.service";
import type { JobsService } from "#catalog/jobs/jobs.service";
import type { JobError } from "#catalog/jobs.contract";
import type { Clock } from "#kernel/clock";
import type { KeyedRequest } from "#kernel/mutations/idempotency";
import type { BulkChange, BulkSet } from "./bulk.contract";
import type { BulkStore, FilteredProducts } from "./bulk.store";
import { decideProduct } from "./bulk-change.rules";

interface Dependencies {
  store: BulkStore;
  products: Pick<AdminProductsStore, "findAll" | "known">;
  jobs: Pick<JobsService, "begin">;
  clock: Clock;
}

/** The products of one step, and the variants that it may write beside those of its first product. */
const STEP_PRODUCTS = 50;
const STEP_VARIANTS = 2000;

/** What the job of a bulk change stores. `ids` are sorted. */
type Input = { set: BulkSet } & ({ ids: string[] } | FilteredProducts);

const notFound = (productId: string): JobError => ({
  ...{ line: null, productId, code: "not_found" },
  message: "No product has this id.",
});

/** Returns the ids of which the variants fit into one step, at least one. */
const fitting = (ids: readonly string[], counts: ReadonlyMap<string, number>) => {
  let variants = 0;
  const end = ids.findIndex((id, index) => {
    variants += counts.get(id) ?? 0;
    return index > 0 && variants > STEP_VARIANTS;
  });
  return end < 0 ? ids : ids.slice(0, end);
};

const decideAll = (ids: readonly string[], stored: readonly StoredProduct[], set: BulkSet) => {
  const byId = new Map(stored.map((found) => [found.product.id, found]));
  return ids.map((id) => {
    const found = byId.get(id);
    return found ? decideProduct(found, set) : { error: notFound(id) };
  });
};

/** Changes many products in a job. */
export const bulkService = ({ store, products, jobs, clock }: Dependencies) => {
  const inputOf = ({ ids, filter = {}, set }: BulkChange): Input =>
    ids ? { set, ids: [...new Set(ids)].toSorted() } : { set, filter, createdUntilMs: clock.now() };

  const idsAfter = async (input: Input, after: string, limit: number) =>
    "ids" in input
      ? input.ids.filter((id) => id > after).slice(0, limit)
      : store.idsAfter(input, after, limit);

  const decideStep: DecideStep = async ({ input: stored, cursor }) => {
    const input = stored as Input;
    const next = await idsAfter(input, cursor ?? "", STEP_PRODUCTS + 1);
    const ids = fitting(next.slice(0, STEP_PRODUCTS), await store.variantCounts(next));
    const decisions = decideAll(ids, await products.findAll(ids), input.set);
    return {
      changes: decisions.flatMap(({ change }) => change ?? []),
      progress: {
        done: ids.length,
        cursor: next.length > ids.length ? (ids.at(-1) ?? null) : null,
        errors: decisions.flatMap(({ error }) => error ?? []),
      },
    };
  };

  return {
    decideStep,

    /** Begins a job. @throws 422 `product_invalid` for an unknown category */
    begin: (body: BulkChange, request: KeyedRequest | undefined) =>
      jobs.begin(request, async () => {
        const categoryIds = body.set.categoriesAdd ?? [];
        const known = await products.known({ ...NO_REFERENCES, categoryIds });
        const errors = categoryErrors(categoryIds, known.categoryIds);
        refuseErrors(
          errors.map(({ pointer, ...error }) => ({
            ...error,
            pointer: pointer.replace("/categories", "/set/categoriesAdd"),
          })),
        );
        const input = inputOf(body);
        const total = "ids" in input ? input.ids.length : await store.count(input);
        return { kind: "products_bulk", input, total };
      }),
  };
};
export type BulkService = ReturnType<typeof bulkService>;
