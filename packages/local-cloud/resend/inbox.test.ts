import { describe, expect, test } from "bun:test";
import { MAIL, resendForEachTest } from "./testing";

const resend = resendForEachTest();

describe("inbox", () => {
  test("shows an empty state when there is no mail", async () => {
    expect(await resend.page("/inbox")).toContain("No mail yet");
  });

  test("lists mail with subject, recipient and time, newest first", async () => {
    await resend.emails.send({ ...MAIL, subject: "First" });
    await resend.emails.send({ ...MAIL, subject: "Second", to: "bob@example.com" });
    const html = await resend.page("/inbox");
    expect(html.indexOf("Second")).toBeLessThan(html.indexOf("First"));
    expect(html).toContain("to bob@example.com");
    expect(html).toContain('datetime="2030-01-31T12:00:00.000Z"');
  });

  test("filters by address, ignoring case and including copies", async () => {
    await resend.emails.send({ ...MAIL, subject: "For Ann" });
    await resend.emails.send({ ...MAIL, subject: "For Bob", to: "bob@example.com" });
    await resend.emails.send({
      ...MAIL,
      subject: "Copy",
      to: "x@y.co",
      cc: "Bob <BOB@example.com>",
    });
    const html = await resend.page("/inbox?to=Bob@Example.com");
    expect(html).toContain("For Bob");
    expect(html).toContain("Copy");
    expect(html).not.toContain("For Ann");
    expect(await resend.page("/inbox?to=%25")).toContain("No mail for %");
  });

  test("links to the next page of older mails", async () => {
    for (let n = 1; n <= 51; n += 1) await resend.emails.send({ ...MAIL, subject: `Nr ${n}.` });
    const html = await resend.page("/inbox?to=ann");
    expect(html).not.toContain("Nr 1.");
    const older = /href="([^"]*before=[^"]*)"/.exec(html)?.[1]?.replaceAll("&amp;", "&");
    expect(older).toContain("to=ann");
    const rest = await resend.page(older ?? "");
    expect(rest).toContain("Nr 1.");
    expect(rest).not.toContain("Nr 2.");
  });

  test("shows a mail's HTML in a sandboxed frame beside its text", async () => {
    const { data } = await resend.emails.send(MAIL, { idempotencyKey: "k_1" });
    const html = await resend.page(`/inbox/${data?.id}`);
    expect(html).toContain("<pre>Thank you</pre>");
    expect(html).toContain("k_1");
    expect(html).toMatch(/<iframe[^>]*sandbox="allow-popups allow-popups-to-escape-sandbox"/);
    const mail = await fetch(`${resend.url}/inbox/${data?.id}/html`);
    expect(await mail.text()).toContain(MAIL.html);
    const policy = mail.headers.get("content-security-policy");
    expect(policy).toStartWith("sandbox");
    expect(policy).not.toContain("allow-scripts");
    expect(policy).not.toContain("allow-same-origin");
  });

  test("opens the links of a mail in a new tab", async () => {
    const html =
      '<!doctype html><html><head><title>t</title></head><body><a href="x">y</a></body></html>';
    const { data } = await resend.emails.send({ ...MAIL, html });
    expect(await resend.page(`/inbox/${data?.id}/html`)).toStartWith(
      '<!doctype html><html><head><base target="_blank">',
    );
  });

  test("runs no script from a mail", async () => {
    const evil = '"><script>alert(1)</script>';
    const { data } = await resend.emails.send(
      {
        ...MAIL,
        from: `${"x".concat('"&')} <a@b.co>`,
        subject: evil,
        text: evil,
        headers: { "X-Evil": evil },
      },
      { idempotencyKey: evil },
    );
    for (const path of ["/inbox", `/inbox/${data?.id}`, `/inbox?to=${encodeURIComponent(evil)}`]) {
      const response = await fetch(`${resend.url}${path}`);
      expect(await response.text()).not.toContain("<script");
      expect(response.headers.get("content-security-policy")).toStartWith("default-src 'none'");
    }
  });

  test("serves attachments as downloads", async () => {
    const content = Buffer.from("<script>");
    const { data } = await resend.emails.send({
      ...MAIL,
      attachments: [{ filename: 'a".html', content }],
    });
    const path = `/inbox/${data?.id}/attachments/0`;
    expect(await resend.page(`/inbox/${data?.id}`)).toContain(path);
    const response = await fetch(resend.url + path);
    expect(await response.text()).toBe("<script>");
    expect(response.headers.get("content-type")).toBe("application/octet-stream");
    expect(response.headers.get("content-disposition")).toBe(
      "attachment; filename*=UTF-8''a%22.html",
    );
  });

  test("answers 404 when the mail does not exist", async () => {
    for (const path of ["/inbox/none", "/inbox/none/html", "/inbox/none/attachments/0"]) {
      const response = await fetch(resend.url + path);
      expect(response.status).toBe(404);
      expect(await response.text()).toContain("No such mail");
    }
  });
});
