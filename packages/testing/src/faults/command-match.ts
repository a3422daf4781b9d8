/** A text in which each `*` stands for any characters, e.g. `AT+QSMTPCFG="smtpserver",*`. */
export interface CommandPattern {
  /** The whole command, in any case. @nonEmpty */
  readonly like: string;
}

/**
 * Which commands are meant. A text is the beginning of a command in any case, with `AT` or `AT+` in
 * front or without: `QSMTPPUT` is `AT+QSMTPPUT`, and `E0` is `ATE0`. What is to be stored as data takes
 * a pattern of the form `{ like }`, which costs no more than its length times that of the command.
 */
export type CommandMatch = string | RegExp | CommandPattern;

/** Whether a command is meant; without a match every one is. */
export function matchesCommand(match: CommandMatch | undefined, command: string): boolean {
  if (match === undefined) return true;
  if (typeof match === "string") return beginsWith(match, command);
  if ("like" in match) return isLike(match.like.toUpperCase(), command.toUpperCase());
  // A pattern with the flag g or y goes on where it stopped.
  match.lastIndex = 0;
  return match.test(command);
}

/** A match in words. */
export function showMatch(match: CommandMatch): string {
  return typeof match === "object" && "like" in match ? match.like : String(match);
}

function beginsWith(beginning: string, command: string): boolean {
  const text = command.toUpperCase();
  const wanted = beginning.toUpperCase();
  return ["", "AT", "AT+"].some((prefix) => text.startsWith(prefix + wanted));
}

/** Goes back to the last `*` only, so that no pattern takes long. */
function isLike(pattern: string, text: string): boolean {
  let at = 0;
  let inText = 0;
  let star = -1;
  let behindStar = 0;
  while (inText < text.length) {
    if (pattern[at] === "*") {
      star = at++;
      behindStar = inText;
    } else if (at < pattern.length && pattern[at] === text[inText]) {
      at++;
      inText++;
    } else if (star >= 0) {
      at = star + 1;
      inText = ++behindStar;
    } else {
      return false;
    }
  }
  while (pattern[at] === "*") at++;
  return at === pattern.length;
}
