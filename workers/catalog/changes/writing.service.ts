import type { AvailabilityService } from "#catalog/availability/availability.service";
import type {
  AdminProductsStore,
  Known,
  References,
  StoredProduct,
} from "#catalog/changes/admin-products.store";
import type { ChangesService } from "#catalog/changes/changes.service";
import type { ProductChange } from "#catalog/changes/product-change.rules";
import { tooManyLocales } from "#catalog/translations/locale.rules";
import type { Clock } from "#kernel/clock";
import { AppError, type FieldError } from "#kernel/errors";
import { log } from "#kernel/log";
import type { Idempotency, KeyedRequest } from "#kernel/mutations/idempotency";
import { once, type ReplayableAnswer } from "#kernel/mutations/once";
import { CONFLICT, retryOnConflict } from "#kernel/mutations/retry-on-conflict";
import { matchedVersion } from "#kernel/routes/etag";

export interface Dependencies {
  store: AdminProductsStore;
  changes: ChangesService;
  availability: Pick<AvailabilityService, "openPending">;
  idempotency: Pick<Idempotency, "find">;
  clock: Clock;
}

/** The headers of a change by staff. */
export interface Request {
  request: KeyedRequest | undefined;
  /** The `If-Match` header. */
  ifMatch?: string | undefined;
}

export type Named = Parameters<AdminProductsStore["find"]>[0];
export type Found = StoredProduct & { known: Known };

/** The answer of a change: its status and what it shows. */
interface Shown {
  status: 200 | 201 | 204;
  view: Named | null;
}

export const NO_REFERENCES: References = { attributeKeys: [], categoryIds: [], partIds: [] };

/** @throws 422 `product_invalid` if there is an error */
export const refuseErrors = (errors: FieldError[]) => {
  if (errors.length > 0)
    throw new AppError("product_invalid", "Correct the fields in errors, and try again.", {
      errors: errors.slice(0, 50),
    });
};

/** @throws 412 `precondition_failed` if the product has another version than the header names */
const requireMatch = (ifMatch: string | undefined, version: number) => {
  const expected = matchedVersion(ifMatch);
  if (expected !== undefined && expected !== version)
    throw new AppError("precondition_failed", "The product was changed since it was read.");
};

/** Writes one product: reads it, decides, and writes what was decided with the answer in one batch. */
export const writingService = ({
  store,
  changes,
  availability,
  idempotency,
  clock,
}: Dependencies) => {
  /** Logs a failure instead of throwing it: the sweep sends the quantities later. */
  const openStock = () =>
    availability.openPending().catch((err) => log.warn("product.stock_not_opened", { error: err }));

  const skuTaken = async (change: ProductChange) => {
    const sku = await store.takenSku(
      change.variants
        .filter(({ newSku }) => newSku)
        .map(({ id, content }) => [id, content.sku ?? null] as const),
    );
    return new AppError("sku_taken", `Another variant has the SKU ${sku}.`, {
      extensions: { sku: sku ?? null },
    });
  };

  const slugTaken = ({ content, translation }: ProductChange) => {
    const slug = translation?.content?.slug ?? content.slug;
    return new AppError("slug_taken", `Another product or translation has the slug ${slug}.`);
  };

  /**
   * Writes a change and returns its answer, or `CONFLICT` if the product has changed since it was read.
   * @throws 409 `slug_taken`, `sku_taken`
   */
  const write = async (change: ProductChange, { status, view, request }: Shown & Request) => {
    const answer = { status, view, request };
    const batch = { changes: [change], nowMs: clock.now(), uniqueSkus: true, answer };
    const written = await changes.write(batch);
    if (written.ok) {
      if (change.variants.length > 0) await openStock();
      return { status, body: written.value };
    }
    if (written.refusal === "slug_taken") throw slugTaken(change);
    if (written.refusal === "sku_taken") throw await skuTaken(change);
    if (written.refusal === "too_many_locales") throw tooManyLocales();
    return CONFLICT;
  };

  /** @throws 404 `not_found`, 412 `precondition_failed` */
  const find = async (named: Named, references: References, ifMatch: string | undefined) => {
    const found = await store.find(named, references);
    if (!found) throw new AppError("not_found", "No product or variant has this id.");
    requireMatch(ifMatch, found.product.version);
    return found;
  };

  const answerOnce = (
    { request }: Request,
    effect: () => Promise<{ status: number; body: string } | typeof CONFLICT>,
  ): Promise<ReplayableAnswer> =>
    once({
      request,
      find: async (keyed) => (await idempotency.find(keyed))?.answer,
      effect: () => retryOnConflict(effect),
    });

  return { write, find, answerOnce };
};
export type WritingService = ReturnType<typeof writingService>;
