import { orderConfirmed } from "#contract/orders";
import { userRegistered } from "#contract/users";
import { type Hearing, hears } from "#kernel/events";
import type { MessagesService } from "./service";

/** Which event becomes which message. */
export const messageHearings = (messages: MessagesService): Hearing[] => [
  hears(userRegistered, ({ userId }, { id }) => messages.welcome(userId, id)),
  hears(orderConfirmed, ({ orderId }, { id }) => messages.orderConfirmed(orderId, id)),
];
