import { testWithTenMails } from "./simulated-mails.ts";

console.log(JSON.stringify(await testWithTenMails()));
