import { requireUser } from "#kernel/actor";
import { respondReplayable } from "#kernel/mutations/idempotency.http";
import { access } from "#kernel/routes/access";
import type { App } from "#kernel/routes/app";
import { body, json, noBody } from "#kernel/routes/validate";
import {
  EmailChange,
  ForgottenPassword,
  LinkToken,
  PasswordChange,
  PasswordReset,
} from "#users/credentials.contract";
import { idempotencyRequest, noQuery } from "#users/replay/idempotency-request.http";
import type { ClientRequests } from "#users/sign-in/client-request.http";
import type { CredentialsService } from "./credentials.service";
import type { EmailChangesService } from "./email-changes.service";
import type { VerificationService } from "./verification.service";

interface Dependencies {
  credentials: CredentialsService;
  emailChanges: EmailChangesService;
  verification: VerificationService;
  clients: ClientRequests;
}

/** Verification and change of the address, change and reset of the password. */
export const credentialRoutes = (
  app: App,
  { credentials, emailChanges, verification, clients }: Dependencies,
) => {
  app.post(
    "/v1/auth/email/verify",
    access("public", "account"),
    noQuery,
    json,
    body(LinkToken),
    async (c) => {
      const input = c.req.valid("json");
      return respondReplayable(
        await verification.verify(input.token, await idempotencyRequest(c, input)),
      );
    },
  );

  app.post("/v1/auth/email/resend", access("user", "mail"), noQuery, noBody, async (c) =>
    respondReplayable(
      await verification.resend(requireUser(c.var.actor), await idempotencyRequest(c, null)),
    ),
  );

  app.post(
    "/v1/auth/password/forgot",
    access("public", "mail"),
    noQuery,
    json,
    body(ForgottenPassword),
    async (c) => {
      const input = c.req.valid("json");
      return respondReplayable(await credentials.forgot(input.email, await clients.of(c, input)));
    },
  );

  app.post(
    "/v1/auth/password/reset",
    access("public", "account"),
    noQuery,
    json,
    body(PasswordReset),
    async (c) => {
      const input = c.req.valid("json");
      return respondReplayable(await credentials.reset(input, await clients.of(c, input)));
    },
  );

  app.post(
    "/v1/me/password",
    access("session", "code"),
    noQuery,
    json,
    body(PasswordChange),
    async (c) => {
      const input = c.req.valid("json");
      const actor = requireUser(c.var.actor);
      return respondReplayable(
        await credentials.change(actor, input, await idempotencyRequest(c, input)),
      );
    },
  );

  app.post(
    "/v1/me/email",
    access("session", "mail"),
    noQuery,
    json,
    body(EmailChange),
    async (c) => {
      const input = c.req.valid("json");
      const actor = requireUser(c.var.actor);
      return respondReplayable(
        await emailChanges.request(actor, input, await idempotencyRequest(c, input)),
      );
    },
  );

  app.post(
    "/v1/auth/email/change",
    access("public", "account"),
    noQuery,
    json,
    body(LinkToken),
    async (c) => {
      const input = c.req.valid("json");
      return respondReplayable(
        await emailChanges.confirm(input.token, await idempotencyRequest(c, input)),
      );
    },
  );
};
