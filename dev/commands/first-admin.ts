import { connect, type Database } from "#db/client";
import { addressIn } from "#db/databases";
import { outbox as table } from "#db/users/schema";
import { ensureInstalled, exitWith, STATE_FOLDER } from "#dev/install";
import { Email } from "#kernel/address/email";
import { outboxOf } from "#kernel/events/outbox";
import { firstAdminService } from "#workers/users/accounts/first-admin.service";
import { firstAdminStore } from "#workers/users/accounts/first-admin.store";

/** The command has no queue: the cron publishes the event within two minutes. */
const NO_QUEUE = { publish: async () => undefined };

/** Makes the account of an address the first admin in this database. */
export const makeFirstAdmin = (db: Database, address: string, nowMs: number) => {
  const outbox = outboxOf({ db, table, queue: NO_QUEUE });
  return firstAdminService({ store: firstAdminStore({ db, outbox }) }).make(address, nowMs);
};

/** Opens the database that the environment names, or that of the shop on this machine. */
const withUsersDatabase = async (work: (db: Database) => Promise<void>) => {
  const address = addressIn(process.env, "users");
  if (address.url && address.token) return work(connect(address));
  const { withClouds } = await import("#dev/shop");
  await withClouds(STATE_FOLDER, (variables) => work(connect(addressIn(variables, "users"))));
};

/** `bun run admin <email>` */
const main = async () => {
  await ensureInstalled();
  const [email, ...rest] = process.argv.slice(2);
  if (!Email.safeParse(email).success || rest.length > 0) {
    throw new Error("Name an account: bun run admin ada@example.com");
  }
  await withUsersDatabase(async (db) => {
    const userId = await makeFirstAdmin(db, email ?? "", Date.now());
    console.log(`${email} (${userId}) is the first admin. Sign in again.`);
  });
};

if (import.meta.main) await main().catch(exitWith);
