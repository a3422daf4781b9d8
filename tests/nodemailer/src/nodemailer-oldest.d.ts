/** The oldest version in support has no types of its own. */
declare module "nodemailer-oldest" {
  export function createTransport(transport: object): {
    sendMail(data: object): Promise<unknown>;
  };
}
