import { type Check, type Context, Found, valueIn, warn } from "#doctor/check";
import { NotPermitted, runStatements } from "#doctor/hrana";
import { senderDomainOf, senderFindings } from "#doctor/sender";

const SENDER = "SELECT json_extract(document, '$.sender.email') FROM settings";
const WHERE = "settings, sender.email";

const unread = () =>
  new Found(
    warn({
      code: "settings.unread",
      where: "settings database",
      problem: "The settings cannot be read, so a sender that an admin has set is not checked.",
      action: "Repair the settings database, and run the doctor again.",
    }),
  );

/** Returns the sender in the settings; undefined while no admin has changed them. */
const senderIn = async (context: Context): Promise<string | undefined> => {
  const [outcome] = await runStatements(context, "SETTINGS_DB", [SENDER]).catch((err) => {
    throw err instanceof NotPermitted || err instanceof Found ? unread() : err;
  });
  if (!outcome || "refusal" in outcome) throw unread();
  return outcome.rows[0]?.[0];
};

/**
 * Checks the domain of the sender in the settings, which replaces `MAIL_FROM` from their first change on. That of
 * `MAIL_FROM` has a check of its own.
 */
export const settingsSender: Check = {
  name: "settings-sender",
  needs: ["RESEND_URL", "RESEND_API_KEY", "MAIL_FROM", "SETTINGS_DB_URL", "SETTINGS_DB_TOKEN"],
  async run(context) {
    const email = await senderIn(context);
    const domain = email === undefined ? undefined : senderDomainOf(email);
    if (domain === undefined || domain === senderDomainOf(valueIn(context, "MAIL_FROM"))) return [];
    return senderFindings(context, { domain, where: WHERE });
  },
};
