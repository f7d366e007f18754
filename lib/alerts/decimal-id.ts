/** An id of ThousandEyes: decimal digits, none of them a leading zero; 0 is none. */
export const DECIMAL_ID = /^[1-9]\d{0,18}$/;

/** What is wrong with an id that is none, in whatever it was written. */
export const NOT_DECIMAL_ID = 'must be an id of digits';
