import { requirePrincipal } from "#kernel/actor";
import { AppError } from "#kernel/errors";
import { isId } from "#kernel/ids";
import { keyedRequestOf, respondReplayable } from "#kernel/mutations/idempotency.http";
import type { App } from "#kernel/routes/app";
import { privateJson } from "#kernel/routes/etag";
import { route } from "#kernel/routes/route";
import { arrivingFile } from "./file.http";
import { deleteFile, listFiles, uploadFile } from "./files.api";
import type { FilesService } from "./files.service";

const variantIdOf = (id: string) => {
  if (!isId("variant", id)) throw new AppError("not_found", "No variant has this id.");
  return id;
};

/** The files of digital products, for staff. */
export const fileRoutes = (app: App, files: FilesService) => {
  route(app, listFiles, async (c) => {
    const data = await files.list(variantIdOf(c.req.param("id")));
    return privateJson(c, { data, nextCursor: null });
  });

  route(app, uploadFile, async (c) => {
    const principal = requirePrincipal(c.var.actor);
    const query = c.req.valid("query");
    const { bytes, contentType, body } = arrivingFile(c);
    const file = { variantId: variantIdOf(c.req.param("id")), ...query, bytes, contentType };
    const request = await keyedRequestOf(c, { principal, body: file });
    return respondReplayable(await files.upload({ ...file, body }, request));
  });

  route(app, deleteFile, async (c) => {
    const principal = requirePrincipal(c.var.actor);
    const request = await keyedRequestOf(c, { principal, body: null });
    return respondReplayable(await files.remove(c.req.param("id"), request));
  });
};
