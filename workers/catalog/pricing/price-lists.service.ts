import { given as givenOf } from "#catalog/changes/given.rules";
import { priceListChanged } from "#events/catalog";
import { AppError, type FieldError } from "#kernel/errors";
import { newEvent } from "#kernel/events/events";
import { newId } from "#kernel/ids";
import { stepMinor } from "#kernel/money";
import type { PriceList, PriceListCreation, PriceListPatch } from "./price-lists.contract";
import type { ListRefusal, PriceListsStore } from "./price-lists.store";
import { type Dependencies, type Request, recordsService } from "./records.service";

const ERRORS_MAX = 50;

interface Deps
  extends Pick<
    Dependencies<PriceList, PriceList, ListRefusal>,
    "outbox" | "idempotency" | "clock"
  > {
  store: PriceListsStore;
}

const invalid = (errors: FieldError[]) =>
  new AppError("price_list_invalid", "Correct the fields in errors, and try again.", {
    errors: errors.slice(0, ERRORS_MAX),
  });

/** @throws 422 `price_list_invalid` */
const requireValid = ({ startsAt, endsAt, currency, prices }: PriceList) => {
  const ends = startsAt !== null && endsAt !== null && endsAt <= startsAt;
  const step = stepMinor(currency);
  const errors = [
    ...(ends
      ? [{ pointer: "/endsAt", code: "before_start", message: "Must be after `startsAt`." }]
      : []),
    ...prices.flatMap(({ amount }, index) =>
      amount % step === 0
        ? []
        : [
            {
              pointer: `/prices/${index}/amount`,
              code: "not_multiple_of",
              message: `Must be a multiple of ${step}.`,
            },
          ],
    ),
  ];
  if (errors.length > 0) throw invalid(errors);
};

/** Times in the form in which answers show them, so that they compare as texts. */
const inUtc = (time: string | null) => (time === null ? null : new Date(time).toISOString());
const timesOf = ({ startsAt, endsAt }: Pick<PriceListPatch, "startsAt" | "endsAt">) => ({
  ...(startsAt === undefined ? {} : { startsAt: inUtc(startsAt) }),
  ...(endsAt === undefined ? {} : { endsAt: inUtc(endsAt) }),
});

/** Price lists as staff read and change them. */
export const priceListsService = ({ store, ...deps }: Deps) => {
  const records = recordsService({
    ...deps,
    store,
    requireValid,
    announce: ({ id, version }) => [
      newEvent(priceListChanged, {
        source: "catalog",
        subject: id,
        sequence: version,
        data: { priceListId: id },
        nowMs: deps.clock.now(),
      }),
    ],
    async refuse(refusal: ListRefusal, { prices }) {
      if (refusal === "group_unknown")
        throw invalid([
          { pointer: "/customerGroupId", code: "unknown_group", message: "No group has this id." },
        ]);
      if (refusal !== "variant_unknown") return;
      const missing = await store.missingVariants(prices.map(({ variantId }) => variantId));
      const message = "No variant has this id.";
      const errors = prices.flatMap(({ variantId }, index) =>
        missing.has(variantId)
          ? [{ pointer: `/prices/${index}/variantId`, code: "unknown_variant", message }]
          : [],
      );
      if (errors.length > 0) throw invalid(errors);
    },
  });

  return {
    list: records.list,
    read: records.read,
    remove: records.remove,

    /** @throws 422 `price_list_invalid` */
    create: (input: PriceListCreation, given: Request) =>
      records.create(
        (nowMs, recorded) => ({
          id: newId("priceList", nowMs),
          ...input,
          startsAt: inUtc(input.startsAt),
          endsAt: inUtc(input.endsAt),
          marketIds: [],
          ...recorded,
        }),
        given,
      ),

    /** @throws 404 `not_found`, 412 `precondition_failed`, 422 `price_list_invalid` */
    change: (id: string, { startsAt, endsAt, ...patch }: PriceListPatch, given: Request) =>
      records.change(id, { ...givenOf(patch), ...timesOf({ startsAt, endsAt }) }, given),
  };
};
export type PriceListsService = ReturnType<typeof priceListsService>;
