/** Every metric of `GET /v1/admin/metrics`, with its help text. All are gauges. */
export const METRICS = {
  bodega_up: "1 if the Worker gave its metrics, 0 if it or its database did not answer",
  bodega_orders: "Orders by status, counted up to 10000",
  bodega_sagas_stuck:
    "Orders whose next step is late: payment for 45 minutes, capture and void for 15",
  bodega_reservations_held: "Reserved variants of unpaid orders, counted up to 10000",
  bodega_reservations_overdue: "Orders whose reservation ended over two minutes ago",
  bodega_payments: "Payments by state, counted up to 10000",
  bodega_payments_overdue:
    "Undecided payments that the provider should have been asked about 15 minutes ago",
  bodega_refunds:
    "Refunds that are pending, or failed within 30 days, by state, counted up to 10000",
  bodega_refunds_overdue:
    "Pending refunds that the provider should have been asked about 15 minutes ago",
  bodega_disputes_open: "Disputes that are neither won nor lost, counted up to 10000",
  bodega_breaks_open:
    "Differences of the reconciliation that are not resolved, counted up to 10000",
  bodega_events_oldest_seconds: "Age of the oldest event that is not acknowledged; 0 without one",
  bodega_events_overdue_seconds:
    "How long the first unpublished or failed event waits for its hand-over",
  bodega_events_dead: "Events that failed twelve times, counted up to 10000",
  bodega_mails_pending: "Mails that are not sent yet, counted up to 10000",
  bodega_mails_parked: "Mails that wait for an operator, counted up to 10000",
  bodega_search_degraded: "1 while the search engine does not answer and the database searches",
} as const;
export type MetricName = keyof typeof METRICS;

/** One value of a metric. */
export interface Gauge {
  name: MetricName;
  labels?: Record<string, string>;
  value: number;
}
