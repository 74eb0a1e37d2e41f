import type { Context } from "hono";
import { requirePrincipal } from "#kernel/actor";
import { digestId, newId } from "#kernel/ids";
import { keyedRequestOf, respondReplayable } from "#kernel/mutations/idempotency.http";
import type { App, AppEnv } from "#kernel/routes/app";
import { route } from "#kernel/routes/route";
import { changeShipment, deliverOrder, shipOrder } from "./shipments.api";
import type { ShipmentsService } from "./shipments.service";

const staffRequest = (c: Context<AppEnv>, body: unknown) =>
  keyedRequestOf(c, { principal: requirePrincipal(c.var.actor), body });

/** Registers the routes with which staff ship orders. */
export const shipmentRoutes = (app: App, shipments: ShipmentsService) => {
  route(app, shipOrder, async (c) => {
    const body = c.req.valid("json");
    const request = await staffRequest(c, body);
    // A key makes one shipment, even after its stored answer was deleted.
    const shipmentId = request
      ? await digestId("shipment", `${request.scope} ${request.key}`)
      : newId("shipment");
    const { lines, locationId, unpaid } = body;
    const { carrier = null, trackingNumber = null, trackingUrl = null } = body;
    const tracking = { carrier, trackingNumber, trackingUrl };
    const input = { shipmentId, lines, locationId, unpaid, ...tracking };
    return respondReplayable(await shipments.ship(c.req.param("id"), input, request));
  });

  route(app, changeShipment, async (c) => {
    const patch = c.req.valid("json");
    const request = await staffRequest(c, patch);
    return respondReplayable(await shipments.track(c.req.param("id"), patch, request));
  });

  route(app, deliverOrder, async (c) => {
    const body = c.req.valid("json");
    const request = await staffRequest(c, body);
    return respondReplayable(await shipments.deliver(c.req.param("id"), body.shipmentId, request));
  });
};
