import { WorkerEntrypoint } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import type { StaffAct, UsersRpc } from "#contract/users";
import { connect } from "#db/client";
import { idempotencyKeys, outbox as outboxRows } from "#db/users/schema";
import { newApp } from "#kernel/app";
import type { Trace } from "#kernel/call";
import { systemClock as clock } from "#kernel/clock";
import { entrypoint } from "#kernel/entrypoint";
import { parseEnv } from "#kernel/env";
import { idempotencyOf } from "#kernel/idempotency";
import { outboxOf } from "#kernel/outbox";
import { qstashQueue } from "#kernel/queue.client";
import { redisClient } from "#kernel/redis.client";
import { turnstile } from "#kernel/turnstile.client";
import { accountRoutes } from "#users/accounts/accounts.routes";
import { accountsService } from "#users/accounts/accounts.service";
import { accountsStore } from "#users/accounts/accounts.store";
import { customerRoutes } from "#users/accounts/customers.routes";
import { customersService } from "#users/accounts/customers.service";
import { customersStore } from "#users/accounts/customers.store";
import { lapsedAccountsService } from "#users/accounts/lapsed-accounts.service";
import { lapsedAccountsStore } from "#users/accounts/lapsed-accounts.store";
import { addressRoutes } from "#users/addresses/addresses.routes";
import { addressesService } from "#users/addresses/addresses.service";
import { addressesStore } from "#users/addresses/addresses.store";
import { auditRoutes } from "#users/audit/audit.routes";
import { auditService } from "#users/audit/audit.service";
import { auditStore } from "#users/audit/audit.store";
import { challengesService } from "#users/challenges/challenges.service";
import { challengesStore } from "#users/challenges/challenges.store";
import { consentRoutes } from "#users/consents/consents.routes";
import { consentsService } from "#users/consents/consents.service";
import { consentsStore } from "#users/consents/consents.store";
import { credentialRoutes } from "#users/credentials/credentials.routes";
import { credentialsService } from "#users/credentials/credentials.service";
import { credentialsStore } from "#users/credentials/credentials.store";
import { verificationService } from "#users/credentials/verification.service";
import { verificationStore } from "#users/credentials/verification.store";
import { passwordsWith } from "#users/passwords/passwords.service";
import { erasureRoutes } from "#users/privacy/erasure.routes";
import { erasureService } from "#users/privacy/erasure.service";
import { erasureStore } from "#users/privacy/erasure.store";
import { farewellsService } from "#users/privacy/erasure-notices.service";
import { farewellsStore } from "#users/privacy/erasure-notices.store";
import { exportsService } from "#users/privacy/exports.service";
import { exportsStore } from "#users/privacy/exports.store";
import { personalDataService } from "#users/privacy/personal-data.service";
import { personalDataStore } from "#users/privacy/personal-data.store";
import { retentionStore } from "#users/privacy/retention.store";
import { answersService } from "#users/replay/stored-answers.service";
import { answersStore } from "#users/replay/stored-answers.store";
import { accessTokens } from "#users/sessions/access-tokens.service";
import { keyRoutes } from "#users/sessions/keys.routes";
import { refreshTokensService } from "#users/sessions/refresh-tokens.service";
import { refreshTokensStore } from "#users/sessions/refresh-tokens.store";
import { sessionRoutes } from "#users/sessions/sessions.routes";
import { sessionsService } from "#users/sessions/sessions.service";
import { sessionsStore } from "#users/sessions/sessions.store";
import { jwksOf } from "#users/sessions/signing-keys.rules";
import { transportOf } from "#users/sessions/transport.http";
import { visitsBy } from "#users/sign-in/client-request.http";
import { proofService } from "#users/sign-in/proof.service";
import { secondFactorRoutes } from "#users/sign-in/second-factors.routes";
import { secondFactorsService } from "#users/sign-in/second-factors.service";
import { secondFactorsStore } from "#users/sign-in/second-factors.store";
import { signInRoutes } from "#users/sign-in/sign-in.routes";
import { signInService } from "#users/sign-in/sign-in.service";
import { signInStore } from "#users/sign-in/sign-in.store";
import { secondStepService } from "#users/sign-in/two-factor.service";
import { throttleService } from "#users/throttle/throttle.service";
import { throttleStore } from "#users/throttle/throttle.store";
import { type UsersEnv, UsersVars } from "./env";

const compose = (env: UsersEnv) => {
  const vars = parseEnv("users", UsersVars, env);
  const secret = vars.REFRESH_SECRET;
  const db = connect({ url: vars.USERS_DB_URL, token: vars.USERS_DB_TOKEN });
  const queue = qstashQueue({
    url: vars.QSTASH_URL,
    token: vars.QSTASH_TOKEN,
    destination: `${vars.PUBLIC_URL}/events`,
    mailPerSecond: vars.MAIL_PER_SECOND,
  });
  const outbox = outboxOf({ db, table: outboxRows, queue });
  const idempotency = idempotencyOf({ db, table: idempotencyKeys });
  const tools = { db, idempotency, outbox };

  const answers = answersService({ store: answersStore(tools), secret });
  const access = accessTokens({ signingKey: vars.JWT_SIGNING_KEY, clock });
  const jwks = jwksOf(vars.JWT_SIGNING_KEY, vars.JWT_NEXT_KEY);
  const passwords = passwordsWith(vars.PASSWORD_PEPPER);
  const tries = throttleStore(
    redisClient({ url: vars.COUNTERS_REDIS_URL, token: vars.COUNTERS_REDIS_TOKEN }),
  );
  const throttle = throttleService({ store: tries, secret });
  const common = { answers, outbox, clock, secret };
  const sessions = sessionsService({ ...common, store: sessionsStore(tools), access });
  const refreshTokens = refreshTokensService({
    ...common,
    store: refreshTokensStore(tools),
    sessions,
  });
  const signIns = signInStore(tools);
  const signIn = signInService({ ...common, store: signIns, sessions, passwords, throttle });
  const secondStep = secondStepService({ ...common, store: signIns, signIn });
  const proof = proofService({ store: signIns, sessions, throttle, passwords, clock });
  const secondFactors = secondFactorsService({
    ...common,
    store: secondFactorsStore(tools),
    proof,
  });
  const accountRows = accountsStore(tools);
  const accounts = accountsService({
    ...common,
    store: accountRows,
    signIn,
    passwords,
    throttle,
    checkHuman: turnstile({
      url: vars.TURNSTILE_URL,
      secretKey: vars.TURNSTILE_SECRET_KEY,
      secret,
    }),
  });
  const challenges = challengesService({ ...common, store: challengesStore(tools) });
  const verification = verificationService({
    ...common,
    store: verificationStore(tools),
    accounts: accountRows,
    challenges,
    throttle,
  });
  const credentials = credentialsService({
    ...common,
    store: credentialsStore(tools),
    accounts: accountRows,
    challenges,
    proof,
    passwords,
    throttle,
  });
  const audit = auditService({ store: auditStore({ db }), clock });
  const customers = customersService({
    ...common,
    sessions,
    store: customersStore(tools),
    accounts: accountRows,
  });
  const addresses = addressesService({ store: addressesStore(tools), answers, clock });
  const consents = consentsService({
    store: consentsStore(tools),
    answers,
    outbox,
    clock,
  });
  const farewells = farewellsService({ store: farewellsStore({ db }), secret });
  const erasure = erasureService({ store: erasureStore(tools), proof, outbox, clock, secret });

  const lapsed = lapsedAccountsStore({ db });
  const lapsedAccounts = lapsedAccountsService({ store: lapsed, orders: env.ORDERS, clock });

  const personalExports = exportsService({
    ...{ store: exportsStore(tools), sessions, throttle, outbox, clock },
  });

  const app = newApp();
  const origins = [...vars.STOREFRONT_ORIGINS, new URL(vars.PUBLIC_URL).origin];
  const transport = transportOf({ origins });
  const visits = visitsBy(vars.CLIENT_IP_HEADER);
  accountRoutes(app, { accounts, transport, visits });
  signInRoutes(app, { signIn, secondStep, transport, visits });
  sessionRoutes(app, { sessions, refreshTokens, transport });
  credentialRoutes(app, { credentials, verification, visits });
  secondFactorRoutes(app, secondFactors);
  addressRoutes(app, addresses);
  consentRoutes(app, consents);
  erasureRoutes(app, erasure);
  customerRoutes(app, customers);
  auditRoutes(app, audit);
  keyRoutes(app, jwks);

  return {
    app,
    version: vars.VERSION,
    checks: [
      { name: "libsql", ask: () => db.read.run(sql`select 1`) },
      { name: "redis", ask: () => tries.ping() },
    ],
    outbox,
    async sweep() {
      const pruned = await retentionStore({ db }).prune(clock.now());
      return { ...pruned, ...(await lapsedAccounts.sweep()) };
    },
    personalData: personalDataService({ store: personalDataStore({ db }) }).personalData,
    accounts,
    sessions,
    personalExports,
    challenges,
    farewells,
    audit,
    jwks,
  };
};

export default class Users
  extends entrypoint(WorkerEntrypoint<UsersEnv>, "users", compose)
  implements UsersRpc
{
  jwks(trace: Trace) {
    return this.run(trace, (tools) => tools.jwks);
  }

  contact(userId: string, trace: Trace) {
    return this.run(trace, (tools) => tools.accounts.contact(userId));
  }

  challengeMail(challengeId: string, trace: Trace) {
    return this.run(trace, (tools) => tools.challenges.mail(challengeId));
  }

  farewell(userId: string, trace: Trace) {
    return this.run(trace, (tools) => tools.farewells.of(userId));
  }

  farewellSaid(userId: string, trace: Trace) {
    return this.run(trace, (tools) => tools.farewells.said(userId));
  }

  standing(userId: string, sessionId: string, trace: Trace) {
    return this.run(trace, (tools) => tools.sessions.standing(userId, sessionId));
  }

  beginExport(userId: string, sessionId: string, trace: Trace) {
    return this.run(trace, (tools) => tools.personalExports.begin(userId, sessionId));
  }

  admit(act: StaffAct, trace: Trace) {
    return this.run(trace, (tools) => tools.audit.admit(act));
  }

  noted(auditId: string, status: number, trace: Trace) {
    return this.run(trace, (tools) => tools.audit.noted(auditId, status));
  }
}
