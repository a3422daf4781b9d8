/** Numbers of the file error table that the simulated module gives. */
export const fileError = {
  invalidInput: 400,
  beyondFile: 401,
  endOfFile: 402,
  notFound: 405,
  invalidName: 406,
  exists: 407,
  openFailed: 410,
  tooManyOpen: 413,
  readOnly: 414,
  unknownHandle: 416,
  listFailed: 417,
  noStorage: 419,
  timeout: 421,
  alreadyOpen: 426,
} as const;
