/** The name of the practice exchange in policies and orders. */
export const practiceExchange = 'practice';
