import * as z from "zod";
import type { OrdersRpc } from "#contract/orders";
import type { SettingsRpc } from "#contract/settings";
import {
  ClientIpHeader,
  CommonEnv,
  QueueEnv,
  Secret,
  StorefrontOrigins,
  TurnstileEnv,
  VendorSecret,
} from "#kernel/env";
import { PublishedKey, SigningKey } from "#users/sessions/signing-keys.rules";

export const UsersVars = {
  ...CommonEnv,
  ...QueueEnv,
  /** The settings of the check that a person, not a program, registers. */
  ...TurnstileEnv,
  USERS_DB_URL: z.url(),
  USERS_DB_TOKEN: VendorSecret,
  JWT_SIGNING_KEY: SigningKey,
  JWT_NEXT_KEY: PublishedKey,
  /**
   * The peppers of password hashes, as `<version>:<secret>` separated by commas; see
   * passwords/peppers.rules.ts.
   */
  PASSWORD_PEPPER: Secret,
  /** The secret that derives the successors of refresh tokens and encrypts stored answers. */
  REFRESH_SECRET: Secret,
  COUNTERS_REDIS_URL: z.url(),
  COUNTERS_REDIS_TOKEN: VendorSecret,
  CLIENT_IP_HEADER: ClientIpHeader,
  /** The origins whose pages may send the cookie of a session. */
  STOREFRONT_ORIGINS: StorefrontOrigins,
};

export interface UsersEnv extends z.input<z.ZodObject<typeof UsersVars>> {
  ORDERS: OrdersRpc;
  SETTINGS: SettingsRpc;
}
