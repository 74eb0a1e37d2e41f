import { requireUser } from "#kernel/actor";
import { respondReplayable } from "#kernel/mutations/idempotency.http";
import type { App } from "#kernel/routes/app";
import { privateJson } from "#kernel/routes/etag";
import { route } from "#kernel/routes/route";
import { idempotencyRequest } from "#users/replay/idempotency-request.http";
import {
  addAddress,
  changeAddress,
  deleteAddress,
  listAddresses,
  readAddress,
} from "./addresses.api";
import type { AddressesService } from "./addresses.service";

/**
 * Registers the routes /v1/me/addresses, which list, add, change and delete addresses of the signed-in
 * account.
 */
export const addressRoutes = (app: App, addresses: AddressesService) => {
  route(app, listAddresses, async (c) => {
    const { userId } = requireUser(c.var.actor);
    const page = await addresses.list(userId, c.req.valid("query"));
    return privateJson(c, page);
  });

  route(app, addAddress, async (c) => {
    const { userId } = requireUser(c.var.actor);
    const address = c.req.valid("json");
    return respondReplayable(
      await addresses.add(userId, address, await idempotencyRequest(c, address)),
    );
  });

  route(app, readAddress, async (c) => {
    const { userId } = requireUser(c.var.actor);
    const address = await addresses.find(userId, c.req.param("id"));
    return privateJson(c, address);
  });

  route(app, changeAddress, async (c) => {
    const { userId } = requireUser(c.var.actor);
    const patch = c.req.valid("json");
    const request = await idempotencyRequest(c, patch);
    return respondReplayable(await addresses.change(userId, c.req.param("id"), patch, request));
  });

  route(app, deleteAddress, async (c) => {
    const { userId } = requireUser(c.var.actor);
    const request = await idempotencyRequest(c, null);
    return respondReplayable(await addresses.remove(userId, c.req.param("id"), request));
  });
};
