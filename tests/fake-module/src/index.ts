export { asAsked } from "./as-asked.ts";
export { fromBytes, toBytes } from "./bytes.ts";
export type { DeliveredMail } from "./fake-delivery.ts";
export type { SendingPlan } from "./fake-mail-client.ts";
export { FakeModule, type FakeOptions } from "./fake-module.ts";
export type { LineRule } from "./line-rules.ts";
export {
  ca,
  levels,
  message,
  note,
  password,
  pem,
  photo,
  plainSmtp,
  smtp,
  type TestMail,
  type TestServer,
} from "./sample-mail.ts";
export { type HostClock, type Settled, VirtualClock } from "./virtual-clock.ts";
