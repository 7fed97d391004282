/** The record in a hub's folder. */
export const DATABASE_FILE = 'hub.sqlite';
