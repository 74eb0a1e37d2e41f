import * as z from "zod";
import { ADDRESS_FIELDS, type Address, inItsCountry } from "#kernel/address/address";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import { Id, newId } from "#kernel/ids";
import type { KeyedRequest } from "#kernel/mutations/idempotency";
import { fieldErrorsOf } from "#kernel/routes/field-errors";
import { decodeCursor, type Page, type PageRequest, pageOf } from "#kernel/routes/page";
import type { AddressPatch, AddressView, NewAddress } from "#users/addresses.contract";
import { jsonAnswer, NO_CONTENT } from "#users/replay/answer.rules";
import { requireCommitted } from "#users/replay/refusals.rules";
import type { AnswersService } from "#users/replay/stored-answers.service";
import type { AddressesStore, AddressRow, TakenOver } from "./addresses.store";

interface Dependencies {
  store: AddressesStore;
  answers: AnswersService;
  clock: Clock;
}

const Cursor = z.tuple([Id("address")]);

/**
 * Returns the database columns of an address. A missing field becomes null, or empty text if its column
 * requires text.
 */
const columnsOf = (address: Address) => ({
  name: address.name,
  line1: address.line1,
  line2: address.line2 ?? null,
  city: address.city ?? "",
  region: address.region ?? null,
  postalCode: address.postalCode ?? "",
  country: address.country,
  phone: address.phone ?? null,
});

/** Returns an address without the columns that are null or empty. */
const view = (row: AddressRow): AddressView => {
  const shown = Object.keys(ADDRESS_FIELDS)
    .map((name) => [name, row[name as keyof Address]] as const)
    .filter(([, value]) => value !== null && value !== "");
  const { id, isDefaultShipping, isDefaultBilling } = row;
  return { id, ...(Object.fromEntries(shown) as Address), isDefaultShipping, isDefaultBilling };
};

/**
 * Returns the database columns that a patch changes. A cleared field becomes null, or empty text if its
 * column requires text.
 */
const given = (patch: AddressPatch): Partial<AddressRow> => {
  const changes = Object.entries(patch).filter(([, value]) => value !== undefined);
  const columns = changes.map(([name, value]) => [
    name,
    value === null && (name === "city" || name === "postalCode") ? "" : value,
  ]);
  return Object.fromEntries(columns);
};

/**
 * The fields of an address that depend on its country. `Place` validates them by the rules of that country.
 */
const PLACE_FIELDS = {
  country: z.string(),
  city: z.string().optional(),
  region: z.string().optional(),
  postalCode: z.string().optional(),
};
const Place = inItsCountry(z.strictObject(PLACE_FIELDS));

const placeOf = (row: AddressRow): z.input<typeof Place> => ({
  country: row.country,
  city: row.city || undefined,
  region: row.region ?? undefined,
  postalCode: row.postalCode || undefined,
});

/**
 * Returns the row of an address after a change. Validates the rules of its country only if a field changes
 * that depends on the country, so that the name on an address older than the rules can still be changed.
 * @throws 400 `validation_failed`
 */
const changed = (before: AddressRow, changes: Partial<AddressRow>, nowMs: number): AddressRow => {
  const row = { ...before, ...changes, version: before.version + 1, updatedAt: nowMs };
  if (!Object.keys(PLACE_FIELDS).some((name) => name in changes)) return row;
  const input = placeOf(row);
  const place = Place.safeParse(input);
  if (place.success) return { ...row, region: place.data.region ?? null };
  const errors = fieldErrorsOf(place.error.issues, { schema: Place, input, prefix: "/" });
  throw new AppError("validation_failed", undefined, { errors });
};

const takenOver = ({ isDefaultShipping, isDefaultBilling }: Partial<AddressRow>): TakenOver => ({
  shipping: isDefaultShipping === true,
  billing: isDefaultBilling === true,
});

const newRow = (
  userId: string,
  { isDefaultShipping, isDefaultBilling, ...address }: NewAddress,
  isFirst: boolean,
  nowMs: number,
): AddressRow => ({
  id: newId("address", nowMs),
  userId,
  ...columnsOf(address),
  isDefaultShipping: isDefaultShipping ?? isFirst,
  isDefaultBilling: isDefaultBilling ?? isFirst,
  version: 1,
  createdAt: nowMs,
  updatedAt: nowMs,
});

const missing = () => new AppError("not_found");
const accountGone = () => new AppError("unauthenticated");
const bookFull = () => new AppError("conflict", "The address book is full.");

/** Reads and changes the address books of accounts. */
export const addressesService = ({ store, answers, clock }: Dependencies) => {
  const rowOf = async (userId: string, id: string) => {
    const row = await store.find(userId, id);
    if (!row) throw missing();
    return row;
  };

  return {
    async list(userId: string, { limit, cursor }: PageRequest): Promise<Page<AddressView>> {
      const after = decodeCursor(cursor, Cursor)?.[0];
      return pageOf(await store.list({ userId, limit, after }), limit, ({ id }) => [id], view);
    },

    find: async (userId: string, id: string) => view(await rowOf(userId, id)),

    /** @throws 409 `conflict` when the address book is full */
    add: (userId: string, address: NewAddress, request: KeyedRequest | undefined) =>
      answers.once(request, async (toStored) => {
        const count = await store.count(userId);
        if (count === undefined) throw accountGone();
        const row = newRow(userId, address, count === 0, clock.now());
        const answer = jsonAnswer(view(row), 201);
        const outcome = await store.add(row, takenOver(row), await toStored(answer));
        if (!outcome.ok) throw outcome.refusal === "book_full" ? bookFull() : accountGone();
        return answer;
      }),

    /**
     * @throws 400 `validation_failed` for an address that breaks the rules of its country, 409 `conflict`
     * when other requests change the address at the same time
     */
    change: (userId: string, id: string, patch: AddressPatch, request: KeyedRequest | undefined) =>
      answers.once(request, async (toStored) => {
        const before = await rowOf(userId, id);
        const changes = given(patch);
        const isChange = Object.keys(changes).length > 0;
        const row = isChange ? changed(before, changes, clock.now()) : before;
        const answer = jsonAnswer(view(row));
        const stored = await toStored(answer);
        if (isChange) {
          const outcome = await store.replace(row, takenOver(changes), stored);
          requireCommitted(outcome, { address_changed: "conflict" });
        } else await answers.storeAlone(stored);
        return answer;
      }),

    /**
     * Deletes an address. A deleted default is not replaced, so that no parcel goes to an address that the
     * owner did not choose.
     */
    remove: (userId: string, id: string, request: KeyedRequest | undefined) =>
      answers.once(request, async (toStored) => {
        const outcome = await store.remove(userId, id, await toStored(NO_CONTENT));
        requireCommitted(outcome, { not_found: "not_found" });
        return NO_CONTENT;
      }),
  };
};
export type AddressesService = ReturnType<typeof addressesService>;
