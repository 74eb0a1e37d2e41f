import { WorkerEntrypoint } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import type * as z from "zod";
import type { UsersRpc } from "#contract/users";
import { currentTrace, type Trace } from "#kernel/call";
import { entrypoint } from "#kernel/entrypoint";
import { parseEnv } from "#kernel/env";
import { isolateCopy } from "#kernel/isolate-copy";
import { turnstile } from "#kernel/vendors/turnstile.client";
import { composeAccounts } from "#users/accounts/compose";
import { composeAddresses } from "#users/addresses/compose";
import { composeApiKeys } from "#users/api-keys/compose";
import type { ApiKeyAct, StaffAct } from "#users/audit/audit.contract";
import { composeAudit } from "#users/audit/compose";
import { composeChallenges } from "#users/challenges/compose";
import { composeConnections } from "#users/connections.compose";
import { composeConsents } from "#users/consents/compose";
import { composeCredentials } from "#users/credentials/compose";
import { type UsersEnv, UsersVars } from "#users/env";
import { composePasswords } from "#users/passwords/compose";
import { composePrivacy } from "#users/privacy/compose";
import { composeRegistration } from "#users/registration/compose";
import { composeReplay } from "#users/replay/compose";
import { composeSessions } from "#users/sessions/compose";
import { composeSignIn } from "#users/sign-in/compose";
import { composeSms } from "#users/sms/compose";
import { composeThrottle } from "#users/throttle/compose";

type Variables = z.output<z.ZodObject<typeof UsersVars>>;

/** Composes the folders that most other folders depend on. */
const composeCommon = (vars: Variables) => {
  const connections = composeConnections(vars);
  const { throttle, ping } = composeThrottle({
    redis: { url: vars.COUNTERS_REDIS_URL, token: vars.COUNTERS_REDIS_TOKEN },
    secret: connections.secret,
  });
  return {
    ...connections,
    answers: composeReplay(connections),
    passwords: composePasswords({ pepper: vars.PASSWORD_PEPPER }),
    throttle,
    ping,
  };
};

/** Composes the folders in the order in which they depend on one another. */
const compose = (env: UsersEnv) => {
  const vars = parseEnv("users", UsersVars, env);
  const common = composeCommon(vars);
  const { app, db, outbox, clock, secret, ping } = common;

  const audit = composeAudit(common);
  const { sessions, transport, jwks } = composeSessions({
    ...common,
    signingKey: vars.JWT_SIGNING_KEY,
    nextKey: vars.JWT_NEXT_KEY,
    origins: [...vars.STOREFRONT_ORIGINS, new URL(vars.PUBLIC_URL).origin],
  });
  const { accounts, accountsStore, lapsedAccounts } = composeAccounts({
    ...common,
    sessions,
    orders: env.ORDERS,
  });
  const apiKeys = composeApiKeys({ ...common, sessions });
  const challenges = composeChallenges(common);
  const { signIn, proof, clients } = composeSignIn({
    ...common,
    sessions,
    transport,
    settings: isolateCopy({ read: () => env.SETTINGS.settings(currentTrace()), clock }),
    addressHeader: vars.CLIENT_IP_HEADER,
  });
  const checkHuman = turnstile({
    url: vars.TURNSTILE_URL,
    secretKey: vars.TURNSTILE_SECRET_KEY,
    secret,
  });
  composeRegistration({ ...common, signIn, transport, clients, checkHuman });
  composeCredentials({ ...common, accounts: accountsStore, challenges, proof, clients });
  composeAddresses(common);
  composeConsents(common);
  const { smsPreferences } = composeSms({ ...common, sessions });
  const { retention, ...privacy } = composePrivacy({ ...common, sessions, proof });

  return {
    app,
    version: vars.VERSION,
    checks: [
      { name: "libsql", ask: () => db.read.run(sql`select 1`) },
      { name: "redis", ask: ping },
    ],
    outbox,
    sweep: async () => ({
      ...(await retention.prune(clock.now())),
      ...(await lapsedAccounts.sweep()),
    }),
    accounts,
    sessions,
    challenges,
    smsPreferences,
    audit,
    apiKeys,
    jwks,
    ...privacy,
  };
};

export default class Users
  extends entrypoint(WorkerEntrypoint<UsersEnv>, "users", compose)
  implements UsersRpc
{
  jwks(trace: Trace) {
    return this.run("jwks", trace, ({ jwks }) => jwks);
  }

  contact(userId: string, trace: Trace) {
    return this.run("contact", trace, ({ accounts }) => accounts.contact(userId));
  }

  challengeMail(challengeId: string, trace: Trace) {
    return this.run("challengeMail", trace, ({ challenges }) => challenges.mail(challengeId));
  }

  smsStopped(phone: string, trace: Trace) {
    return this.run("smsStopped", trace, ({ smsPreferences }) => smsPreferences.stopped(phone));
  }

  erasureNotice(userId: string, trace: Trace) {
    return this.run("erasureNotice", trace, ({ erasureNotices }) => erasureNotices.of(userId));
  }

  erasureNoticeSent(userId: string, trace: Trace) {
    return this.run("erasureNoticeSent", trace, ({ erasureNotices }) =>
      erasureNotices.sent(userId),
    );
  }

  sessionState(userId: string, sessionId: string, trace: Trace) {
    return this.run("sessionState", trace, ({ sessions }) =>
      sessions.sessionState(userId, sessionId),
    );
  }

  beginExport(userId: string, sessionId: string, trace: Trace) {
    return this.run("beginExport", trace, ({ personalExports }) =>
      personalExports.begin(userId, sessionId),
    );
  }

  admit(act: StaffAct, trace: Trace) {
    return this.run("admit", trace, ({ audit }) => audit.admit(act));
  }

  apiKey(hash: string, trace: Trace) {
    return this.run("apiKey", trace, ({ apiKeys }) => apiKeys.active(hash));
  }

  admitKey(act: ApiKeyAct, trace: Trace) {
    return this.run("admitKey", trace, ({ audit }) => audit.admitKey(act));
  }

  noted(auditId: string, status: number, trace: Trace, changed: readonly string[] = []) {
    return this.run("noted", trace, ({ audit }) => audit.noted(auditId, status, changed));
  }
}
