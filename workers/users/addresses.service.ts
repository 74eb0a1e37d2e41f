import { z } from "zod";
import { Address, type AddressPatch, type AddressView } from "#contract/users";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import type { KeyedRequest } from "#kernel/idempotency";
import { Id, newId } from "#kernel/ids";
import { decodeCursor, type Page, pageOf } from "#kernel/page";
import type { AddressesStore, AddressRow } from "./addresses.store";
import type { AnswersService } from "./answers.service";

interface Tools {
  store: AddressesStore;
  answers: AnswersService;
  clock: Clock;
}

const Cursor = z.tuple([Id("address")]);

/** The columns of an address; what is left out is null. */
const columnsOf = (address: Address) => ({
  name: address.name,
  line1: address.line1,
  line2: address.line2 ?? null,
  city: address.city,
  region: address.region ?? null,
  postalCode: address.postalCode,
  country: address.country,
  phone: address.phone ?? null,
});

/** A row without its nulls: what was left out stays left out. */
const view = (row: AddressRow): AddressView => {
  const shown = Object.keys(Address.shape)
    .map((name) => [name, row[name as keyof Address]] as const)
    .filter(([, value]) => value !== null);
  return { id: row.id, ...(Object.fromEntries(shown) as Address) };
};

/** The patch without what it leaves out. */
const given = (patch: AddressPatch) =>
  Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));

const missing = () => new AppError("not_found");

/** The address book of one account. */
export const addressesService = ({ store, answers, clock }: Tools) => {
  const rowOf = async (userId: string, id: string) => {
    const row = await store.find(userId, id);
    if (!row) throw missing();
    return row;
  };

  return {
    async list(
      userId: string,
      { limit, cursor }: { limit: number; cursor?: string | undefined },
    ): Promise<Page<AddressView>> {
      const after = decodeCursor(cursor, Cursor)?.[0];
      return pageOf(await store.list({ userId, limit, after }), limit, ({ id }) => [id], view);
    },

    find: async (userId: string, id: string) => view(await rowOf(userId, id)),

    add: (userId: string, address: Address, request: KeyedRequest | undefined) =>
      answers.once(request, async (keep) => {
        const nowMs = clock.now();
        const row = {
          id: newId("address", nowMs),
          userId,
          ...columnsOf(address),
          isDefaultShipping: false,
          isDefaultBilling: false,
          version: 1,
          createdAt: nowMs,
          updatedAt: nowMs,
        };
        const answer = { status: 201, body: JSON.stringify(view(row)) };
        await store.add(row, await keep(answer));
        return answer;
      }),

    /** @throws 409 `conflict` when the address has changed at the same time */
    change: (userId: string, id: string, patch: AddressPatch, request: KeyedRequest | undefined) =>
      answers.once(request, async (keep) => {
        const before = await rowOf(userId, id);
        const changes = given(patch);
        const changed = Object.keys(changes).length > 0;
        const row = changed
          ? { ...before, ...changes, version: before.version + 1, updatedAt: clock.now() }
          : before;
        const answer = { status: 200, body: JSON.stringify(view(row)) };
        const kept = await keep(answer);
        if (!changed) await store.keep(kept);
        else if (!(await store.replace(row, kept))) throw new AppError("conflict");
        return answer;
      }),

    remove: (userId: string, id: string, request: KeyedRequest | undefined) =>
      answers.once(request, async (keep) => {
        const answer = { status: 204, body: "" };
        if (!(await store.remove(userId, id, await keep(answer)))) throw missing();
        return answer;
      }),
  };
};
export type AddressesService = ReturnType<typeof addressesService>;
