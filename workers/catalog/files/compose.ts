import type { R2 } from "#catalog/media/r2.client";
import type { OrdersRpc } from "#contract/orders";
import type { Database } from "#db/client";
import type { Clock } from "#kernel/clock";
import type { Idempotency } from "#kernel/mutations/idempotency";
import type { App } from "#kernel/routes/app";
import { downloadRoutes } from "./downloads.routes";
import { downloadsService } from "./downloads.service";
import { filesBucket } from "./files.client";
import { fileRoutes } from "./files.routes";
import { filesService } from "./files.service";
import { filesStore } from "./files.store";

interface Dependencies {
  db: Database;
  idempotency: Idempotency;
  clock: Clock;
  r2: R2;
  orders: Pick<OrdersRpc, "downloadLines" | "takeDownload" | "openDownload">;
}

/** Composes the files of digital goods: what staff upload, and what buyers download. */
export const composeFiles = ({ db, r2, ...deps }: Dependencies) => {
  const shared = { ...deps, store: filesStore({ db }), bucket: filesBucket(r2) };
  const files = filesService(shared);
  const downloads = downloadsService(shared);
  return {
    files,
    routes: (app: App) => {
      fileRoutes(app, files);
      downloadRoutes(app, downloads);
    },
  };
};
