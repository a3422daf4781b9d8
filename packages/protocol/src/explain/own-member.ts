/** Finds what stands in a record under a name from a line, which may be that of what all objects have. */
export function ownMember<Member>(
  record: Readonly<Record<string, Member>> | undefined,
  name: string,
): Member | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}
