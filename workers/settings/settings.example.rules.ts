import type { Settings } from "#contract/settings";

/** The settings in the examples of the API reference. */
export const SETTINGS_EXAMPLE: Settings = {
  shopName: "Lantern & Loom",
  logoUrl: "https://lantern.example/logo.png",
  colours: { accent: "#7a1f3d", text: "#1c1917", background: "#ffffff" },
  sender: { name: "Lantern & Loom", email: "orders@lantern.example" },
  supportEmail: "help@lantern.example",
  seller: {
    legalName: "Lantern & Loom GmbH",
    address: "Ackerstraße 12, 10115 Berlin, Germany",
    registrationNumber: "HRB 123456",
    vatId: "DE123456789",
    phone: "+49 30 1234567",
  },
  countries: ["DE", "AT", "FR"],
  defaultCountry: "DE",
  defaultCurrency: "EUR",
  returnWindowDays: 30,
  sourcing: "priority",
  bankTransfer: {
    holder: "Lantern & Loom GmbH",
    accountNumber: "DE89370400440532013000",
    bankCode: "COBADEFFXXX",
    bankName: "Commerzbank",
  },
  updatedAt: "2026-11-26T09:30:00.000Z",
};
