import { z } from "zod";
import { requireUser } from "#kernel/actor";
import { respondReplayable } from "#kernel/mutations/idempotency.http";
import { access } from "#kernel/routes/access";
import type { App } from "#kernel/routes/app";
import { privateJson } from "#kernel/routes/etag";
import { PageQuery } from "#kernel/routes/page";
import { body, json, query } from "#kernel/routes/validate";
import { AddressPatch, NewAddress } from "#users/addresses.contract";
import { idempotencyRequest, noQuery } from "#users/replay/idempotency-request.http";
import type { AddressesService } from "./addresses.service";

/** /v1/me/addresses: the address book of the signed-in account. */
export const addressRoutes = (app: App, addresses: AddressesService) => {
  app.get(
    "/v1/me/addresses",
    access("user", "account"),
    query(z.strictObject(PageQuery)),
    async (c) => {
      const { userId } = requireUser(c.var.actor);
      const page = await addresses.list(userId, c.req.valid("query"));
      return privateJson(c, page);
    },
  );

  app.post(
    "/v1/me/addresses",
    access("user", "account"),
    noQuery,
    json,
    body(NewAddress),
    async (c) => {
      const { userId } = requireUser(c.var.actor);
      const address = c.req.valid("json");
      return respondReplayable(
        await addresses.add(userId, address, await idempotencyRequest(c, address)),
      );
    },
  );

  app.get("/v1/me/addresses/:id", access("user", "account"), noQuery, async (c) => {
    const { userId } = requireUser(c.var.actor);
    const address = await addresses.find(userId, c.req.param("id"));
    return privateJson(c, address);
  });

  app.patch(
    "/v1/me/addresses/:id",
    access("user", "account"),
    noQuery,
    json,
    body(AddressPatch),
    async (c) => {
      const { userId } = requireUser(c.var.actor);
      const patch = c.req.valid("json");
      const request = await idempotencyRequest(c, patch);
      return respondReplayable(await addresses.change(userId, c.req.param("id"), patch, request));
    },
  );

  app.delete("/v1/me/addresses/:id", access("user", "account"), noQuery, async (c) => {
    const { userId } = requireUser(c.var.actor);
    const request = await idempotencyRequest(c, null);
    return respondReplayable(await addresses.remove(userId, c.req.param("id"), request));
  });
};
