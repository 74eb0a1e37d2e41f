import type { AdminProductsStore, StoredProduct } from "#catalog/changes/admin-products.store";
import type { FilteredProducts, ProductWalkStore } from "#catalog/changes/product-walk.store";
import { categoryErrors } from "#catalog/changes/references.rules";
import { NO_REFERENCES, refuseErrors } from "#catalog/changes/writing.service";
import type { DecideStep } from "#catalog/jobs/job-steps.service";
import type { JobsService } from "#catalog/jobs/jobs.service";
import type { JobError } from "#catalog/jobs.contract";
import type { Clock } from "#kernel/clock";
import type { KeyedRequest } from "#kernel/mutations/idempotency";
import type { BulkChange, BulkSet } from "./bulk.contract";
import { decideProduct } from "./bulk-change.rules";

interface Dependencies {
  walk: ProductWalkStore;
  products: Pick<AdminProductsStore, "findAll" | "known">;
  jobs: Pick<JobsService, "begin">;
  clock: Clock;
}

/** What one step may write. */
const STEP = { products: 15, variants: 2000 };

/** What the job of a bulk change stores. `ids` are sorted. */
type Input = { set: BulkSet } & ({ ids: string[] } | FilteredProducts);

const notFound = (productId: string): JobError => ({
  ...{ line: null, productId, code: "not_found" },
  message: "No product has this id.",
});

const decideAll = (ids: readonly string[], stored: readonly StoredProduct[], set: BulkSet) => {
  const byId = new Map(stored.map((found) => [found.product.id, found]));
  return ids.map((id) => {
    const found = byId.get(id);
    return found ? decideProduct(found, set) : { error: notFound(id) };
  });
};

/** Changes many products in a job. */
export const bulkService = ({ walk, products, jobs, clock }: Dependencies) => {
  const inputOf = ({ ids, filter = {}, set }: BulkChange): Input =>
    ids ? { set, ids: [...new Set(ids)].toSorted() } : { set, filter, createdUntilMs: clock.now() };

  const decideStep: DecideStep = async ({ input: stored, cursor }) => {
    const input = stored as Input;
    const { ids, isLast } = await walk.next(input, cursor ?? "", STEP);
    const decisions = decideAll(ids, await products.findAll(ids), input.set);
    return {
      changes: decisions.flatMap(({ change }) => change ?? []),
      progress: {
        done: ids.length,
        cursor: isLast ? null : (ids.at(-1) ?? null),
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
        const total = "ids" in input ? input.ids.length : await walk.count(input);
        return { kind: "products_bulk", input, total };
      }),
  };
};
export type BulkService = ReturnType<typeof bulkService>;
