import type { VariantCreation, VariantPatch } from "#catalog/admin-variants.contract";
import {
  addition,
  alteration,
  type Edit,
  pricing,
  removal,
} from "#catalog/changes/variant-edits.rules";
import {
  type Found,
  type Named,
  NO_REFERENCES,
  type Request,
  refuseErrors,
  type WritingService,
} from "#catalog/changes/writing.service";
import type { VariantPrice } from "#catalog/prices.contract";
import type { Clock } from "#kernel/clock";
import { newId } from "#kernel/ids";

interface Dependencies {
  writing: WritingService;
  clock: Clock;
}

const partIdsOf = ({ parts = [] }: Pick<VariantPatch, "parts">) =>
  parts.map(({ variantId }) => variantId);

interface Editing extends Request {
  named: Named;
  partIds?: readonly string[];
  status: 200 | 201 | 204;
  /** The variant that the answer shows; null for none. */
  variantId: string | null;
}

/** Adds, changes, prices and removes variants for staff. */
export const variantsWritingService = ({ writing, clock }: Dependencies) => {
  const edit = (
    { named, partIds = [], status, variantId, ...request }: Editing,
    decide: (found: Found) => Edit,
  ) =>
    writing.answerOnce(request, async () => {
      const found = await writing.find(named, { ...NO_REFERENCES, partIds }, request.ifMatch);
      const { errors, change } = decide(found);
      refuseErrors(errors);
      const view = variantId === null ? null : { variantId };
      return writing.write(change, { ...request, status, view });
    });

  return {
    /** @throws 404 `not_found`, 412 `precondition_failed`, 422 `product_invalid`, 409 `sku_taken` */
    add: (productId: string, input: VariantCreation, request: Request) => {
      const variantId = newId("variant", clock.now());
      const target = { named: { productId }, partIds: partIdsOf(input), variantId } as const;
      return edit({ ...request, ...target, status: 201 }, (found) =>
        addition(found, input, variantId),
      );
    },

    /** @throws 404 `not_found`, 412 `precondition_failed`, 422 `product_invalid`, 409 `sku_taken` */
    change: (variantId: string, patch: VariantPatch, request: Request) =>
      edit(
        { ...request, named: { variantId }, partIds: partIdsOf(patch), variantId, status: 200 },
        (found) => alteration(found, variantId, patch),
      ),

    /** @throws 404 `not_found`, 412 `precondition_failed`, 422 `product_invalid` */
    setPrices: (variantId: string, prices: readonly VariantPrice[], request: Request) =>
      edit({ ...request, named: { variantId }, variantId, status: 200 }, (found) =>
        pricing(found, variantId, prices),
      ),

    /** @throws 404 `not_found`, 412 `precondition_failed`, 422 `product_invalid` */
    remove: (variantId: string, request: Request) =>
      edit({ ...request, named: { variantId }, variantId: null, status: 204 }, (found) =>
        removal(found, variantId),
      ),
  };
};
export type VariantsWritingService = ReturnType<typeof variantsWritingService>;
