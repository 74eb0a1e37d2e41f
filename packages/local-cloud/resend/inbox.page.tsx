import { raw } from "hono/html";
import type { Child } from "hono/jsx";
import { STYLE } from "./inbox.style";
import type { Mail } from "./mail.store";

const Page = ({
  title,
  narrow,
  children,
}: {
  title: string;
  narrow?: boolean;
  children: Child;
}) => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{title}</title>
      <style>{raw(STYLE)}</style>
    </head>
    <body>
      <main class={narrow ? "narrow" : ""}>{children}</main>
    </body>
  </html>
);

const Time = ({ at }: { at: number }) => {
  const iso = new Date(at).toISOString();
  return (
    <time datetime={iso} title={`${iso} (UTC)`}>
      {new Date(at).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" })}
    </time>
  );
};

/** Returns the letter shown in the avatar: the first letter or digit of the name or address. */
const initial = (address: string) => (/[\p{L}\p{N}]/u.exec(address)?.[0] ?? "@").toUpperCase();

const MailRow = ({ mail }: { mail: Mail }) => (
  <li>
    <a href={`/inbox/${mail.id}`}>
      <span class="face" aria-hidden="true">
        {initial(mail.message.to[0] ?? "")}
      </span>
      <span class="subject">{mail.message.subject || "(no subject)"}</span>
      <Time at={mail.at} />
      <span class="who">to {mail.message.to.join(", ")}</span>
    </a>
  </li>
);

const Empty = ({ to }: { to: string }) => (
  <div class="card empty">
    <b>{to ? `No mail for ${to}` : "No mail yet"}</b>
    {to ? (
      <a href="/inbox">Show all mail</a>
    ) : (
      "Register a customer or place an order: the shop's mails appear here and are not sent."
    )}
  </div>
);

export const InboxPage = ({ mails, to, older }: { mails: Mail[]; to: string; older?: string }) => (
  <Page title={to ? `Inbox of ${to}` : "Inbox"} narrow>
    <header>
      <h1>
        <a href="/inbox">Inbox</a>
      </h1>
      <form method="get" action="/inbox">
        <input
          type="search"
          name="to"
          value={to}
          placeholder="Filter by address"
          aria-label="Filter by address"
        />
        <button type="submit">Filter</button>
      </form>
    </header>
    {mails.length === 0 ? (
      <Empty to={to} />
    ) : (
      <ul class="list">
        {mails.map((mail) => (
          <MailRow mail={mail} />
        ))}
      </ul>
    )}
    {older ? (
      <p class="more">
        <a class="button" href={older}>
          Older mail
        </a>
      </p>
    ) : null}
  </Page>
);

const isEmpty = (child: Child) =>
  child === null || child === undefined || child === "" || (Array.isArray(child) && !child.length);

/** A field of the mail's header. It renders nothing if the value is empty. */
const Field = ({ name, children }: { name: string; children?: Child }) =>
  isEmpty(children) ? null : (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );

const Fields = ({ mail: { id, at, idempotencyKey, message } }: { mail: Mail }) => (
  <dl class="card">
    <Field name="From">{message.from}</Field>
    <Field name="To">{message.to.join(", ")}</Field>
    <Field name="Cc">{message.cc?.join(", ")}</Field>
    <Field name="Bcc">{message.bcc?.join(", ")}</Field>
    <Field name="Reply to">{message.reply_to?.join(", ")}</Field>
    <Field name="Sent">
      <Time at={at} />
    </Field>
    <Field name="Scheduled for">{message.scheduled_at}</Field>
    <Field name="Tags">
      {message.tags?.map(({ name, value }) => (
        <span class="tag">
          {name}: {value}
        </span>
      ))}
    </Field>
    <Field name="Headers">
      {message.headers &&
        Object.entries(message.headers).map(([name, value]) => (
          <div>
            <code>
              {name}: {value}
            </code>
          </div>
        ))}
    </Field>
    <Field name="Attached">
      {message.attachments?.map(({ filename, content, path }, index) => (
        <div>
          {content ? (
            <a href={`/inbox/${id}/attachments/${index}`}>
              {filename ?? `attachment ${index + 1}`}
            </a>
          ) : (
            `${filename ?? "a file"} from ${path}`
          )}
        </div>
      ))}
    </Field>
    <Field name="Id">
      <code>{id}</code>
    </Field>
    <Field name="Idempotency key">{idempotencyKey && <code>{idempotencyKey}</code>}</Field>
  </dl>
);

export const MailPage = ({ mail }: { mail: Mail }) => {
  const { subject, html, text } = mail.message;
  return (
    <Page title={subject}>
      <header>
        <h1>{subject || "(no subject)"}</h1>
        <a class="button" href="/inbox">
          ← Inbox
        </a>
      </header>
      <Fields mail={mail} />
      <div class={html && text ? "bodies two" : "bodies"}>
        {html ? (
          <section class="card">
            <h2>HTML</h2>
            <iframe
              title="The HTML version of this mail"
              src={`/inbox/${mail.id}/html`}
              sandbox="allow-popups allow-popups-to-escape-sandbox"
            />
          </section>
        ) : null}
        {text ? (
          <section class="card">
            <h2>Text</h2>
            <pre>{text}</pre>
          </section>
        ) : null}
      </div>
    </Page>
  );
};

export const MissingPage = () => (
  <Page title="No such mail" narrow>
    <div class="card empty">
      <b>No such mail</b>
      <a href="/inbox">Back to the inbox</a>
    </div>
  </Page>
);
