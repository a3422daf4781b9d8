/** Numbers of the manual's table 1 that the simulated module gives by itself. */
export const smtpError = {
  unknown: 651,
  busy: 652,
  dnsFailed: 653,
  network: 654,
  contextInactive: 657,
  timeout: 658,
  noRecipient: 659,
  fileNotOpened: 661,
  attachmentTooLarge: 662,
  parameterWrong: 664,
} as const;
