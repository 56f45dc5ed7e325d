/** The code of the halt's reason while a rotation has it engaged. */
export const rotationHaltCode = 'rotation';
