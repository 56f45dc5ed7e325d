/** For how many days at most a person may go live without an item of the checklist that can be waived. */
export const mostWaiverDays = 30;

/** For how many hours at most live trading is armed: 7 days. */
export const mostArmedHours = 168;
