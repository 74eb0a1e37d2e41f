import { given as givenOf } from "#catalog/changes/given.rules";
import { marketChanged } from "#events/catalog";
import { AppError } from "#kernel/errors";
import { newEvent } from "#kernel/events/events";
import { newId } from "#kernel/ids";
import type { PageRequest } from "#kernel/routes/page";
import type { AdminMarket, Market, MarketCreation, MarketPatch } from "./markets.contract";
import type { MarketRefusal, MarketsStore } from "./markets.store";
import { type Dependencies, type Request, recordsService } from "./records.service";

interface Deps
  extends Pick<
    Dependencies<AdminMarket, AdminMarket, MarketRefusal>,
    "outbox" | "idempotency" | "clock"
  > {
  store: MarketsStore;
}

const shown = ({ id, name, countries, currency, locales, taxIncluded }: AdminMarket): Market => ({
  ...{ id, name, countries, currency, locales, taxIncluded },
});

/** Markets as shoppers read them, and as staff change them. */
export const marketsService = ({ store, ...deps }: Deps) => {
  const refuseCountry = async (market: AdminMarket) => {
    const [country] = await store.takenCountries(market);
    if (country === undefined) return;
    throw new AppError("country_taken", `Another market has the country ${country}.`, {
      extensions: { country },
    });
  };

  const refuseLists = async ({ priceListIds }: AdminMarket) => {
    const missing = await store.missingLists(priceListIds);
    const message = "No price list has this id.";
    const errors = priceListIds.flatMap((id, index) =>
      missing.has(id)
        ? [{ pointer: `/priceListIds/${index}`, code: "unknown_price_list", message }]
        : [],
    );
    if (errors.length > 0)
      throw new AppError("market_invalid", "Correct the fields in errors, and try again.", {
        errors,
      });
  };

  const records = recordsService({
    ...deps,
    store,
    announce: ({ id, version }) => [
      newEvent(marketChanged, {
        source: "catalog",
        subject: id,
        sequence: version,
        data: { marketId: id },
        nowMs: deps.clock.now(),
      }),
    ],
    async refuse(refusal: MarketRefusal, market) {
      if (refusal === "country_taken") return refuseCountry(market);
      if (refusal === "list_unknown") return refuseLists(market);
    },
  });

  return {
    listForStaff: records.list,
    read: records.read,
    remove: records.remove,

    /** Lists markets for shoppers, newest first. */
    async list(query: PageRequest) {
      const { data, nextCursor } = await records.list(query);
      return { data: data.map(shown), nextCursor };
    },

    /** @throws 409 `country_taken`, 422 `market_invalid` */
    create: (input: MarketCreation, given: Request) =>
      records.create(
        (nowMs, recorded) => ({ id: newId("market", nowMs), ...input, ...recorded }),
        given,
      ),

    /** @throws 404 `not_found`, 409 `country_taken`, 412 `precondition_failed`, 422 `market_invalid` */
    change: (id: string, patch: MarketPatch, given: Request) =>
      records.change(id, givenOf(patch), given),
  };
};
export type MarketsService = ReturnType<typeof marketsService>;
