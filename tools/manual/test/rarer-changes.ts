import type { Edit } from "./lamp-workshop.ts";

/** A change of the plain text that comes seldom, and the findings it gives: rule by id. */
export interface RarerChange {
  readonly name: string;
  readonly edits: readonly Edit[];
  readonly findings: Readonly<Record<string, string>>;
  /** Findings that stay when the rest is accepted. */
  readonly left?: readonly string[];
}

export const rarerChanges: readonly RarerChange[] = [
  {
    name: "a sub-key is gone",
    edits: [
      ['+XDEMOCFG: "glow",(0-2)\n', ""],
      [
        'Write Command\nAT+XDEMOCFG="glow"[,<glow_type>\n]\n\nResponse\nIf <glow_type> is not omitted:\nOK\nOr\n+CME ERROR: <err>\nIf <glow_type> is omitted, what is set comes instead:\n+XDEMOCFG: "glow",<glow_type>\nOK\n\n',
        "",
      ],
      [
        "<glow_type>\n\nInteger type. How the lamps glow. Take what suits the place, since some places\ndo not allow a blinking light in the night.\n\n<err>\n\n0\n\nSteady\n\n1\n\nBlinking\n\n2\n\nMorse\n\n",
        "<err>\n\n",
      ],
    ],
    findings: {
      "+XDEMOCFG/write:glow": "operation-removed",
      "+XDEMOCFG/test/answer:glow": "test-answer-changed",
    },
  },
  {
    name: "a command is gone",
    edits: [
      ["2.4. AT+XDEMOCLR Forget all Lamps .", "2.3.9. Nothing ."],
      [
        "2.4. AT+XDEMOCLR Forget all Lamps\nAT+XDEMOCLR undoes whatever AT+XDEMOADD and AT+XDEMOTXT have done.\nAT+XDEMOCLR Forget all Lamps\nTest Command\nAT+XDEMOCLR=?\n\nResponse\nOK\n\nExecution Command\nAT+XDEMOCLR\n\nResponse\nOK\nOr\n+CME ERROR: <err>\n\nParameter\n<err>\n\nInteger type. What went wrong, as told by Chapter 5.\n\n",
        "",
      ],
    ],
    findings: { "+XDEMOCLR": "command-removed" },
  },
  {
    name: "a parameter became optional",
    edits: [
      [
        "AT+XDEMOTXT=<alphabet>,<text_le\nngth>[,<input_time>]",
        "AT+XDEMOTXT=<alphabet>[,<text_le\nngth>[,<input_time>]]",
      ],
    ],
    findings: { "+XDEMOTXT/write": "arg-became-optional" },
  },
  {
    name: "a parameter became required",
    edits: [
      [
        "AT+XDEMOTXT=<alphabet>,<text_le\nngth>[,<input_time>]",
        "AT+XDEMOTXT=<alphabet>,<text_le\nngth>,<input_time>",
      ],
      ["AT+XDEMOTXT=0,20\n", "AT+XDEMOTXT=0,20,7\n"],
    ],
    findings: { "+XDEMOTXT/write": "arg-became-required" },
  },
  {
    name: "a parameter of both set and query is new",
    edits: [
      ['AT+XDEMOCFG="channel"[,<channel\nID>]', 'AT+XDEMOCFG="channel",<unit>[,<channel\nID>]'],
      ['+XDEMOCFG: "channel",<channelID>', '+XDEMOCFG: "channel",<unit>,<channelID>'],
      [
        "<channelID>\n\nInteger",
        "<unit>\n\nInteger type. Which radio. The range is 0-1.\n\n<channelID>\n\nInteger",
      ],
      ['AT+XDEMOCFG="channel",1\n', 'AT+XDEMOCFG="channel",0,1\n'],
    ],
    findings: {
      "+XDEMOCFG/write:channel": "arg-inserted",
      "+XDEMOCFG/write:channel/query": "reply-field-inserted",
    },
  },
  {
    name: "a reply has one more field",
    edits: [
      ["+XDEMOTXT: <input_length>\n", "+XDEMOTXT: <input_length>[,<crc>]\n"],
      ["<input_time>\n\nInteger", "<crc>\n\nInteger type. A check sum.\n\n<input_time>\n\nInteger"],
    ],
    findings: { "+XDEMOTXT/write/reply": "reply-field-appended" },
  },
  {
    name: "the outcome has one more field",
    edits: [
      ["OK\n+XDEMORUN: <err>,<station_error>", "OK\n+XDEMORUN: <err>,<station_error>,<count>"],
      [
        "<timeout>\n\nInteger",
        "<count>\n\nInteger type. How many are lit.\n\n<timeout>\n\nInteger",
      ],
      ["+XDEMORUN: 0,0", "+XDEMORUN: 0,0,4"],
    ],
    findings: { "+XDEMORUN/write/result": "reply-field-required-appended" },
  },
  {
    name: "a placeholder has another name, and another range",
    edits: [
      ['AT+XDEMOCFG="channel"[,<channel\nID>]', 'AT+XDEMOCFG="channel"[,<radio_ch>]'],
      ['+XDEMOCFG: "channel",<channelID>', '+XDEMOCFG: "channel",<radio_ch>'],
      [
        "<channelID>\n\nInteger type. The radio channel. The range is 1-8",
        "<radio_ch>\n\nInteger type. The radio channel. The range is 1-9",
      ],
    ],
    findings: {
      "+XDEMOCFG/params/channelID": "vendor-name-changed",
      "+XDEMOCFG/params/radio_ch/range": "range-widened",
    },
  },
  {
    name: "a parameter is a number now",
    edits: [
      [
        "The name that opens the station. The maximum size of what stands\nbetween the quotes is 32 bytes.",
        "The number that opens the station. The range is 0-9999.",
      ],
      ["<user>\n\nString type.", "<user>\n\nInteger type."],
      ['AT+XDEMOCFG="login","keeper","moth"', 'AT+XDEMOCFG="login",77,"moth"'],
    ],
    findings: { "+XDEMOCFG/params/user/type": "type-changed" },
  },
  {
    name: "a unit is another one",
    edits: [["The range is 30-900. Unit:\nsecond.", "The range is 30-900. Unit:\nmillisecond."]],
    findings: { "+XDEMORUN/params/timeout/unit": "unit-changed" },
  },
  {
    name: "range and unit are gone",
    edits: [["The range is 30-900. Unit:\nsecond.", "It\nlasts."]],
    findings: {
      "+XDEMORUN/params/timeout/range": "range-unset",
      "+XDEMORUN/params/timeout/unit": "unit-undocumented",
    },
  },
  {
    name: "one of two sizes is another one",
    edits: [["its length is 0-20 in", "its length is 0-24 in"]],
    findings: { "+XDEMOADD/params/lamp_name/size": "size-increased" },
  },
  {
    name: "a value is gone",
    edits: [
      ["\n1\n\nBlinking\n", ""],
      ['"glow",(0-2)', '"glow",(0,2)'],
    ],
    findings: {
      "+XDEMOCFG/params/glow_type/values/1": "enum-value-removed",
      "+XDEMOCFG/test/answer:glow": "test-answer-changed",
    },
  },
  {
    name: "a number that chooses an operation is new",
    edits: [["\n1\n\nAdd\n", "\n1\n\nAdd\n\n2\n\nSwap\n"]],
    findings: { "+XDEMOADD/params/mode/values/2": "by-hand" },
    left: ["+XDEMOADD/params/mode/values/2"],
  },
  {
    name: "a response time is longer",
    edits: [["300 ms", "5 s, depending on the network"]],
    findings: { "+XDEMOCFG/time": "timing-increased" },
  },
  {
    name: "a sentence has a new limit",
    edits: [
      [
        "AT+XDEMOCLR undoes whatever",
        "The maximum number of calls is 7. AT+XDEMOCLR undoes whatever",
      ],
    ],
    findings: { "+XDEMOCLR/limits/calls": "fact-added" },
  },
  {
    name: "ATO may lead back",
    edits: [["Afterwards a host cannot return to data mode with ATO.", ""]],
    findings: { "+XDEMOTXT/write/data/resumable": "resumable-changed" },
  },
  {
    name: "DTR does not end data mode any more",
    edits: [
      ["by raising the level of\nDTR.", "somehow."],
      ["“+++”, or DTR where AT&D1 was\ngiven before.", "“+++”."],
    ],
    findings: { "+XDEMOTXT/write/data/ends/dtr": "data-end-removed" },
  },
  {
    name: "a sub-key is written in other capitals",
    edits: [
      ['+XDEMOCFG: "glow",(0-2)', '+XDEMOCFG: "Glow",(0-2)'],
      ['AT+XDEMOCFG="glow"[,<glow_type>', 'AT+XDEMOCFG="Glow"[,<glow_type>'],
      ['+XDEMOCFG: "glow",<glow_type>', '+XDEMOCFG: "Glow",<glow_type>'],
    ],
    findings: {
      "+XDEMOCFG/test/answer:Glow": "test-answer-changed",
      "+XDEMOCFG/write:Glow": "const-case-changed",
      "+XDEMOCFG/write:Glow/query": "const-case-changed",
    },
  },
  {
    name: "a read form is new",
    edits: [
      [
        "Execution Command\nAT+XDEMOCLR\n",
        "Read Command\nAT+XDEMOCLR?\n\nResponse\n+XDEMOCLR: <count>\nOK\n\nExecution Command\nAT+XDEMOCLR\n",
      ],
      [
        "Parameter\n<err>\n\nInteger",
        "Parameter\n<count>\n<err>\n\nInteger type. How often.\nInteger",
      ],
    ],
    findings: { "+XDEMOCLR/read": "operation-added" },
  },
];
