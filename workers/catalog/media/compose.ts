import type { EdgeCache } from "#catalog/edge/edge-cache.client";
import { idempotencyKeys } from "#db/catalog/schema";
import type { Database } from "#db/client";
import type { Clock } from "#kernel/clock";
import { idempotencyOf } from "#kernel/mutations/idempotency";
import type { App } from "#kernel/routes/app";
import { deliveryService } from "./delivery.service";
import { cloudflareImages } from "./images.client";
import { mediaRoutes } from "./media.routes";
import { mediaService } from "./media.service";
import { mediaStore } from "./media.store";
import { type R2, r2Bucket } from "./r2.client";
import { uploadService } from "./upload.service";

interface Options {
  db: Database;
  clock: Clock;
  publicUrl: string;
  edge: EdgeCache;
  r2: R2;
  /** Undefined where the platform cannot resize. */
  images: ImagesBinding | undefined;
}

/** Composes the uploaded pictures: their rows in the database, and their bytes in the bucket. */
export const composeMedia = ({ db, clock, publicUrl, edge, r2, images }: Options) => {
  const bucket = r2Bucket(r2);
  const idempotency = idempotencyOf({ db, table: idempotencyKeys });
  const shared = { store: mediaStore({ db }), bucket, idempotency, publicUrl, clock };
  const media = mediaService({ ...shared, edge });
  const uploads = uploadService(shared);
  const delivery = deliveryService({ bucket, resize: images && cloudflareImages(images) });
  return { bucket, media, routes: (app: App) => mediaRoutes(app, { media, uploads, delivery }) };
};
