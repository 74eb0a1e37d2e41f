import { rolesChanged } from "#contract/users";
import { connect, type Database } from "#db/client";
import { addressIn } from "#db/databases";
import { outbox as table } from "#db/users/schema";
import { ensureInstalled, STATE_FOLDER } from "#dev/install";
import { Email } from "#kernel/email";
import { outboxOf } from "#kernel/outbox";
import { aboutUser } from "#workers/users/account-events.rules";
import { type Candidate, firstAdminStore } from "#workers/users/accounts/first-admin.store";

/** Nothing is published from here: the cron hands the event over within two minutes. */
const NO_QUEUE = { publish: async () => undefined };

const refusalOf = (email: string, candidate: Candidate | undefined): string | undefined => {
  if (!candidate) return `There is no account of ${email}: register it first.`;
  if (candidate.shopHasAdmin) {
    return "There is an admin already, who can make others: PATCH /v1/admin/staff/{id}.";
  }
  if (candidate.disabledAt !== null) return `The account of ${email} is shut.`;
  // A stranger can register with this address; only its owner can verify it.
  if (candidate.emailVerifiedAt === null) {
    return `Nobody has proved ${email} yet: use the link in its mail first.`;
  }
  return undefined;
};

/**
 * Makes the account of an address the first admin of the shop: ends its sessions, writes an audit
 * entry and publishes the event that mails its owner.
 * @throws one sentence that says why not
 */
export const makeFirstAdmin = async (db: Database, address: string, nowMs: number) => {
  const email = Email.parse(address);
  const store = firstAdminStore({ db, outbox: outboxOf({ db, table, queue: NO_QUEUE }) });
  const candidate = await store.candidate(email);
  const refusal = refusalOf(email, candidate);
  if (!candidate || refusal) throw new Error(refusal);
  const { id: userId } = candidate;
  const events = [aboutUser(rolesChanged, { userId }, nowMs)];
  if (!(await store.promote({ userId, events, nowMs }))) {
    throw new Error("The account, or who is admin, has changed at the same time: look again.");
  }
  return userId;
};

/** Where the shop is: a real one by the environment, else the one on this machine. */
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
    throw new Error("Say whose account it is to be: bun run admin ada@example.com");
  }
  await withUsersDatabase(async (db) => {
    const userId = await makeFirstAdmin(db, email ?? "", Date.now());
    console.log(`${email} (${userId}) is the first admin. Sign in again.`);
  });
};

if (import.meta.main) {
  await main().catch((err) => {
    console.error(err instanceof Error ? err.message : err);
    process.exit(1);
  });
}
