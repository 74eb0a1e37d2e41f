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
import { accountRoutes } from "./accounts.routes";
import { accountsService } from "./accounts.service";
import { accountsStore } from "./accounts.store";
import { addressRoutes } from "./addresses.routes";
import { addressesService } from "./addresses.service";
import { addressesStore } from "./addresses.store";
import { answersService } from "./answers.service";
import { answersStore } from "./answers.store";
import { auditRoutes } from "./audit.routes";
import { auditService } from "./audit.service";
import { auditStore } from "./audit.store";
import { challengesService } from "./challenges.service";
import { challengesStore } from "./challenges.store";
import { consentRoutes } from "./consents.routes";
import { consentsService } from "./consents.service";
import { consentsStore } from "./consents.store";
import { credentialRoutes } from "./credentials.routes";
import { credentialsService } from "./credentials.service";
import { credentialsStore } from "./credentials.store";
import { customerRoutes } from "./customers.routes";
import { customersService } from "./customers.service";
import { customersStore } from "./customers.store";
import { type UsersEnv, UsersVars } from "./env";
import { erasureRoutes } from "./erasure.routes";
import { erasureService } from "./erasure.service";
import { erasureStore } from "./erasure.store";
import { exportsService } from "./exports.service";
import { exportsStore } from "./exports.store";
import { farewellsService } from "./farewells.service";
import { farewellsStore } from "./farewells.store";
import { keyRoutes } from "./keys.routes";
import { lapsedAccountsService } from "./lapsed-accounts.service";
import { lapsedAccountsStore } from "./lapsed-accounts.store";
import { passwordsWith } from "./password";
import { personalDataService } from "./personal-data.service";
import { personalDataStore } from "./personal-data.store";
import { proofService } from "./proof.service";
import { refreshTokensService } from "./refresh-tokens.service";
import { refreshTokensStore } from "./refresh-tokens.store";
import { retentionStore } from "./retention.store";
import { secondFactorRoutes } from "./second-factors.routes";
import { secondFactorsService } from "./second-factors.service";
import { secondFactorsStore } from "./second-factors.store";
import { secondStepService } from "./second-step.service";
import { sessionRoutes } from "./sessions.routes";
import { sessionsService } from "./sessions.service";
import { sessionsStore } from "./sessions.store";
import { signInRoutes } from "./sign-in.routes";
import { signInService } from "./sign-in.service";
import { signInStore } from "./sign-in.store";
import { throttleService } from "./throttle.service";
import { throttleStore } from "./throttle.store";
import { accessTokens, jwksOf } from "./tokens";
import { transportOf } from "./transport.routes";
import { verificationService } from "./verification.service";
import { verificationStore } from "./verification.store";
import { visitsBy } from "./visit.routes";

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
