import { expect, test } from "bun:test";
import type { z } from "zod";
import { OrdersVars } from "#orders/env";
import { CartVars } from "#workers/cart/env";
import { CatalogVars } from "#workers/catalog/env";
import { GatewayVars } from "#workers/gateway/env";
import { NotificationsVars } from "#workers/notifications/env";
import { PaymentsVars } from "#workers/payments/env";
import { SettingsVars } from "#workers/settings/env";
import { UsersVars } from "#workers/users/env";

/** A secret that signs values in clients' hands can be guessed offline if it is short. */
const VARIABLES = {
  CartVars,
  CatalogVars,
  GatewayVars,
  NotificationsVars,
  OrdersVars,
  PaymentsVars,
  SettingsVars,
  UsersVars,
};
const isSecret = (name: string) => /_(SECRET|TOKEN|KEY|PEPPER)$/.test(name);
const secrets = Object.entries(VARIABLES).flatMap(([worker, variables]) =>
  Object.entries(variables)
    .filter(([name]) => isSecret(name))
    .map(([name, schema]) => ({ name: `${worker}.${name}`, schema: schema as z.ZodType })),
);

test("covers the secrets that sign orders, carts and sessions", () => {
  const names = secrets.map(({ name }) => name);
  expect(names).toContain("OrdersVars.ORDER_ACCESS_SECRET");
  expect(names).toContain("CartVars.CART_ID_SECRET");
  expect(names).toContain("UsersVars.REFRESH_SECRET");
  expect(names).toContain("PaymentsVars.STRIPE_WEBHOOK_SECRET");
});

const GUESSABLE = ["s", "secret", "changeme", "1:password", "correct horse"];

test.each(secrets)("refuses a guessable value of $name", ({ schema }) => {
  expect(GUESSABLE.filter((word) => schema.safeParse(word).success)).toEqual([]);
});
