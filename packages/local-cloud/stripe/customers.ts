import { z } from "zod";
import { type Account, find, findNamed, nowSeconds, randomText } from "./account";
import type { Call } from "./endpoint";
import { listPage, type Page, type Selection } from "./listing";
import { mergeMetadata, metadata } from "./metadata";
import type { Customer, DeletedCustomer, PaymentMethod } from "./objects";
import { email, emptyable, text } from "./params";
import { detachPaymentMethod } from "./payment-methods";

export const CustomerParams = z.strictObject({
  description: emptyable(text()).optional(),
  email: emptyable(email).optional(),
  metadata,
  name: emptyable(text(256)).optional(),
  phone: emptyable(text(20)).optional(),
});

/** `POST /v1/customers` */
export const createCustomer = (
  account: Account,
  { params }: Call<z.infer<typeof CustomerParams>>,
): Customer => {
  const customer: Customer = {
    id: `cus_${randomText(14)}`,
    object: "customer",
    address: null,
    balance: 0,
    created: nowSeconds(account),
    currency: null,
    customer_account: null,
    default_source: null,
    delinquent: false,
    description: params.description ?? null,
    discount: null,
    email: params.email ?? null,
    invoice_prefix: randomText(8).toUpperCase(),
    invoice_settings: {
      custom_fields: null,
      default_payment_method: null,
      footer: null,
      rendering_options: null,
    },
    livemode: false,
    metadata: mergeMetadata({}, params.metadata),
    name: params.name ?? null,
    next_invoice_sequence: 1,
    phone: params.phone ?? null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: "none",
    test_clock: null,
  };
  account.objects.insert(customer);
  return customer;
};

/** `GET /v1/customers/:id/payment_methods` */
export const listPaymentMethods = (
  account: Account,
  { id, params }: Call<Selection>,
): Page<PaymentMethod> => {
  findNamed(account, "customer", id, "customer");
  return listPage(account, "payment_method", { ...params, customer: id });
};

/**
 * `DELETE /v1/customers/:id`. Stripe detaches the payment methods, keeps the id and reports the customer as
 * deleted.
 */
export const deleteCustomer = (account: Account, { id }: Call<unknown>): DeletedCustomer => {
  find(account, "customer", id);
  const { data } = listPage(account, "payment_method", { customer: id, limit: 100 });
  for (const method of data) detachPaymentMethod(account, { id: method.id, params: {} });
  const deleted: DeletedCustomer = { id, object: "customer", deleted: true };
  account.objects.update(deleted);
  return deleted;
};
