import { type Context, Hono } from "hono";
import type { StandInEnv } from "#cloud/frame/stand-in";
import { InboxPage, MailPage, MissingPage } from "./inbox.page";
import type { MailStore } from "./mail.store";

const PAGE = 50;

/** Inbox pages run no script and load nothing from other servers. They may frame a mail from this server. */
const PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; form-action 'self'; base-uri 'none'";
/**
 * A mail may show images and open its links in a new tab. The policy also applies when the mail is opened
 * outside its frame.
 */
const MAIL_POLICY =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src http: https: data:; font-src data:";

const page = (c: Context, markup: string | Promise<string>, status: 200 | 404 = 200) =>
  c.html(
    Promise.resolve(markup).then((text) => `<!doctype html>${text}`),
    status,
    {
      "content-security-policy": PAGE_POLICY,
    },
  );

/** Makes the links of a mail open in a new tab. */
const withNewTabs = (html: string) => {
  const base = '<base target="_blank">';
  return /<head[^>]*>/i.test(html)
    ? html.replace(/<head[^>]*>/i, (head) => head + base)
    : base + html;
};

const olderLink = (to: string, seq: number) =>
  `/inbox?${new URLSearchParams({ ...(to ? { to } : {}), before: String(seq) })}`;

/** Serves the inbox: the accepted mails, shown as their recipients would see them. */
export const inboxRoutes = (mails: MailStore) => {
  const app = new Hono<StandInEnv>();
  const missing = (c: Context) => page(c, (<MissingPage />).toString(), 404);

  app.get("/", (c) => {
    const to = c.req.query("to")?.trim() ?? "";
    const before = Number(c.req.query("before"));
    const found = mails.page({
      limit: PAGE,
      to,
      ...(Number.isSafeInteger(before) && before > 0 ? { olderThan: before } : {}),
    });
    const last = found.mails.at(-1);
    const older = found.hasMore && last ? { older: olderLink(to, last.seq) } : {};
    return page(c, (<InboxPage mails={found.mails} to={to} {...older} />).toString());
  });

  app.get("/:id", (c) => {
    const mail = mails.get(c.req.param("id"));
    return mail ? page(c, (<MailPage mail={mail} />).toString()) : missing(c);
  });

  app.get("/:id/html", async (c) => {
    const html = mails.get(c.req.param("id"))?.message.html;
    if (!html) return missing(c);
    return c.html(withNewTabs(html), 200, { "content-security-policy": MAIL_POLICY });
  });

  app.get("/:id/attachments/:index", async (c) => {
    const { id, index } = c.req.param();
    const attachment = mails.get(id)?.message.attachments?.[Number(index)];
    if (!attachment?.content) return missing(c);
    const name = encodeURIComponent(attachment.filename ?? "attachment");
    return c.body(new Uint8Array(Buffer.from(attachment.content, "base64")), 200, {
      "content-type": "application/octet-stream",
      "content-disposition": `attachment; filename*=UTF-8''${name}`,
      "x-content-type-options": "nosniff",
    });
  });
  return app;
};
