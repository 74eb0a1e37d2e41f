import { requirePrincipal } from "#kernel/actor";
import { keyedRequestOf, respondReplayable } from "#kernel/mutations/idempotency.http";
import type { App } from "#kernel/routes/app";
import { entityTag, PRIVATE, privateJson } from "#kernel/routes/etag";
import { route } from "#kernel/routes/route";
import { readPicture } from "./delivery.api";
import { pictureResponse } from "./delivery.http";
import type { DeliveryService } from "./delivery.service";
import { changeMedia, deleteMedia, listMedia, readMedia, uploadMedia } from "./media.api";
import type { MediaService } from "./media.service";
import { receivedPicture } from "./picture.http";
import type { UploadService } from "./upload.service";

interface Dependencies {
  uploads: UploadService;
  media: MediaService;
  delivery: DeliveryService;
}

/** The pictures of the shop: /v1/admin/media for staff, /media for everyone. */
export const mediaRoutes = (app: App, { uploads, media, delivery }: Dependencies) => {
  route(app, readPicture, async (c) => {
    const { w: width } = c.req.valid("query");
    const key = c.req.param("key");
    const delivered = await delivery.deliver({
      key,
      width,
      isHead: c.req.method === "HEAD",
      ifNoneMatch: c.req.header("if-none-match"),
      ifRange: c.req.header("if-range"),
      range: c.req.header("range"),
    });
    return pictureResponse(key, delivered);
  });

  route(app, uploadMedia, async (c) => {
    const principal = requirePrincipal(c.var.actor);
    const received = await receivedPicture(c);
    const { sha256, claimedType } = received;
    const request = await keyedRequestOf(c, { principal, body: { sha256, claimedType } });
    return respondReplayable(await uploads.upload(received, request));
  });

  route(app, listMedia, async (c) => privateJson(c, await media.list(c.req.valid("query"))));

  route(app, readMedia, async (c) => privateJson(c, await media.read(c.req.param("id"))));

  route(app, changeMedia, async (c) => {
    const principal = requirePrincipal(c.var.actor);
    const patch = c.req.valid("json");
    const request = await keyedRequestOf(c, { principal, body: patch });
    const target = { id: c.req.param("id"), request, ifMatch: c.req.header("if-match") };
    const answer = await media.change(target, patch);
    return respondReplayable(answer, { ...PRIVATE, ETag: await entityTag(answer.body) });
  });

  route(app, deleteMedia, async (c) => {
    const principal = requirePrincipal(c.var.actor);
    const request = await keyedRequestOf(c, { principal, body: null });
    const target = { id: c.req.param("id"), request, ifMatch: c.req.header("if-match") };
    return respondReplayable(await media.remove(target));
  });
};
