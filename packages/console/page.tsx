import { spellAmount } from "@bodega/local-cloud/stripe/currencies";
import { raw } from "hono/html";
import type { PaymentLine } from "./payment-lines";
import type { EventLine, MailLine, RouteLine, Snapshot, TraceLine } from "./snapshot";
import { STYLE } from "./style";
import { Waterfall } from "./waterfall";

const TONES: Record<string, string> = {
  ok: "ok",
  acknowledged: "ok",
  succeeded: "ok",
  down: "down",
  dead: "down",
  canceled: "down",
  pending: "pending",
  requires_capture: "pending",
  requires_action: "pending",
};
const Tone = ({ of: state }: { of: string }) => <span class={TONES[state] ?? "soft"}>{state}</span>;
const Status = ({ of: status }: { of: string }) => (
  <span class={Number(status) >= 400 ? "down" : "ok"}>{status}</span>
);
const time = (at: string | number) => new Date(at).toLocaleTimeString("en-GB");

/** Returns a count with its noun: "1 route", "2 routes". */
const count = (number: number, one: string) => `${number} ${one}${number === 1 ? "" : "s"}`;

const Services = ({ services }: { services: Snapshot["services"] }) => (
  <section>
    <h2>Services</h2>
    <table>
      {services.map(({ name, version, routes, health }) => (
        <tr>
          <td>
            {name} <span class="soft">{version}</span>
          </td>
          <td class="soft one">{count(routes.length, "route")}</td>
          <td>
            {health.map((dependency) => (
              <span class="pair" title={`${dependency.latencyMs} ms`}>
                {dependency.name} <Tone of={dependency.status} />
              </span>
            ))}
          </td>
        </tr>
      ))}
    </table>
  </section>
);

const Mails = ({ mails, inboxUrl }: { mails: MailLine[]; inboxUrl: string }) => (
  <section>
    <h2>Mails</h2>
    {mails.length === 0 ? <p class="empty">No mail has been sent yet.</p> : null}
    <table>
      {mails.map((mail) => (
        <tr>
          <td>
            <a href={`${inboxUrl}/${mail.id}`}>{mail.subject}</a>
            <br />
            <span class="soft small">{mail.to}</span>
          </td>
          <td class="soft one">{time(mail.at)}</td>
        </tr>
      ))}
    </table>
  </section>
);

const Payments = ({ payments }: { payments: PaymentLine[] }) => (
  <section>
    <h2>Payments</h2>
    {payments.length === 0 ? <p class="empty">No money has moved yet.</p> : null}
    <table class="facts">
      {payments.map((payment) => (
        <tr>
          <td>
            <code>{payment.id}</code>
            <br />
            <code class="soft">{payment.metadata?.order_id ?? "no order"}</code>
          </td>
          <td>
            <Tone of={payment.status} />
          </td>
          <td class="one">{spellAmount(payment.amount, payment.currency)}</td>
        </tr>
      ))}
    </table>
  </section>
);

const Events = ({ events, deadLetters }: { events: EventLine[]; deadLetters: number }) => (
  <section>
    <h2>
      Events <span class="soft">{count(deadLetters, "dead letter")}</span>
    </h2>
    {events.length === 0 ? <p class="empty">Nothing has happened yet.</p> : null}
    <table class="facts">
      {events.map((event) => (
        <tr>
          <td>
            {event.type}
            <br />
            <code class="soft">{event.subject}</code>
          </td>
          <td>
            <Tone of={event.state} />
            {event.generation > 0 ? <span class="soft"> sent {event.generation + 1}×</span> : null}
          </td>
          <td class="soft one">{time(event.at)}</td>
        </tr>
      ))}
    </table>
  </section>
);

const Routes = ({ routes }: { routes: RouteLine[] }) => (
  <section class="wide">
    <h2>
      Routes <span class="soft">{count(routes.length, "route")}</span>
    </h2>
    {[...Map.groupBy(routes, ({ worker }) => worker)].map(([worker, own]) => (
      <details>
        <summary>
          {worker}
          <span class="soft">{count(own.length, "route")}</span>
        </summary>
        <table>
          {own.map((route) => (
            <tr>
              <td>
                <code>
                  {route.method} {route.path}
                </code>
              </td>
              <td class="soft">{route.summary}</td>
              <td class="soft one">{route.access}</td>
            </tr>
          ))}
        </table>
      </details>
    ))}
  </section>
);

const Calls = ({ calls }: { calls: TraceLine["calls"] }) => (
  <table>
    {calls.map((call) => (
      <tr>
        <td>{call.vendor}</td>
        <td>
          <code>{call.summary || `${call.method} ${call.path}`}</code>{" "}
          {call.fault ? <span class="down">{call.fault}</span> : null}
        </td>
        <td class="soft one">
          {call.status} · {call.ms.toFixed(1)} ms
        </td>
      </tr>
    ))}
  </table>
);

const Traces = ({ traces }: { traces: TraceLine[] }) => (
  <section class="wide">
    <h2>Requests</h2>
    {traces.length === 0 ? <p class="empty">No request has arrived yet.</p> : null}
    {traces.map(({ request, ...trace }) => (
      <details>
        <summary>
          {request ? (
            <code>
              {request.method} {request.path} <Status of={request.status} />
            </code>
          ) : null}{" "}
          <code class={request ? "soft" : ""}>{trace.requestId}</code>
          {request?.orderId ? <code class="soft"> {request.orderId}</code> : null}
          <span class="soft">
            {count(trace.calls.length, "call")} · {trace.durationMs.toFixed(0)} ms ·{" "}
            {time(trace.startedAt)}
          </span>
        </summary>
        {request ? <Waterfall spans={request.spans} /> : null}
        <Calls calls={trace.calls} />
      </details>
    ))}
  </section>
);

/** The only page of the console. */
export const page = (shown: Snapshot) => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>Bodega · console</title>
      <link rel="icon" href="data:," />
      <style>{raw(STYLE)}</style>
    </head>
    <body>
      <h1>Bodega</h1>
      <p>
        What happened in the shop, as each cloud recorded it. <a href="/">Reload</a>
      </p>
      <main>
        <div class="column">
          <Services services={shown.services} />
          <Payments payments={shown.payments} />
          <Mails mails={shown.mails} inboxUrl={shown.inboxUrl} />
        </div>
        <Events events={shown.events} deadLetters={shown.deadLetters} />
        <Traces traces={shown.traces} />
        <Routes routes={shown.routes} />
      </main>
    </body>
  </html>
);
