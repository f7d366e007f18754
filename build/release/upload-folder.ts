/** osls names the folder of an upload by the time: CloudFormation takes new code only from a new address. */
const UPLOAD_TIME = /\d{13}-\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g;

/** The template without the one thing in it that differs each time that the same source is packaged. */
export const withoutUploadTime = (template: string): string => template.replaceAll(UPLOAD_TIME, 'UPLOAD-TIME');
