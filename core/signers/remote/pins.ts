/** SHA-256 fingerprints as they are compared: 64 lower-case digits each. Null when one is none, or none is given. */
export function readPins(pins: readonly string[]): readonly string[] | null {
  const areAll =
    pins.length > 0 && pins.every((pin) => /^[0-9a-fA-F]{2}(?:(:?)[0-9a-fA-F]{2})(?:\1[0-9a-fA-F]{2}){30}$/.test(pin));
  return areAll ? pins.map((pin) => pin.replaceAll(':', '').toLowerCase()) : null;
}
