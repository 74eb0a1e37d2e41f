import { given as givenOf } from "#catalog/changes/given.rules";
import { AppError } from "#kernel/errors";
import { newId } from "#kernel/ids";
import type {
  CustomerGroup,
  CustomerGroupCreation,
  CustomerGroupPatch,
} from "./customer-groups.contract";
import type { CustomerGroupsStore, GroupRefusal } from "./customer-groups.store";
import { type Dependencies, type Request, recordsService } from "./records.service";

interface Deps
  extends Pick<
    Dependencies<CustomerGroup, CustomerGroup, GroupRefusal>,
    "outbox" | "idempotency" | "clock"
  > {
  store: CustomerGroupsStore;
}

/** Customer groups as staff read and change them. */
export const customerGroupsService = ({ store, ...deps }: Deps) => {
  const records = recordsService({
    ...deps,
    store,
    // A membership changes only answers that no cache keeps.
    announce: () => [],
    async refuse(refusal: GroupRefusal) {
      if (refusal === "in_use")
        throw new AppError(
          "customer_group_in_use",
          "Price lists name the group. Delete them first.",
        );
    },
  });

  return {
    list: records.list,
    read: records.read,

    create: (input: CustomerGroupCreation, given: Request) =>
      records.create(
        (nowMs, recorded) => ({ id: newId("customerGroup", nowMs), ...input, ...recorded }),
        given,
      ),

    /** @throws 404 `not_found`, 412 `precondition_failed` */
    change: (id: string, patch: CustomerGroupPatch, given: Request) =>
      records.change(id, givenOf(patch), given),

    /** @throws 404 `not_found`, 409 `customer_group_in_use`, 412 `precondition_failed` */
    remove: records.remove,

    /** Takes an erased account out of all groups. */
    forget: store.forget,
    groupsOf: store.groupsOf,
  };
};
export type CustomerGroupsService = ReturnType<typeof customerGroupsService>;
