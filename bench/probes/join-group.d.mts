export const joinGroup: (processes: string | undefined) => number;
