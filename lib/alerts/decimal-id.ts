/** An id of ThousandEyes: decimal digits, none of them a leading zero; 0 is none. */
export const DECIMAL_ID = /^[1-9]\d{0,18}$/;
