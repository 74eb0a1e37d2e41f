// Generated from docs/openapi.json by `bun run api`.
import type { AnswerOf, BodyOf, PagesOf, QueryOf, RequestOptions } from "./operation.js";

export interface Endpoint {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  path: string;
  /** The content type of the body. */
  body?: string;
  query?: true;
  /** Whether the route takes an access token. */
  token?: true;
  paged?: true;
}

export interface Operations {
  /** List API keys, newest first. */
  listApiKeys(query?: QueryOf<"listApiKeys">, options?: RequestOptions): PagesOf<"listApiKeys">;

  /** Make an API key. */
  createApiKey(body: BodyOf<"createApiKey">, options?: RequestOptions): AnswerOf<"createApiKey">;

  /** Revoke an API key. */
  revokeApiKey(id: string, options?: RequestOptions): AnswerOf<"revokeApiKey">;

  /** List the attributes that products may have. */
  listAttributeDefinitions(options?: RequestOptions): AnswerOf<"listAttributeDefinitions">;

  /** Define an attribute that products may have. */
  createAttributeDefinition(body: BodyOf<"createAttributeDefinition">, options?: RequestOptions): AnswerOf<"createAttributeDefinition">;

  /** Delete the definition of an attribute. */
  deleteAttributeDefinition(key: string, options?: RequestOptions): AnswerOf<"deleteAttributeDefinition">;

  /** Read the definition of an attribute. */
  readAttributeDefinition(key: string, options?: RequestOptions): AnswerOf<"readAttributeDefinition">;

  /** Change the name, choices or position of an attribute. */
  changeAttributeDefinition(key: string, body: BodyOf<"changeAttributeDefinition">, options?: RequestOptions): AnswerOf<"changeAttributeDefinition">;

  /** List audit entries, newest first. */
  listAuditEntries(query?: QueryOf<"listAuditEntries">, options?: RequestOptions): PagesOf<"listAuditEntries">;

  /** List all categories in the order of the tree. */
  listAdminCategories(options?: RequestOptions): AnswerOf<"listAdminCategories">;

  /** Create a category. */
  createCategory(body: BodyOf<"createCategory">, options?: RequestOptions): AnswerOf<"createCategory">;

  /** Delete a category that has no categories below it. */
  deleteCategory(id: string, options?: RequestOptions): AnswerOf<"deleteCategory">;

  /** Rename or describe a category. */
  changeCategory(id: string, body: BodyOf<"changeCategory">, options?: RequestOptions): AnswerOf<"changeCategory">;

  /** Move a category to another parent or place. */
  moveCategory(id: string, body: BodyOf<"moveCategory">, options?: RequestOptions): AnswerOf<"moveCategory">;

  /** Delete the texts of a category in a locale. */
  deleteCategoryTranslation(id: string, locale: string, options?: RequestOptions): AnswerOf<"deleteCategoryTranslation">;

  /** Replace the texts of a category in a locale. */
  translateCategory(id: string, locale: string, body: BodyOf<"translateCategory">, options?: RequestOptions): AnswerOf<"translateCategory">;

  /** List collections, newest first. */
  listAdminCollections(query?: QueryOf<"listAdminCollections">, options?: RequestOptions): PagesOf<"listAdminCollections">;

  /** Create a collection. */
  createCollection(body: BodyOf<"createCollection">, options?: RequestOptions): AnswerOf<"createCollection">;

  /** Delete a collection. */
  deleteCollection(id: string, options?: RequestOptions): AnswerOf<"deleteCollection">;

  /** Read a collection with its rules or picked products. */
  readAdminCollection(id: string, options?: RequestOptions): AnswerOf<"readAdminCollection">;

  /** Change a collection or its rules. */
  changeCollection(id: string, body: BodyOf<"changeCollection">, options?: RequestOptions): AnswerOf<"changeCollection">;

  /** Replace the products of a manual collection. */
  pickProducts(id: string, body: BodyOf<"pickProducts">, options?: RequestOptions): AnswerOf<"pickProducts">;

  /** Delete the texts of a collection in a locale. */
  deleteCollectionTranslation(id: string, locale: string, options?: RequestOptions): AnswerOf<"deleteCollectionTranslation">;

  /** Replace the texts of a collection in a locale. */
  translateCollection(id: string, locale: string, body: BodyOf<"translateCollection">, options?: RequestOptions): AnswerOf<"translateCollection">;

  /** List customer groups without their members, newest first. */
  listCustomerGroups(query?: QueryOf<"listCustomerGroups">, options?: RequestOptions): PagesOf<"listCustomerGroups">;

  /** Create a customer group. */
  createCustomerGroup(body: BodyOf<"createCustomerGroup">, options?: RequestOptions): AnswerOf<"createCustomerGroup">;

  /** Delete a customer group that no price list names. */
  deleteCustomerGroup(id: string, options?: RequestOptions): AnswerOf<"deleteCustomerGroup">;

  /** Read a customer group with its members. */
  readCustomerGroup(id: string, options?: RequestOptions): AnswerOf<"readCustomerGroup">;

  /** Rename a customer group or replace its members. */
  changeCustomerGroup(id: string, body: BodyOf<"changeCustomerGroup">, options?: RequestOptions): AnswerOf<"changeCustomerGroup">;

  /** List accounts, oldest first. */
  listCustomers(query?: QueryOf<"listCustomers">, options?: RequestOptions): PagesOf<"listCustomers">;

  /** Read an account. */
  readCustomer(id: string, options?: RequestOptions): AnswerOf<"readCustomer">;

  /** Disable an account and end its sessions. */
  disableCustomer(id: string, options?: RequestOptions): AnswerOf<"disableCustomer">;

  /** Enable a disabled account. */
  enableCustomer(id: string, options?: RequestOptions): AnswerOf<"enableCustomer">;

  /** List dead or unacknowledged events of all Workers, newest first. */
  listEvents(query?: QueryOf<"listEvents">, options?: RequestOptions): PagesOf<"listEvents">;

  /** Hand a dead event over again. */
  replayEvent(id: string, options?: RequestOptions): AnswerOf<"replayEvent">;

  /** Delete a file of a digital variant. */
  deleteProductFile(id: string, options?: RequestOptions): AnswerOf<"deleteProductFile">;

  /** List the stock of variants. */
  listStock(query?: QueryOf<"listStock">, options?: RequestOptions): PagesOf<"listStock">;

  /** Set the limits, backorders and pre-order of a variant. */
  setStockRules(id: string, body: BodyOf<"setStockRules">, options?: RequestOptions): AnswerOf<"setStockRules">;

  /** Set the low-stock threshold of a variant. */
  setThreshold(id: string, body: BodyOf<"setThreshold">, options?: RequestOptions): AnswerOf<"setThreshold">;

  /** Correct the stock of a variant. */
  adjustStock(body: BodyOf<"adjustStock">, options?: RequestOptions): AnswerOf<"adjustStock">;

  /** Book a stock count. */
  countStock(body: BodyOf<"countStock">, options?: RequestOptions): AnswerOf<"countStock">;

  /** List the units that unpaid orders hold. */
  listReservations(query?: QueryOf<"listReservations">, options?: RequestOptions): PagesOf<"listReservations">;

  /** List the stock ledger, newest first. */
  listTransfers(query?: QueryOf<"listTransfers">, options?: RequestOptions): PagesOf<"listTransfers">;

  /** Cancel a long change. */
  cancelJob(id: string, options?: RequestOptions): AnswerOf<"cancelJob">;

  /** Read the progress of a long change. */
  readJob(id: string, options?: RequestOptions): AnswerOf<"readJob">;

  /** List what a long change could not do. */
  listJobErrors(id: string, query?: QueryOf<"listJobErrors">, options?: RequestOptions): PagesOf<"listJobErrors">;

  /** List the locations of stock by priority. */
  listLocations(query?: QueryOf<"listLocations">, options?: RequestOptions): PagesOf<"listLocations">;

  /** Add a location. */
  createLocation(body: BodyOf<"createLocation">, options?: RequestOptions): AnswerOf<"createLocation">;

  /** Delete a location without stock. */
  deleteLocation(id: string, options?: RequestOptions): AnswerOf<"deleteLocation">;

  /** Read a location. */
  readLocation(id: string, options?: RequestOptions): AnswerOf<"readLocation">;

  /** Change a location. */
  changeLocation(id: string, body: BodyOf<"changeLocation">, options?: RequestOptions): AnswerOf<"changeLocation">;

  /** List markets with their price lists, newest first. */
  listAdminMarkets(query?: QueryOf<"listAdminMarkets">, options?: RequestOptions): PagesOf<"listAdminMarkets">;

  /** Create a market. */
  createMarket(body: BodyOf<"createMarket">, options?: RequestOptions): AnswerOf<"createMarket">;

  /** Delete a market. */
  deleteMarket(id: string, options?: RequestOptions): AnswerOf<"deleteMarket">;

  /** Read a market with its price lists. */
  readAdminMarket(id: string, options?: RequestOptions): AnswerOf<"readAdminMarket">;

  /** Change a market. */
  changeMarket(id: string, body: BodyOf<"changeMarket">, options?: RequestOptions): AnswerOf<"changeMarket">;

  /** List the uploaded pictures, newest first. */
  listMedia(query?: QueryOf<"listMedia">, options?: RequestOptions): PagesOf<"listMedia">;

  /** Upload a picture. */
  uploadMedia(body: BodyOf<"uploadMedia">, options?: RequestOptions): AnswerOf<"uploadMedia">;

  /** Delete a picture that no product shows. */
  deleteMedia(id: string, options?: RequestOptions): AnswerOf<"deleteMedia">;

  /** Read an uploaded picture with its uses. */
  readMedia(id: string, options?: RequestOptions): AnswerOf<"readMedia">;

  /** Change the alt text and focal point of a picture. */
  changeMedia(id: string, body: BodyOf<"changeMedia">, options?: RequestOptions): AnswerOf<"changeMedia">;

  /** Read the metrics of the shop. */
  readMetrics(options?: RequestOptions): AnswerOf<"readMetrics">;

  /** List mails and SMS that were not delivered, newest first. */
  listNotifications(query?: QueryOf<"listNotifications">, options?: RequestOptions): PagesOf<"listNotifications">;

  /** Send a parked or failed notification again. */
  sendNotification(id: string, options?: RequestOptions): AnswerOf<"sendNotification">;

  /** List and find orders, newest first. */
  listOrders(query?: QueryOf<"listOrders">, options?: RequestOptions): PagesOf<"listOrders">;

  /** Read an order with its notes, tags, payments and whole timeline. */
  readOrderAsStaff(id: string, options?: RequestOptions): AnswerOf<"readOrderAsStaff">;

  /** Cancel an order, or units of it, for the buyer. */
  cancelOrderAsStaff(id: string, body: BodyOf<"cancelOrderAsStaff">, options?: RequestOptions): AnswerOf<"cancelOrderAsStaff">;

  /** Take the authorised money of an order, or record money that arrived. */
  captureOrder(id: string, body: BodyOf<"captureOrder">, options?: RequestOptions): AnswerOf<"captureOrder">;

  /** Record that a shipment, or all shipments, reached the buyer or were handed over. */
  deliverOrder(id: string, body: BodyOf<"deliverOrder">, options?: RequestOptions): AnswerOf<"deliverOrder">;

  /** Change the lines of a sold order, and charge or refund the difference. */
  editOrder(id: string, body: BodyOf<"editOrder">, options?: RequestOptions): AnswerOf<"editOrder">;

  /** Add a note that only staff see. */
  addOrderNote(id: string, body: BodyOf<"addOrderNote">, options?: RequestOptions): AnswerOf<"addOrderNote">;

  /** List the saved cards of the order's account, newest first. */
  listOrderPaymentMethods(id: string, options?: RequestOptions): AnswerOf<"listOrderPaymentMethods">;

  /** Refund an amount, lines or the shipping. */
  refundOrder(id: string, body: BodyOf<"refundOrder">, options?: RequestOptions): AnswerOf<"refundOrder">;

  /** Ship an order, or units of it, or make them ready to be collected. */
  shipOrder(id: string, body: BodyOf<"shipOrder">, options?: RequestOptions): AnswerOf<"shipOrder">;

  /** Add tags to an order, and remove tags. */
  changeOrderTags(id: string, body: BodyOf<"changeOrderTags">, options?: RequestOptions): AnswerOf<"changeOrderTags">;

  /** List price lists without their prices, newest first. */
  listPriceLists(query?: QueryOf<"listPriceLists">, options?: RequestOptions): PagesOf<"listPriceLists">;

  /** Create a price list. */
  createPriceList(body: BodyOf<"createPriceList">, options?: RequestOptions): AnswerOf<"createPriceList">;

  /** Delete a price list. */
  deletePriceList(id: string, options?: RequestOptions): AnswerOf<"deletePriceList">;

  /** Read a price list with its prices. */
  readPriceList(id: string, options?: RequestOptions): AnswerOf<"readPriceList">;

  /** Change a price list or replace its prices. */
  changePriceList(id: string, body: BodyOf<"changePriceList">, options?: RequestOptions): AnswerOf<"changePriceList">;

  /** List products in any status. */
  listAdminProducts(query?: QueryOf<"listAdminProducts">, options?: RequestOptions): PagesOf<"listAdminProducts">;

  /** Create a product with its variants. */
  createProduct(body: BodyOf<"createProduct">, options?: RequestOptions): AnswerOf<"createProduct">;

  /** Delete a product. */
  deleteProduct(id: string, options?: RequestOptions): AnswerOf<"deleteProduct">;

  /** Read a product with all prices, in any status. */
  readAdminProduct(id: string, options?: RequestOptions): AnswerOf<"readAdminProduct">;

  /** Change a product. */
  changeProduct(id: string, body: BodyOf<"changeProduct">, options?: RequestOptions): AnswerOf<"changeProduct">;

  /** Read the products that staff picked to be shown beside a product. */
  readRelatedPicks(id: string, options?: RequestOptions): AnswerOf<"readRelatedPicks">;

  /** Replace the products that are shown first beside a product. */
  pickRelatedProducts(id: string, body: BodyOf<"pickRelatedProducts">, options?: RequestOptions): AnswerOf<"pickRelatedProducts">;

  /** Delete the texts of a product in a locale. */
  deleteProductTranslation(id: string, locale: string, options?: RequestOptions): AnswerOf<"deleteProductTranslation">;

  /** Replace the texts of a product in a locale. */
  translateProduct(id: string, locale: string, body: BodyOf<"translateProduct">, options?: RequestOptions): AnswerOf<"translateProduct">;

  /** Add a variant to a product. */
  addVariant(id: string, body: BodyOf<"addVariant">, options?: RequestOptions): AnswerOf<"addVariant">;

  /** Change many products in a job. */
  changeProducts(body: BodyOf<"changeProducts">, options?: RequestOptions): AnswerOf<"changeProducts">;

  /** Export products as a Shopify product CSV. */
  exportProducts(query?: QueryOf<"exportProducts">, options?: RequestOptions): AnswerOf<"exportProducts">;

  /** Import products from a Shopify product CSV. */
  importProducts(body: BodyOf<"importProducts">, query?: QueryOf<"importProducts">, options?: RequestOptions): AnswerOf<"importProducts">;

  /** List differences between a provider's records and the shop's, newest first. */
  listBreaks(query?: QueryOf<"listBreaks">, options?: RequestOptions): PagesOf<"listBreaks">;

  /** Resolve a break with a note. */
  resolveBreak(id: string, body: BodyOf<"resolveBreak">, options?: RequestOptions): AnswerOf<"resolveBreak">;

  /** List disputes, newest first. */
  listDisputes(query?: QueryOf<"listDisputes">, options?: RequestOptions): PagesOf<"listDisputes">;

  /** List relocations of stock, newest first. */
  listRelocations(query?: QueryOf<"listRelocations">, options?: RequestOptions): PagesOf<"listRelocations">;

  /** Send units of stock from one location to another. */
  sendRelocation(body: BodyOf<"sendRelocation">, options?: RequestOptions): AnswerOf<"sendRelocation">;

  /** Read a relocation of stock. */
  readRelocation(id: string, options?: RequestOptions): AnswerOf<"readRelocation">;

  /** Return the units of a relocation that are in transit. */
  cancelRelocation(id: string, options?: RequestOptions): AnswerOf<"cancelRelocation">;

  /** Record units of a relocation that arrived, were lost or went back. */
  receiveRelocation(id: string, body: BodyOf<"receiveRelocation">, options?: RequestOptions): AnswerOf<"receiveRelocation">;

  /** List returns, newest first. */
  listReturns(query?: QueryOf<"listReturns">, options?: RequestOptions): PagesOf<"listReturns">;

  /** Approve a return. */
  approveReturn(id: string, options?: RequestOptions): AnswerOf<"approveReturn">;

  /** Record the units of an approved return that arrived, and refund or exchange them. */
  receiveReturn(id: string, body: BodyOf<"receiveReturn">, options?: RequestOptions): AnswerOf<"receiveReturn">;

  /** Reject a requested or approved return. */
  rejectReturn(id: string, body?: BodyOf<"rejectReturn">, options?: RequestOptions): AnswerOf<"rejectReturn">;

  /** List reviews, newest first. */
  listAdminReviews(query?: QueryOf<"listAdminReviews">, options?: RequestOptions): PagesOf<"listAdminReviews">;

  /** Read a review. */
  readAdminReview(id: string, options?: RequestOptions): AnswerOf<"readAdminReview">;

  /** Approve, reject or answer a review. */
  changeReview(id: string, body: BodyOf<"changeReview">, options?: RequestOptions): AnswerOf<"changeReview">;

  /** List the sagas of orders, newest first. */
  listSagas(query?: QueryOf<"listSagas">, options?: RequestOptions): PagesOf<"listSagas">;

  /** Read the saga of an order. */
  readSaga(orderId: string, options?: RequestOptions): AnswerOf<"readSaga">;

  /** List pinned and hidden products by query. */
  listCurations(options?: RequestOptions): AnswerOf<"listCurations">;

  /** Show the products of a query as they are found. */
  deleteCuration(id: string, options?: RequestOptions): AnswerOf<"deleteCuration">;

  /** Pin and hide products for a query. */
  putCuration(id: string, body: BodyOf<"putCuration">, options?: RequestOptions): AnswerOf<"putCuration">;

  /** List what shoppers search for. */
  listSearchQueries(query?: QueryOf<"listSearchQueries">, options?: RequestOptions): AnswerOf<"listSearchQueries">;

  /** Rebuild the search index in a job. */
  reindexSearch(options?: RequestOptions): AnswerOf<"reindexSearch">;

  /** Compare the search index with the catalog. */
  readSearchStatus(options?: RequestOptions): AnswerOf<"readSearchStatus">;

  /** List the synonyms of the search. */
  listSynonyms(options?: RequestOptions): AnswerOf<"listSynonyms">;

  /** Delete a synonym. */
  deleteSynonym(id: string, options?: RequestOptions): AnswerOf<"deleteSynonym">;

  /** Make words find each other. */
  putSynonym(id: string, body: BodyOf<"putSynonym">, options?: RequestOptions): AnswerOf<"putSynonym">;

  /** Read the settings of the shop. */
  readSettings(options?: RequestOptions): AnswerOf<"readSettings">;

  /** Change the settings of the shop. */
  changeSettings(body: BodyOf<"changeSettings">, options?: RequestOptions): AnswerOf<"changeSettings">;

  /** Change the tracking of a shipment. */
  changeShipment(id: string, body: BodyOf<"changeShipment">, options?: RequestOptions): AnswerOf<"changeShipment">;

  /** List staff and admins, oldest first. */
  listStaff(query?: QueryOf<"listStaff">, options?: RequestOptions): PagesOf<"listStaff">;

  /** Replace the roles of an account and end its sessions. */
  assignRoles(id: string, body: BodyOf<"assignRoles">, options?: RequestOptions): AnswerOf<"assignRoles">;

  /** Remove a variant from its product. */
  removeVariant(id: string, options?: RequestOptions): AnswerOf<"removeVariant">;

  /** Change a variant. */
  changeVariant(id: string, body: BodyOf<"changeVariant">, options?: RequestOptions): AnswerOf<"changeVariant">;

  /** List the files that buyers of a variant can download. */
  listProductFiles(id: string, options?: RequestOptions): AnswerOf<"listProductFiles">;

  /** Upload a file that buyers of a digital variant can download. */
  uploadProductFile(id: string, body: BodyOf<"uploadProductFile">, query: QueryOf<"uploadProductFile">, options?: RequestOptions): AnswerOf<"uploadProductFile">;

  /** Replace the prices of a variant. */
  setVariantPrices(id: string, body: BodyOf<"setVariantPrices">, options?: RequestOptions): AnswerOf<"setVariantPrices">;

  /** Change the address by the token of a link. */
  confirmEmailChange(body: BodyOf<"confirmEmailChange">, options?: RequestOptions): AnswerOf<"confirmEmailChange">;

  /** Request another link that verifies the own address. */
  resendVerification(options?: RequestOptions): AnswerOf<"resendVerification">;

  /** Verify an address by the token of its link. */
  verifyEmail(body: BodyOf<"verifyEmail">, options?: RequestOptions): AnswerOf<"verifyEmail">;

  /** Sign in with a password. */
  signIn(body: BodyOf<"signIn">, options?: RequestOptions): AnswerOf<"signIn">;

  /** End the session of a refresh token. */
  signOut(body: BodyOf<"signOut">, options?: RequestOptions): AnswerOf<"signOut">;

  /** Request a link that resets the password. */
  requestPasswordReset(body: BodyOf<"requestPasswordReset">, options?: RequestOptions): AnswerOf<"requestPasswordReset">;

  /** Set a new password by the token of a link. */
  resetPassword(body: BodyOf<"resetPassword">, options?: RequestOptions): AnswerOf<"resetPassword">;

  /** Exchange a refresh token for new tokens. */
  refreshSession(body: BodyOf<"refreshSession">, options?: RequestOptions): AnswerOf<"refreshSession">;

  /** Register an account and sign in. */
  register(body: BodyOf<"register">, options?: RequestOptions): AnswerOf<"register">;

  /** Finish a sign-in with a second factor. */
  finishSignIn(body: BodyOf<"finishSignIn">, options?: RequestOptions): AnswerOf<"finishSignIn">;

  /** Create a cart. */
  createCart(body: BodyOf<"createCart">, options?: RequestOptions): AnswerOf<"createCart">;

  /** Delete a cart. */
  deleteCart(id: string, options?: RequestOptions): AnswerOf<"deleteCart">;

  /** Read a cart with current prices. */
  readCart(id: string, options?: RequestOptions): AnswerOf<"readCart">;

  /** Change a cart. */
  changeCart(id: string, body: BodyOf<"changeCart">, options?: RequestOptions): AnswerOf<"changeCart">;

  /** Add a line to a cart. */
  addLine(id: string, body: BodyOf<"addLine">, options?: RequestOptions): AnswerOf<"addLine">;

  /** Remove a line from a cart. */
  removeLine(id: string, lineId: string, options?: RequestOptions): AnswerOf<"removeLine">;

  /** Set the quantity of a line. */
  changeLine(id: string, lineId: string, body: BodyOf<"changeLine">, options?: RequestOptions): AnswerOf<"changeLine">;

  /** List the shipping options of a cart, with their prices. */
  listShippingOptions(id: string, options?: RequestOptions): AnswerOf<"listShippingOptions">;

  /** List the tree of categories. */
  listCategories(query?: QueryOf<"listCategories">, options?: RequestOptions): AnswerOf<"listCategories">;

  /** Read a category with its path and descendants. */
  readCategory(slug: string, query?: QueryOf<"readCategory">, options?: RequestOptions): AnswerOf<"readCategory">;

  /** List collections, newest first. */
  listCollections(query?: QueryOf<"listCollections">, options?: RequestOptions): PagesOf<"listCollections">;

  /** Read a collection. */
  readCollection(slug: string, query?: QueryOf<"readCollection">, options?: RequestOptions): AnswerOf<"readCollection">;

  /** Open the link of a download. */
  openDownload(token: string, options?: RequestOptions): AnswerOf<"openDownload">;

  /** Read the product feed of the Agentic Commerce Protocol. */
  readAcpFeed(query?: QueryOf<"readAcpFeed">, options?: RequestOptions): AnswerOf<"readAcpFeed">;

  /** Read the product feed for Google Merchant Center. */
  readGoogleFeed(query?: QueryOf<"readGoogleFeed">, options?: RequestOptions): AnswerOf<"readGoogleFeed">;

  /** List the markets of the shop. */
  listMarkets(query?: QueryOf<"listMarkets">, options?: RequestOptions): PagesOf<"listMarkets">;

  /** Erase the own account. */
  eraseAccount(body?: BodyOf<"eraseAccount">, options?: RequestOptions): AnswerOf<"eraseAccount">;

  /** Read the own profile. */
  readProfile(options?: RequestOptions): AnswerOf<"readProfile">;

  /** Change the own profile. */
  changeProfile(body: BodyOf<"changeProfile">, options?: RequestOptions): AnswerOf<"changeProfile">;

  /** List own addresses, oldest first. */
  listAddresses(query?: QueryOf<"listAddresses">, options?: RequestOptions): PagesOf<"listAddresses">;

  /** Add an address to the address book. */
  addAddress(body: BodyOf<"addAddress">, options?: RequestOptions): AnswerOf<"addAddress">;

  /** Delete an own address. */
  deleteAddress(id: string, options?: RequestOptions): AnswerOf<"deleteAddress">;

  /** Read an own address. */
  readAddress(id: string, options?: RequestOptions): AnswerOf<"readAddress">;

  /** Change an own address. */
  changeAddress(id: string, body: BodyOf<"changeAddress">, options?: RequestOptions): AnswerOf<"changeAddress">;

  /** Read own consents. */
  readConsents(options?: RequestOptions): AnswerOf<"readConsents">;

  /** Give or withdraw own consents. */
  changeConsents(body: BodyOf<"changeConsents">, options?: RequestOptions): AnswerOf<"changeConsents">;

  /** List changes of own consents, newest first. */
  listConsentChanges(query?: QueryOf<"listConsentChanges">, options?: RequestOptions): PagesOf<"listConsentChanges">;

  /** Request a link that changes the own address. */
  requestEmailChange(body: BodyOf<"requestEmailChange">, options?: RequestOptions): AnswerOf<"requestEmailChange">;

  /** Export everything stored about the account. */
  exportPersonalData(options?: RequestOptions): AnswerOf<"exportPersonalData">;

  /** Read whether the account gets SMS. */
  readNotificationPreferences(options?: RequestOptions): AnswerOf<"readNotificationPreferences">;

  /** Agree to SMS, or end them. */
  changeNotificationPreferences(body: BodyOf<"changeNotificationPreferences">, options?: RequestOptions): AnswerOf<"changeNotificationPreferences">;

  /** List own orders, newest first. */
  listOwnOrders(query?: QueryOf<"listOwnOrders">, options?: RequestOptions): PagesOf<"listOwnOrders">;

  /** Change the own password. */
  changePassword(body: BodyOf<"changePassword">, options?: RequestOptions): AnswerOf<"changePassword">;

  /** List own saved cards, newest first. */
  listPaymentMethods(options?: RequestOptions): AnswerOf<"listPaymentMethods">;

  /** Remove an own saved card. */
  removePaymentMethod(id: string, options?: RequestOptions): AnswerOf<"removePaymentMethod">;

  /** Read which second factors the own account has. */
  readSecondFactors(options?: RequestOptions): AnswerOf<"readSecondFactors">;

  /** Enable or disable codes by mail, or disable the authenticator app. */
  changeSecondFactors(body: BodyOf<"changeSecondFactors">, options?: RequestOptions): AnswerOf<"changeSecondFactors">;

  /** Replace all recovery codes. */
  renewRecoveryCodes(body: BodyOf<"renewRecoveryCodes">, options?: RequestOptions): AnswerOf<"renewRecoveryCodes">;

  /** Request a secret for an authenticator app. */
  offerTotp(body: BodyOf<"offerTotp">, options?: RequestOptions): AnswerOf<"offerTotp">;

  /** Enable the authenticator app by its first code. */
  confirmTotp(body: BodyOf<"confirmTotp">, options?: RequestOptions): AnswerOf<"confirmTotp">;

  /** End all own sessions but this one. */
  revokeOtherSessions(options?: RequestOptions): AnswerOf<"revokeOtherSessions">;

  /** List own active sessions, newest first. */
  listSessions(query?: QueryOf<"listSessions">, options?: RequestOptions): PagesOf<"listSessions">;

  /** End an own session. */
  revokeSession(id: string, options?: RequestOptions): AnswerOf<"revokeSession">;

  /** List the variants that are saved for later, the last added first. */
  listWishlist(query?: QueryOf<"listWishlist">, options?: RequestOptions): PagesOf<"listWishlist">;

  /** Save a variant for later. */
  addToWishlist(body: BodyOf<"addToWishlist">, options?: RequestOptions): AnswerOf<"addToWishlist">;

  /** Remove a saved variant. */
  removeFromWishlist(variantId: string, options?: RequestOptions): AnswerOf<"removeFromWishlist">;

  /** Place an order from a cart. */
  placeOrder(body: BodyOf<"placeOrder">, options?: RequestOptions): AnswerOf<"placeOrder">;

  /** Read an order. */
  readOrder(id: string, query?: QueryOf<"readOrder">, options?: RequestOptions): AnswerOf<"readOrder">;

  /** Cancel an order, or units of it, before they are shipped. */
  cancelOrder(id: string, body?: BodyOf<"cancelOrder">, query?: QueryOf<"cancelOrder">, options?: RequestOptions): AnswerOf<"cancelOrder">;

  /** Add a guest's order to the own account. */
  claimOrder(id: string, query?: QueryOf<"claimOrder">, options?: RequestOptions): AnswerOf<"claimOrder">;

  /** List the files of an order's digital goods. */
  listDownloads(id: string, query?: QueryOf<"listDownloads">, options?: RequestOptions): AnswerOf<"listDownloads">;

  /** Count a download, and get its link. */
  startDownload(id: string, body: BodyOf<"startDownload">, query?: QueryOf<"startDownload">, options?: RequestOptions): AnswerOf<"startDownload">;

  /** Pay a waiting order by another card or method, or what is due after an edit. */
  payOrder(id: string, body: BodyOf<"payOrder">, query?: QueryOf<"payOrder">, options?: RequestOptions): AnswerOf<"payOrder">;

  /** Read the receipt of an order, or the credit note of a refund or an exchange. */
  readReceipt(id: string, query?: QueryOf<"readReceipt">, options?: RequestOptions): AnswerOf<"readReceipt">;

  /** Create a cart with what an order bought. */
  reorder(id: string, query?: QueryOf<"reorder">, options?: RequestOptions): AnswerOf<"reorder">;

  /** Ask to send shipped units back, for a refund or an exchange. */
  requestReturn(id: string, body: BodyOf<"requestReturn">, query?: QueryOf<"requestReturn">, options?: RequestOptions): AnswerOf<"requestReturn">;

  /** Read what happened to an order. */
  readTimeline(id: string, query?: QueryOf<"readTimeline">, options?: RequestOptions): AnswerOf<"readTimeline">;

  /** Mail a link to an order. */
  lookUpOrder(body: BodyOf<"lookUpOrder">, options?: RequestOptions): AnswerOf<"lookUpOrder">;

  /** List published products. */
  listProducts(query?: QueryOf<"listProducts">, options?: RequestOptions): PagesOf<"listProducts">;

  /** Read a published product by its id or slug. */
  readProduct(idOrSlug: string, query?: QueryOf<"readProduct">, options?: RequestOptions): AnswerOf<"readProduct">;

  /** List the products to show beside a product. */
  listRelatedProducts(idOrSlug: string, query?: QueryOf<"listRelatedProducts">, options?: RequestOptions): AnswerOf<"listRelatedProducts">;

  /** List the approved reviews of a product, newest first. */
  listReviews(idOrSlug: string, query?: QueryOf<"listReviews">, options?: RequestOptions): PagesOf<"listReviews">;

  /** Review a product that the account has bought. */
  submitReview(idOrSlug: string, body: BodyOf<"submitReview">, options?: RequestOptions): AnswerOf<"submitReview">;

  /** Ask for one mail when a variant can be bought again. */
  subscribeToStock(idOrSlug: string, variantId: string, body: BodyOf<"subscribeToStock">, options?: RequestOptions): AnswerOf<"subscribeToStock">;

  /** Look up published products by their ids, or by SKUs or barcodes of their variants. */
  lookUpProducts(query?: QueryOf<"lookUpProducts">, options?: RequestOptions): AnswerOf<"lookUpProducts">;

  /** Search published products. */
  searchProducts(query?: QueryOf<"searchProducts">, options?: RequestOptions): AnswerOf<"searchProducts">;

  /** Suggest queries, categories and products for the beginning of a text. */
  suggestProducts(query: QueryOf<"suggestProducts">, options?: RequestOptions): AnswerOf<"suggestProducts">;

  /** List the Workers of the shop with their routes and health. */
  listServices(options?: RequestOptions): AnswerOf<"listServices">;

  /** Show the page that ends stock alerts. */
  askToUnsubscribe(id: string, options?: RequestOptions): AnswerOf<"askToUnsubscribe">;

  /** End all stock alerts of the address of an alert. */
  unsubscribeFromStock(id: string, body: BodyOf<"unsubscribeFromStock">, options?: RequestOptions): AnswerOf<"unsubscribeFromStock">;
}

export const ENDPOINTS: Record<keyof Operations, Endpoint> = {
  listApiKeys: { method: "GET", path: "/v1/admin/api-keys", query: true, token: true, paged: true },
  createApiKey: { method: "POST", path: "/v1/admin/api-keys", body: "application/json", token: true },
  revokeApiKey: { method: "DELETE", path: "/v1/admin/api-keys/{id}", token: true },
  listAttributeDefinitions: { method: "GET", path: "/v1/admin/attribute-definitions", token: true },
  createAttributeDefinition: { method: "POST", path: "/v1/admin/attribute-definitions", body: "application/json", token: true },
  deleteAttributeDefinition: { method: "DELETE", path: "/v1/admin/attribute-definitions/{key}", token: true },
  readAttributeDefinition: { method: "GET", path: "/v1/admin/attribute-definitions/{key}", token: true },
  changeAttributeDefinition: { method: "PATCH", path: "/v1/admin/attribute-definitions/{key}", body: "application/json", token: true },
  listAuditEntries: { method: "GET", path: "/v1/admin/audit", query: true, token: true, paged: true },
  listAdminCategories: { method: "GET", path: "/v1/admin/categories", token: true },
  createCategory: { method: "POST", path: "/v1/admin/categories", body: "application/json", token: true },
  deleteCategory: { method: "DELETE", path: "/v1/admin/categories/{id}", token: true },
  changeCategory: { method: "PATCH", path: "/v1/admin/categories/{id}", body: "application/json", token: true },
  moveCategory: { method: "POST", path: "/v1/admin/categories/{id}/move", body: "application/json", token: true },
  deleteCategoryTranslation: { method: "DELETE", path: "/v1/admin/categories/{id}/translations/{locale}", token: true },
  translateCategory: { method: "PUT", path: "/v1/admin/categories/{id}/translations/{locale}", body: "application/json", token: true },
  listAdminCollections: { method: "GET", path: "/v1/admin/collections", query: true, token: true, paged: true },
  createCollection: { method: "POST", path: "/v1/admin/collections", body: "application/json", token: true },
  deleteCollection: { method: "DELETE", path: "/v1/admin/collections/{id}", token: true },
  readAdminCollection: { method: "GET", path: "/v1/admin/collections/{id}", token: true },
  changeCollection: { method: "PATCH", path: "/v1/admin/collections/{id}", body: "application/json", token: true },
  pickProducts: { method: "PUT", path: "/v1/admin/collections/{id}/products", body: "application/json", token: true },
  deleteCollectionTranslation: { method: "DELETE", path: "/v1/admin/collections/{id}/translations/{locale}", token: true },
  translateCollection: { method: "PUT", path: "/v1/admin/collections/{id}/translations/{locale}", body: "application/json", token: true },
  listCustomerGroups: { method: "GET", path: "/v1/admin/customer-groups", query: true, token: true, paged: true },
  createCustomerGroup: { method: "POST", path: "/v1/admin/customer-groups", body: "application/json", token: true },
  deleteCustomerGroup: { method: "DELETE", path: "/v1/admin/customer-groups/{id}", token: true },
  readCustomerGroup: { method: "GET", path: "/v1/admin/customer-groups/{id}", token: true },
  changeCustomerGroup: { method: "PATCH", path: "/v1/admin/customer-groups/{id}", body: "application/json", token: true },
  listCustomers: { method: "GET", path: "/v1/admin/customers", query: true, token: true, paged: true },
  readCustomer: { method: "GET", path: "/v1/admin/customers/{id}", token: true },
  disableCustomer: { method: "POST", path: "/v1/admin/customers/{id}/disable", token: true },
  enableCustomer: { method: "POST", path: "/v1/admin/customers/{id}/enable", token: true },
  listEvents: { method: "GET", path: "/v1/admin/events", query: true, token: true, paged: true },
  replayEvent: { method: "POST", path: "/v1/admin/events/{id}/replay", token: true },
  deleteProductFile: { method: "DELETE", path: "/v1/admin/files/{id}", token: true },
  listStock: { method: "GET", path: "/v1/admin/inventory", query: true, token: true, paged: true },
  setStockRules: { method: "PUT", path: "/v1/admin/inventory/{id}/rules", body: "application/json", token: true },
  setThreshold: { method: "PUT", path: "/v1/admin/inventory/{id}/threshold", body: "application/json", token: true },
  adjustStock: { method: "POST", path: "/v1/admin/inventory/adjustments", body: "application/json", token: true },
  countStock: { method: "POST", path: "/v1/admin/inventory/counts", body: "application/json", token: true },
  listReservations: { method: "GET", path: "/v1/admin/inventory/reservations", query: true, token: true, paged: true },
  listTransfers: { method: "GET", path: "/v1/admin/inventory/transfers", query: true, token: true, paged: true },
  cancelJob: { method: "DELETE", path: "/v1/admin/jobs/{id}", token: true },
  readJob: { method: "GET", path: "/v1/admin/jobs/{id}", token: true },
  listJobErrors: { method: "GET", path: "/v1/admin/jobs/{id}/errors", query: true, token: true, paged: true },
  listLocations: { method: "GET", path: "/v1/admin/locations", query: true, token: true, paged: true },
  createLocation: { method: "POST", path: "/v1/admin/locations", body: "application/json", token: true },
  deleteLocation: { method: "DELETE", path: "/v1/admin/locations/{id}", token: true },
  readLocation: { method: "GET", path: "/v1/admin/locations/{id}", token: true },
  changeLocation: { method: "PATCH", path: "/v1/admin/locations/{id}", body: "application/json", token: true },
  listAdminMarkets: { method: "GET", path: "/v1/admin/markets", query: true, token: true, paged: true },
  createMarket: { method: "POST", path: "/v1/admin/markets", body: "application/json", token: true },
  deleteMarket: { method: "DELETE", path: "/v1/admin/markets/{id}", token: true },
  readAdminMarket: { method: "GET", path: "/v1/admin/markets/{id}", token: true },
  changeMarket: { method: "PATCH", path: "/v1/admin/markets/{id}", body: "application/json", token: true },
  listMedia: { method: "GET", path: "/v1/admin/media", query: true, token: true, paged: true },
  uploadMedia: { method: "POST", path: "/v1/admin/media", body: "image/png", token: true },
  deleteMedia: { method: "DELETE", path: "/v1/admin/media/{id}", token: true },
  readMedia: { method: "GET", path: "/v1/admin/media/{id}", token: true },
  changeMedia: { method: "PATCH", path: "/v1/admin/media/{id}", body: "application/json", token: true },
  readMetrics: { method: "GET", path: "/v1/admin/metrics", token: true },
  listNotifications: { method: "GET", path: "/v1/admin/notifications", query: true, token: true, paged: true },
  sendNotification: { method: "POST", path: "/v1/admin/notifications/{id}/send", token: true },
  listOrders: { method: "GET", path: "/v1/admin/orders", query: true, token: true, paged: true },
  readOrderAsStaff: { method: "GET", path: "/v1/admin/orders/{id}", token: true },
  cancelOrderAsStaff: { method: "POST", path: "/v1/admin/orders/{id}/cancel", body: "application/json", token: true },
  captureOrder: { method: "POST", path: "/v1/admin/orders/{id}/capture", body: "application/json", token: true },
  deliverOrder: { method: "POST", path: "/v1/admin/orders/{id}/deliver", body: "application/json", token: true },
  editOrder: { method: "POST", path: "/v1/admin/orders/{id}/edits", body: "application/json", token: true },
  addOrderNote: { method: "POST", path: "/v1/admin/orders/{id}/notes", body: "application/json", token: true },
  listOrderPaymentMethods: { method: "GET", path: "/v1/admin/orders/{id}/payment-methods", token: true },
  refundOrder: { method: "POST", path: "/v1/admin/orders/{id}/refunds", body: "application/json", token: true },
  shipOrder: { method: "POST", path: "/v1/admin/orders/{id}/shipments", body: "application/json", token: true },
  changeOrderTags: { method: "POST", path: "/v1/admin/orders/{id}/tags", body: "application/json", token: true },
  listPriceLists: { method: "GET", path: "/v1/admin/price-lists", query: true, token: true, paged: true },
  createPriceList: { method: "POST", path: "/v1/admin/price-lists", body: "application/json", token: true },
  deletePriceList: { method: "DELETE", path: "/v1/admin/price-lists/{id}", token: true },
  readPriceList: { method: "GET", path: "/v1/admin/price-lists/{id}", token: true },
  changePriceList: { method: "PATCH", path: "/v1/admin/price-lists/{id}", body: "application/json", token: true },
  listAdminProducts: { method: "GET", path: "/v1/admin/products", query: true, token: true, paged: true },
  createProduct: { method: "POST", path: "/v1/admin/products", body: "application/json", token: true },
  deleteProduct: { method: "DELETE", path: "/v1/admin/products/{id}", token: true },
  readAdminProduct: { method: "GET", path: "/v1/admin/products/{id}", token: true },
  changeProduct: { method: "PATCH", path: "/v1/admin/products/{id}", body: "application/json", token: true },
  readRelatedPicks: { method: "GET", path: "/v1/admin/products/{id}/related", token: true },
  pickRelatedProducts: { method: "PUT", path: "/v1/admin/products/{id}/related", body: "application/json", token: true },
  deleteProductTranslation: { method: "DELETE", path: "/v1/admin/products/{id}/translations/{locale}", token: true },
  translateProduct: { method: "PUT", path: "/v1/admin/products/{id}/translations/{locale}", body: "application/json", token: true },
  addVariant: { method: "POST", path: "/v1/admin/products/{id}/variants", body: "application/json", token: true },
  changeProducts: { method: "POST", path: "/v1/admin/products/bulk", body: "application/json", token: true },
  exportProducts: { method: "GET", path: "/v1/admin/products/export", query: true, token: true },
  importProducts: { method: "POST", path: "/v1/admin/products/import", body: "text/csv", query: true, token: true },
  listBreaks: { method: "GET", path: "/v1/admin/reconciliation/breaks", query: true, token: true, paged: true },
  resolveBreak: { method: "POST", path: "/v1/admin/reconciliation/breaks/{id}/resolve", body: "application/json", token: true },
  listDisputes: { method: "GET", path: "/v1/admin/reconciliation/disputes", query: true, token: true, paged: true },
  listRelocations: { method: "GET", path: "/v1/admin/relocations", query: true, token: true, paged: true },
  sendRelocation: { method: "POST", path: "/v1/admin/relocations", body: "application/json", token: true },
  readRelocation: { method: "GET", path: "/v1/admin/relocations/{id}", token: true },
  cancelRelocation: { method: "POST", path: "/v1/admin/relocations/{id}/cancel", token: true },
  receiveRelocation: { method: "POST", path: "/v1/admin/relocations/{id}/receive", body: "application/json", token: true },
  listReturns: { method: "GET", path: "/v1/admin/returns", query: true, token: true, paged: true },
  approveReturn: { method: "POST", path: "/v1/admin/returns/{id}/approve", token: true },
  receiveReturn: { method: "POST", path: "/v1/admin/returns/{id}/receive", body: "application/json", token: true },
  rejectReturn: { method: "POST", path: "/v1/admin/returns/{id}/reject", body: "application/json", token: true },
  listAdminReviews: { method: "GET", path: "/v1/admin/reviews", query: true, token: true, paged: true },
  readAdminReview: { method: "GET", path: "/v1/admin/reviews/{id}", token: true },
  changeReview: { method: "PATCH", path: "/v1/admin/reviews/{id}", body: "application/json", token: true },
  listSagas: { method: "GET", path: "/v1/admin/sagas", query: true, token: true, paged: true },
  readSaga: { method: "GET", path: "/v1/admin/sagas/{orderId}", token: true },
  listCurations: { method: "GET", path: "/v1/admin/search/curations", token: true },
  deleteCuration: { method: "DELETE", path: "/v1/admin/search/curations/{id}", token: true },
  putCuration: { method: "PUT", path: "/v1/admin/search/curations/{id}", body: "application/json", token: true },
  listSearchQueries: { method: "GET", path: "/v1/admin/search/queries", query: true, token: true },
  reindexSearch: { method: "POST", path: "/v1/admin/search/reindex", token: true },
  readSearchStatus: { method: "GET", path: "/v1/admin/search/status", token: true },
  listSynonyms: { method: "GET", path: "/v1/admin/search/synonyms", token: true },
  deleteSynonym: { method: "DELETE", path: "/v1/admin/search/synonyms/{id}", token: true },
  putSynonym: { method: "PUT", path: "/v1/admin/search/synonyms/{id}", body: "application/json", token: true },
  readSettings: { method: "GET", path: "/v1/admin/settings", token: true },
  changeSettings: { method: "PATCH", path: "/v1/admin/settings", body: "application/json", token: true },
  changeShipment: { method: "PATCH", path: "/v1/admin/shipments/{id}", body: "application/json", token: true },
  listStaff: { method: "GET", path: "/v1/admin/staff", query: true, token: true, paged: true },
  assignRoles: { method: "PATCH", path: "/v1/admin/staff/{id}", body: "application/json", token: true },
  removeVariant: { method: "DELETE", path: "/v1/admin/variants/{id}", token: true },
  changeVariant: { method: "PATCH", path: "/v1/admin/variants/{id}", body: "application/json", token: true },
  listProductFiles: { method: "GET", path: "/v1/admin/variants/{id}/files", token: true },
  uploadProductFile: { method: "POST", path: "/v1/admin/variants/{id}/files", body: "*/*", query: true, token: true },
  setVariantPrices: { method: "PUT", path: "/v1/admin/variants/{id}/prices", body: "application/json", token: true },
  confirmEmailChange: { method: "POST", path: "/v1/auth/email/change", body: "application/json" },
  resendVerification: { method: "POST", path: "/v1/auth/email/resend", token: true },
  verifyEmail: { method: "POST", path: "/v1/auth/email/verify", body: "application/json" },
  signIn: { method: "POST", path: "/v1/auth/login", body: "application/json" },
  signOut: { method: "POST", path: "/v1/auth/logout", body: "application/json" },
  requestPasswordReset: { method: "POST", path: "/v1/auth/password/forgot", body: "application/json" },
  resetPassword: { method: "POST", path: "/v1/auth/password/reset", body: "application/json" },
  refreshSession: { method: "POST", path: "/v1/auth/refresh", body: "application/json" },
  register: { method: "POST", path: "/v1/auth/register", body: "application/json" },
  finishSignIn: { method: "POST", path: "/v1/auth/second-factor", body: "application/json" },
  createCart: { method: "POST", path: "/v1/carts", body: "application/json", token: true },
  deleteCart: { method: "DELETE", path: "/v1/carts/{id}", token: true },
  readCart: { method: "GET", path: "/v1/carts/{id}", token: true },
  changeCart: { method: "PATCH", path: "/v1/carts/{id}", body: "application/json", token: true },
  addLine: { method: "POST", path: "/v1/carts/{id}/lines", body: "application/json", token: true },
  removeLine: { method: "DELETE", path: "/v1/carts/{id}/lines/{lineId}", token: true },
  changeLine: { method: "PATCH", path: "/v1/carts/{id}/lines/{lineId}", body: "application/json", token: true },
  listShippingOptions: { method: "GET", path: "/v1/carts/{id}/shipping-options", token: true },
  listCategories: { method: "GET", path: "/v1/categories", query: true },
  readCategory: { method: "GET", path: "/v1/categories/{slug}", query: true },
  listCollections: { method: "GET", path: "/v1/collections", query: true, paged: true },
  readCollection: { method: "GET", path: "/v1/collections/{slug}", query: true },
  openDownload: { method: "GET", path: "/v1/downloads/{token}" },
  readAcpFeed: { method: "GET", path: "/v1/feeds/acp.jsonl.gz", query: true },
  readGoogleFeed: { method: "GET", path: "/v1/feeds/google.xml", query: true },
  listMarkets: { method: "GET", path: "/v1/markets", query: true, paged: true },
  eraseAccount: { method: "DELETE", path: "/v1/me", body: "application/json", token: true },
  readProfile: { method: "GET", path: "/v1/me", token: true },
  changeProfile: { method: "PATCH", path: "/v1/me", body: "application/json", token: true },
  listAddresses: { method: "GET", path: "/v1/me/addresses", query: true, token: true, paged: true },
  addAddress: { method: "POST", path: "/v1/me/addresses", body: "application/json", token: true },
  deleteAddress: { method: "DELETE", path: "/v1/me/addresses/{id}", token: true },
  readAddress: { method: "GET", path: "/v1/me/addresses/{id}", token: true },
  changeAddress: { method: "PATCH", path: "/v1/me/addresses/{id}", body: "application/json", token: true },
  readConsents: { method: "GET", path: "/v1/me/consents", token: true },
  changeConsents: { method: "PUT", path: "/v1/me/consents", body: "application/json", token: true },
  listConsentChanges: { method: "GET", path: "/v1/me/consents/history", query: true, token: true, paged: true },
  requestEmailChange: { method: "POST", path: "/v1/me/email", body: "application/json", token: true },
  exportPersonalData: { method: "GET", path: "/v1/me/export", token: true },
  readNotificationPreferences: { method: "GET", path: "/v1/me/notifications", token: true },
  changeNotificationPreferences: { method: "PATCH", path: "/v1/me/notifications", body: "application/json", token: true },
  listOwnOrders: { method: "GET", path: "/v1/me/orders", query: true, token: true, paged: true },
  changePassword: { method: "POST", path: "/v1/me/password", body: "application/json", token: true },
  listPaymentMethods: { method: "GET", path: "/v1/me/payment-methods", token: true },
  removePaymentMethod: { method: "DELETE", path: "/v1/me/payment-methods/{id}", token: true },
  readSecondFactors: { method: "GET", path: "/v1/me/second-factors", token: true },
  changeSecondFactors: { method: "PATCH", path: "/v1/me/second-factors", body: "application/json", token: true },
  renewRecoveryCodes: { method: "POST", path: "/v1/me/second-factors/recovery-codes", body: "application/json", token: true },
  offerTotp: { method: "POST", path: "/v1/me/second-factors/totp", body: "application/json", token: true },
  confirmTotp: { method: "POST", path: "/v1/me/second-factors/totp/confirm", body: "application/json", token: true },
  revokeOtherSessions: { method: "DELETE", path: "/v1/me/sessions", token: true },
  listSessions: { method: "GET", path: "/v1/me/sessions", query: true, token: true, paged: true },
  revokeSession: { method: "DELETE", path: "/v1/me/sessions/{id}", token: true },
  listWishlist: { method: "GET", path: "/v1/me/wishlist", query: true, token: true, paged: true },
  addToWishlist: { method: "POST", path: "/v1/me/wishlist", body: "application/json", token: true },
  removeFromWishlist: { method: "DELETE", path: "/v1/me/wishlist/{variantId}", token: true },
  placeOrder: { method: "POST", path: "/v1/orders", body: "application/json", token: true },
  readOrder: { method: "GET", path: "/v1/orders/{id}", query: true, token: true },
  cancelOrder: { method: "POST", path: "/v1/orders/{id}/cancel", body: "application/json", query: true, token: true },
  claimOrder: { method: "POST", path: "/v1/orders/{id}/claim", query: true, token: true },
  listDownloads: { method: "GET", path: "/v1/orders/{id}/downloads", query: true, token: true },
  startDownload: { method: "POST", path: "/v1/orders/{id}/downloads", body: "application/json", query: true, token: true },
  payOrder: { method: "POST", path: "/v1/orders/{id}/payments", body: "application/json", query: true, token: true },
  readReceipt: { method: "GET", path: "/v1/orders/{id}/receipt", query: true, token: true },
  reorder: { method: "POST", path: "/v1/orders/{id}/reorder", query: true, token: true },
  requestReturn: { method: "POST", path: "/v1/orders/{id}/returns", body: "application/json", query: true, token: true },
  readTimeline: { method: "GET", path: "/v1/orders/{id}/timeline", query: true, token: true },
  lookUpOrder: { method: "POST", path: "/v1/orders/lookup", body: "application/json" },
  listProducts: { method: "GET", path: "/v1/products", query: true, paged: true },
  readProduct: { method: "GET", path: "/v1/products/{idOrSlug}", query: true },
  listRelatedProducts: { method: "GET", path: "/v1/products/{idOrSlug}/related", query: true },
  listReviews: { method: "GET", path: "/v1/products/{idOrSlug}/reviews", query: true, paged: true },
  submitReview: { method: "POST", path: "/v1/products/{idOrSlug}/reviews", body: "application/json", token: true },
  subscribeToStock: { method: "POST", path: "/v1/products/{idOrSlug}/variants/{variantId}/back-in-stock", body: "application/json" },
  lookUpProducts: { method: "GET", path: "/v1/products/lookup", query: true },
  searchProducts: { method: "GET", path: "/v1/search", query: true },
  suggestProducts: { method: "GET", path: "/v1/search/suggest", query: true },
  listServices: { method: "GET", path: "/v1/services" },
  askToUnsubscribe: { method: "GET", path: "/v1/stock-alerts/{id}/unsubscribe" },
  unsubscribeFromStock: { method: "POST", path: "/v1/stock-alerts/{id}/unsubscribe", body: "application/x-www-form-urlencoded" },
};
