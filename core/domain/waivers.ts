/** For how many days at most a person may go live without an item of the checklist that can be waived. */
export const mostWaiverDays = 30;
