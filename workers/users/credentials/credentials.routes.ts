import { requireUser } from "#kernel/actor";
import { respondReplayable } from "#kernel/mutations/idempotency.http";
import type { App } from "#kernel/routes/app";
import { route } from "#kernel/routes/route";
import { idempotencyRequest } from "#users/replay/idempotency-request.http";
import type { ClientRequests } from "#users/sign-in/client-request.http";
import {
  changePassword,
  confirmEmailChange,
  requestEmailChange,
  requestPasswordReset,
  resendVerification,
  resetPassword,
  verifyEmail,
} from "./credentials.api";
import type { CredentialsService } from "./credentials.service";
import type { EmailChangesService } from "./email-changes.service";
import type { VerificationService } from "./verification.service";

interface Dependencies {
  credentials: CredentialsService;
  emailChanges: EmailChangesService;
  verification: VerificationService;
  clients: ClientRequests;
}

/** Registers the routes that verify and change the e-mail address, and change and reset the password. */
export const credentialRoutes = (
  app: App,
  { credentials, emailChanges, verification, clients }: Dependencies,
) => {
  route(app, verifyEmail, async (c) => {
    const input = c.req.valid("json");
    return respondReplayable(
      await verification.verify(input.token, await idempotencyRequest(c, input)),
    );
  });

  route(app, resendVerification, async (c) =>
    respondReplayable(
      await verification.resend(requireUser(c.var.actor), await idempotencyRequest(c, null)),
    ),
  );

  route(app, requestPasswordReset, async (c) => {
    const input = c.req.valid("json");
    return respondReplayable(await credentials.forgot(input.email, await clients.of(c, input)));
  });

  route(app, resetPassword, async (c) => {
    const input = c.req.valid("json");
    return respondReplayable(await credentials.reset(input, await clients.of(c, input)));
  });

  route(app, changePassword, async (c) => {
    const input = c.req.valid("json");
    const actor = requireUser(c.var.actor);
    return respondReplayable(
      await credentials.change(actor, input, await idempotencyRequest(c, input)),
    );
  });

  route(app, requestEmailChange, async (c) => {
    const input = c.req.valid("json");
    const actor = requireUser(c.var.actor);
    return respondReplayable(
      await emailChanges.request(actor, input, await idempotencyRequest(c, input)),
    );
  });

  route(app, confirmEmailChange, async (c) => {
    const input = c.req.valid("json");
    return respondReplayable(
      await emailChanges.confirm(input.token, await idempotencyRequest(c, input)),
    );
  });
};
