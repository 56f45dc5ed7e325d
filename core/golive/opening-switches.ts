/** Switches of Electron, Chromium and Node that let a program beside the console look into it, or take its guards away. */
const opening =
  /^--?(remote-debugging-(port|pipe|address)|inspect(-brk|-wait|-port|-publish-uid)?|no-sandbox|js-flags|load-extension|disable-web-security|allow-running-insecure-content)(=|$)/;

/** Those among the arguments of a program and in its NODE_OPTIONS, as they were given but without what follows '='. */
export function openingSwitches(
  given: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const fromOptions = (environment.NODE_OPTIONS ?? '').split(/\s+/);
  const found = [...given, ...fromOptions].filter((each) => opening.test(each)).map((each) => each.replace(/=.*$/, ''));
  return [...new Set(found)];
}
