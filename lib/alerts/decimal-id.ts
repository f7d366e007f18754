/** A ThousandEyes id: decimal digits without a leading zero. 0 is no id. */
export const DECIMAL_ID = /^[1-9]\d{0,18}$/;

/** The error text for a value that is no ThousandEyes id. */
export const NOT_DECIMAL_ID = 'must be an id of digits';
