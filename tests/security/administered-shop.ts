import { sql } from "drizzle-orm";
import { connect, type Database } from "#db/client";
import { addressIn } from "#db/databases";
import { signIn } from "./principals";
import { type ServedShop, startServed } from "./shop";

/** A running shop with the database of its accounts, and an admin who has signed in. */
export interface AdministeredShop {
  shop: ServedShop;
  users: Database;
  admin: { token: string; userId: string };
}

/** Starts the whole seeded shop, and signs the admin in. */
export const startAdministered = async (): Promise<AdministeredShop> => {
  const shop = await startServed();
  const users = connect(addressIn(shop.variables, "users"));
  return { shop, users, admin: await signIn(shop, "admin@bodega.test") };
};

/** Verifies an account's address, which roles beyond customer require. */
export const verifyAddress = (users: Database, userId: string) =>
  users.write.run(sql`update users set email_verified_at = 1 where id = ${userId}`);
