import { inArray } from "drizzle-orm";
import { type Database, statements } from "#db/client";
import { addresses, users } from "#db/users/schema";
import type { Role } from "#kernel/actor";
import type { Address } from "#kernel/address/address";

/** The password of every seeded account. These accounts exist in development only. */
export const SEED_PASSWORD = "corner-shop-2026";

interface SeedAccount {
  id: string;
  email: string;
  name: string;
  roles: Role[];
}

const ACCOUNTS: readonly SeedAccount[] = [
  { id: "usr_seed0admin", email: "admin@bodega.test", name: "Ada Admin", roles: ["admin"] },
  { id: "usr_seed0staff", email: "staff@bodega.test", name: "Stan Staff", roles: ["staff"] },
  {
    id: "usr_seed0shopper",
    email: "shopper@bodega.test",
    name: "Sasha Shopper",
    roles: ["customer"],
  },
];

const SHOPPER_ADDRESS = {
  name: "Sasha Shopper",
  line1: "Oranienstraße 25",
  city: "Berlin",
  postalCode: "10999",
  country: "DE",
  phone: "+49 30 1234567",
  isDefaultShipping: true,
  isDefaultBilling: true,
} satisfies Address & { isDefaultShipping: true; isDefaultBilling: true };

interface SeedOptions {
  db: Database;
  /** Hashes a password with the Worker's pepper, with which sign-ins verify it. */
  hash: (password: string) => Promise<string>;
  nowMs: number;
}

const missingFrom = async (db: Database) => {
  const emails = ACCOUNTS.map(({ email }) => email);
  const existing = await db.read
    .select({ email: users.email })
    .from(users)
    .where(inArray(users.email, emails));
  return ACCOUNTS.filter(({ email }) => !existing.some((row) => row.email === email));
};

/**
 * Adds the missing development accounts, and keeps existing ones. Creates no event and no mail, because
 * these accounts are not registered by a person.
 */
export const seedUsers = async ({ db, hash, nowMs }: SeedOptions) => {
  const times = { createdAt: nowMs, updatedAt: nowMs };
  const rows = await Promise.all(
    (await missingFrom(db)).map(async (account) => ({
      ...account,
      passwordHash: await hash(SEED_PASSWORD),
      emailVerifiedAt: nowMs,
      ...times,
    })),
  );
  if (rows.length === 0) return;
  const shopper = rows.find(({ roles }) => roles.includes("customer"));
  const address = { id: "adr_seed0home", ...SHOPPER_ADDRESS, ...times };
  await db.write.batch(
    statements([
      db.write.insert(users).values(rows).onConflictDoNothing(),
      ...(shopper
        ? [
            db.write
              .insert(addresses)
              .values({ ...address, userId: shopper.id })
              .onConflictDoNothing(),
          ]
        : []),
    ]),
  );
};
