/** osls puts the time into the folder of an upload, because CloudFormation loads new code only from a new address. */
const UPLOAD_TIME = /\d{13}-\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g;

/** The template without the time of the upload, so that packaging the same source twice gives the same template. */
export const withoutUploadTime = (template: string): string => template.replaceAll(UPLOAD_TIME, 'UPLOAD-TIME');
