import type { RelatedStore } from "#catalog/related/related.store";
import type { RelatedPicks, RelatedQuery } from "#catalog/related.contract";
import type { Languages } from "#catalog/texts/text.rules";
import { productUpdated } from "#events/catalog";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import { newEvent } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import type { Idempotency, KeyedRequest } from "#kernel/mutations/idempotency";
import { once } from "#kernel/mutations/once";
import { CONFLICT, retryOnConflict } from "#kernel/mutations/retry-on-conflict";
import { matchedVersion } from "#kernel/routes/etag";

interface Dependencies {
  store: RelatedStore;
  idempotency: Pick<Idempotency, "find" | "insertFinished">;
  outbox: Pick<Outbox, "kick">;
  clock: Clock;
  /** The shop's default currency. */
  currency: string;
}

/** In what and for whom a request asks for prices. */
interface Asked extends Omit<RelatedQuery, "locale"> {
  /** The account of a member who may have prices of their own; null for a guest. */
  userId: string | null;
  languages: Languages;
}

interface Request {
  request: KeyedRequest | undefined;
  /** The `If-Match` header. */
  ifMatch?: string | undefined;
}

const invalid = (pointer: string, code: string, message: string) =>
  new AppError("product_invalid", undefined, { errors: [{ pointer, code, message }] });

/** The products that are shown beside a product. */
export const relatedService = (deps: Dependencies) => {
  const { store, idempotency, outbox, clock, currency: shopCurrency } = deps;

  /** @throws 404 `not_found` */
  const picks = async (productId: string): Promise<RelatedPicks> => {
    const found = await store.picks(productId);
    if (!found) throw new AppError("not_found", "No product has this id.");
    return found;
  };

  const requireOthers = (productId: string, productIds: readonly string[]) => {
    const at = productIds.indexOf(productId);
    if (at >= 0) throw invalid(`/productIds/${at}`, "itself", "Must be another product.");
  };

  const requireKnown = async (productIds: readonly string[]) => {
    const [missing] = await store.missing(productIds);
    const at = productIds.indexOf(missing ?? "");
    if (at >= 0) throw invalid(`/productIds/${at}`, "unknown_product", "No product has this id.");
  };

  const pickOnce = async (productId: string, productIds: string[], given: Request) => {
    const { version } = await picks(productId);
    const expected = matchedVersion(given.ifMatch);
    if (expected !== undefined && expected !== version)
      throw new AppError("precondition_failed", "The product was changed since it was read.");
    const nowMs = clock.now();
    const answer = { status: 200, body: JSON.stringify({ productIds, version: version + 1 }) };
    const about = { source: "catalog", subject: productId, sequence: version + 1, nowMs };
    const events = [newEvent(productUpdated, { ...about, data: { productId } })];
    const finished = given.request && idempotency.insertFinished(given.request, answer);
    const picked = await store.pick({ productId, version, productIds, events, finished, nowMs });
    if (picked.ok) {
      outbox.kick(events);
      return answer;
    }
    if (picked.refusal === "product_unknown") await requireKnown(productIds);
    return CONFLICT;
  };

  return {
    picks,

    /** Returns a product's current slug and the products beside it. @throws 404 `not_found` */
    async shown(idOrSlug: string, { currency, country, ...asked }: Asked) {
      const { product, isFormer, related } = await store.shown(idOrSlug, {
        currency: currency ?? shopCurrency,
        isDefault: currency === undefined,
        country: country ?? null,
        ...{ ...asked, nowMs: clock.now() },
      });
      if (!product) throw new AppError("not_found", "No published product has this id or slug.");
      return {
        product,
        isFormer,
        related: related.map((found) => found.product),
        spoken: related[0]?.spoken ?? null,
        isPricedForMembers: related.some((found) => found.isPricedForMembers),
      };
    },

    /** Replaces what staff picked. @throws 404, 412 `precondition_failed`, 422 `product_invalid` */
    pick: (productId: string, productIds: string[], given: Request) =>
      once({
        request: given.request,
        find: async (keyed) => (await idempotency.find(keyed))?.answer,
        effect: () => {
          requireOthers(productId, productIds);
          return retryOnConflict(() => pickOnce(productId, productIds, given));
        },
      }),
  };
};
export type RelatedService = ReturnType<typeof relatedService>;
