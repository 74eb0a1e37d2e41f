import type { MediaInput, ProductCreation, ProductPatch } from "#catalog/admin-products.contract";
import type { AdminProductsStore } from "#catalog/changes/admin-products.store";
import type { ChangesService } from "#catalog/changes/changes.service";
import { creationErrors, creationOf } from "#catalog/changes/product-creation.rules";
import { namedMedia, type WithMedia } from "#catalog/changes/product-media.rules";
import { patchErrors, patchOf } from "#catalog/changes/product-patch.rules";
import {
  NO_REFERENCES,
  type Request,
  refuseErrors,
  type WritingService,
} from "#catalog/changes/writing.service";
import type { MediaService } from "#catalog/media/media.service";
import type { Clock } from "#kernel/clock";
import { newId } from "#kernel/ids";
import { CONFLICT } from "#kernel/mutations/retry-on-conflict";

interface Dependencies {
  writing: WritingService;
  store: Pick<AdminProductsStore, "known">;
  changes: Pick<ChangesService, "delete">;
  media: Pick<MediaService, "mediaByIds">;
  clock: Clock;
}

/** Creates, changes and deletes products for staff. */
export const productsWritingService = ({
  writing,
  store,
  changes,
  media: uploads,
  clock,
}: Dependencies) => {
  /** Returns the request with its uploaded pictures. @throws 422 `product_invalid` for an unknown one */
  const withMedia = async <Request extends { media?: MediaInput[] | undefined }>(
    request: Request,
  ): Promise<WithMedia<Request>> => {
    if (request.media === undefined) return { ...request, media: undefined };
    const ids = request.media.flatMap(({ id }) => id ?? []);
    const found = namedMedia(request.media, ids.length > 0 ? await uploads.mediaByIds(ids) : []);
    refuseErrors(found.errors);
    return { ...request, media: found.media };
  };

  return {
    /** @throws 422 `product_invalid`, 409 `slug_taken`, `sku_taken` */
    create: (input: ProductCreation, request: Request) =>
      writing.answerOnce(request, async () => {
        const known = await store.known({
          attributeKeys: Object.keys(input.attributes),
          categoryIds: input.categories,
          partIds: input.variants.flatMap(({ parts }) => parts.map(({ variantId }) => variantId)),
        });
        refuseErrors(creationErrors(input, known));
        const nowMs = clock.now();
        const change = creationOf(await withMedia(input), (kind) => newId(kind, nowMs));
        return writing.write(change, { ...request, status: 201, view: { productId: change.id } });
      }),

    /** @throws 404 `not_found`, 412 `precondition_failed`, 422 `product_invalid`, 409 `slug_taken` */
    change: (productId: string, patch: ProductPatch, request: Request) =>
      writing.answerOnce(request, async () => {
        const references = {
          ...NO_REFERENCES,
          attributeKeys: Object.keys(patch.attributes ?? {}),
          categoryIds: patch.categories ?? [],
        };
        const found = await writing.find({ productId }, references, request.ifMatch);
        refuseErrors(patchErrors(patch, found));
        return writing.write(patchOf(found, await withMedia(patch)), {
          ...request,
          status: 200,
          view: { productId },
        });
      }),

    /** @throws 404 `not_found`, 412 `precondition_failed` */
    delete: (productId: string, request: Request) =>
      writing.answerOnce(request, async () => {
        const { product } = await writing.find({ productId }, NO_REFERENCES, request.ifMatch);
        const deleted = await changes.delete({
          id: product.id,
          fromVersion: product.version,
          published: product.status === "published",
          nowMs: clock.now(),
          answer: { status: 204, view: null, request: request.request },
        });
        return deleted.ok ? { status: 204, body: "" } : CONFLICT;
      }),
  };
};
export type ProductsWritingService = ReturnType<typeof productsWritingService>;
